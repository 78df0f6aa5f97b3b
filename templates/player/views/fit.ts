/** The data and the line of the moment, with its residuals, the best line as a ghost, and rivals' lines. */

import {
  arrow,
  at,
  clip,
  drawAxes,
  type Frame,
  frame,
  haloText,
  held,
  letter,
  pen,
  stroke,
  value,
} from "../axes.ts";
import { withUnit } from "../format.ts";
import { raceDash } from "../palette.ts";
import { CanvasView } from "./canvas.ts";
import { drawMarker } from "./marks.ts";
import type { Ground } from "./view.ts";

const MANY_POINTS = 400;
const NONE: number[] = [];

export class FitView extends CanvasView {
  #frame!: Frame;
  #x = new Float64Array();
  #y = new Float64Array();

  override show(grounds: readonly Ground[]): void {
    const points = grounds[0]?.dataset.points;
    this.#x = Float64Array.from(points?.x ?? []);
    this.#y = Float64Array.from(points?.y ?? []);
    super.show(grounds);
  }

  protected still(to: CanvasRenderingContext2D, ground: Ground): void {
    const { x, y } = ground.limits;
    this.#frame = frame(x, y, this.layers.width, this.layers.height);
    const { labels, units } = ground.dataset;
    drawAxes(to, this.#frame, this.palette, {
      x: withUnit(labels.x, units.x),
      y: withUnit(labels.y, units.y),
    });
    this.#drawPoints(to, this.#frame);
    this.#drawBest(to, this.#frame, ground);
  }

  protected moving(to: CanvasRenderingContext2D, ground: Ground): void {
    const frame = this.#frame;
    clip(to, frame.box);
    this.#drawResiduals(to, frame, this.#slope(0), this.#offset(0));
    for (let k = 0; k < this.grounds.length; k++) {
      if (this.grounds.length > 1) to.setLineDash(raceDash(k));
      const colour = this.ink(k, "current");
      this.#drawLine(to, frame, this.#slope(k), this.#offset(k), colour, k ? 2 : 2.6);
    }
    to.setLineDash(NONE);
    if (this.grounds.length > 1) this.#drawShapes(to, frame);
    to.restore();
    this.#sayDiverged(to, frame, ground);
    this.#pointToLine(to, frame, this.#slope(0), this.#offset(0));
  }

  /** Run `k`'s line over the data's own x is slope · x + offset, whatever its params are of. */
  #slope(k: number): number {
    const { w, trajectory } = this.grounds[k]!;
    return this.now(k, w) / (trajectory.standardize?.scale ?? 1);
  }

  #offset(k: number): number {
    const { b, trajectory } = this.grounds[k]!;
    return this.now(k, b) - this.#slope(k) * (trajectory.standardize?.mean ?? 0);
  }

  /** A run's mark on its line, each at a place of its own. */
  #drawShapes(to: CanvasRenderingContext2D, { x, y }: Frame): void {
    const [low, high] = x.domain;
    for (let k = this.grounds.length - 1; k >= 0; k--) {
      const place = high - (high - low) * (0.06 + 0.09 * k);
      const level = held(at(y, this.#slope(k) * place + this.#offset(k)));
      drawMarker(to, k, at(x, place), level, this.ink(k, "current"), this.palette.paper);
    }
  }

  #drawPoints(to: CanvasRenderingContext2D, { box, x, y }: Frame): void {
    clip(to, box);
    to.fillStyle = this.palette.data;
    to.globalAlpha = this.#x.length > MANY_POINTS ? 0.35 : 0.85;
    const radius = (this.#x.length > MANY_POINTS ? 2 : 3.2) * (this.layers.width > 560 ? 1.3 : 1);
    for (let i = 0; i < this.#x.length; i++) {
      to.beginPath();
      to.arc(at(x, this.#x[i]!), at(y, this.#y[i]!), radius, 0, 2 * Math.PI);
      to.fill();
    }
    to.restore();
  }

  #drawBest(to: CanvasRenderingContext2D, frame: Frame, { trajectory }: Ground): void {
    if (!trajectory.optimum) return;
    const { box, y, text } = frame;
    const { scale, mean } = trajectory.standardize ?? { scale: 1, mean: 0 };
    const slope = trajectory.optimum.params.w! / scale;
    const offset = trajectory.optimum.params.b! - slope * mean;
    clip(to, box);
    to.setLineDash([6, 5]);
    this.#drawLine(to, frame, slope, offset, this.palette.optimum, 1.8);
    to.setLineDash([]);
    to.restore();
    const words = trajectory.loss.name === "mse" ? "least squares" : "best line";
    letter(to, this.palette, text, "right", "soft", "italic");
    // At the right end, on the side where a rising line leaves room, beyond the points there.
    const side = slope > 0 ? 1 : -1;
    const from = box.right - to.measureText(words).width - 14;
    let edge = at(y, slope * value(frame.x, from) + offset);
    for (let i = 0; i < this.#x.length; i++) {
      if (at(frame.x, this.#x[i]!) < from) continue;
      edge = side * Math.max(side * edge, side * at(y, this.#y[i]!));
    }
    const room = Math.min(box.bottom - text, Math.max(box.top + text, edge + side * 1.3 * text));
    haloText(to, words, box.right - 2, room, this.palette.paper);
  }

  #drawLine(
    to: CanvasRenderingContext2D,
    { x, y }: Frame,
    slope: number,
    offset: number,
    colour: string,
    width: number,
  ): void {
    const [left, right] = x.domain;
    pen(to, colour, width);
    to.lineCap = "round";
    // A line far outside is cut before the canvas, whose coordinates are single precision.
    stroke(
      to,
      at(x, left),
      held(at(y, slope * left + offset)),
      at(x, right),
      held(at(y, slope * right + offset)),
    );
  }

  #drawResiduals(to: CanvasRenderingContext2D, { x, y }: Frame, slope: number, offset: number) {
    pen(to, this.palette.current, 1);
    to.globalAlpha = this.#x.length > MANY_POINTS ? 0.08 : 0.28;
    to.beginPath();
    for (let i = 0; i < this.#x.length; i++) {
      const pixel = at(x, this.#x[i]!);
      to.moveTo(pixel, at(y, this.#y[i]!));
      to.lineTo(pixel, held(at(y, slope * this.#x[i]! + offset)));
    }
    to.stroke();
    to.globalAlpha = 1;
  }

  #sayDiverged(
    to: CanvasRenderingContext2D,
    { box, text }: Frame,
    { trajectory, w }: Ground,
  ): void {
    if (trajectory.outcome.status !== "diverged" || this.index[0]! < w.length - 1) return;
    letter(to, this.palette, text, "right", "ink", "600");
    const words = `diverged at epoch ${trajectory.outcome.epoch}`;
    haloText(to, words, box.right - 2, box.top + 0.8 * text, this.palette.paper);
  }

  /** Where the line is wholly outside: an arrow at the edge it left by, and words. */
  #pointToLine(to: CanvasRenderingContext2D, frame: Frame, slope: number, offset: number): void {
    const { box, x, y, text } = frame;
    const first = slope * x.domain[0] + offset, last = slope * x.domain[1] + offset;
    const above = Math.min(first, last) > y.domain[1];
    if (!above && !(Math.max(first, last) < y.domain[0])) return;
    const middle = (box.left + box.right) / 2;
    to.fillStyle = this.palette.current;
    arrow(to, middle, above ? box.top : box.bottom - 2, above ? -Math.PI / 2 : Math.PI / 2);
    letter(to, this.palette, text, "center");
    const words = above ? "the line is above" : "the line is below";
    haloText(to, words, middle, above ? box.top + 26 : box.bottom - 28, this.palette.paper);
  }
}
