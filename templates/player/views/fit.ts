/** The data and the line or curve of the moment, its residuals, the best one as a ghost, and rivals'. */

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
  value,
} from "../axes.ts";
import { withUnit } from "../format.ts";
import { raceDash } from "../palette.ts";
import { CanvasView } from "./canvas.ts";
import { drawMarker } from "./marks.ts";
import type { Ground } from "./view.ts";

const MANY_POINTS = 400;
/** Corners of a curve that is no line. */
const CORNERS = 121;
const NONE: number[] = [];

export class FitView extends CanvasView {
  #frame!: Frame;
  #x = new Float64Array();
  #y = new Float64Array();
  /** Where the line has corners: its ends, or along the whole of a curve. */
  #corners: readonly number[] = [];
  /** By run: the columns of its params, and their values at the moment. */
  #columns: (readonly Float64Array[])[] = [];
  #params: number[][] = [];

  override show(grounds: readonly Ground[]): void {
    const points = grounds[0]?.dataset.points;
    this.#x = Float64Array.from(points?.x ?? []);
    this.#y = Float64Array.from(points?.y ?? []);
    this.#columns = grounds.map(({ trajectory: { model, path } }) =>
      model.params.map((name) => Float64Array.from(path.params[name]!))
    );
    this.#params = this.#columns.map((columns) => columns.map(() => 0));
    super.show(grounds);
  }

  protected still(to: CanvasRenderingContext2D, ground: Ground): void {
    const { x, y } = ground.limits;
    this.#frame = frame(x, y, this.layers.width, this.layers.height);
    const corners = ground.curve ? CORNERS : 2;
    this.#corners = Array.from(
      { length: corners },
      (_, k) => x[0] + (x[1] - x[0]) * k / (corners - 1),
    );
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
    this.#params.forEach((params, k) => {
      for (let j = 0; j < params.length; j++) params[j] = this.now(k, this.#columns[k]![j]!);
    });
    clip(to, frame.box);
    this.#drawResiduals(to, frame);
    for (let k = 0; k < this.grounds.length; k++) {
      if (this.grounds.length > 1) to.setLineDash(raceDash(k));
      const colour = this.ink(k, "current");
      this.#drawLine(to, frame, this.grounds[k]!, this.#params[k]!, colour, k ? 2 : 2.6);
    }
    to.setLineDash(NONE);
    if (this.grounds.length > 1) this.#drawShapes(to, frame);
    to.restore();
    this.#sayDiverged(to, frame, ground);
    this.#pointToLine(to, frame);
  }

  /** Run `k`'s prediction at the moment. */
  #level(k: number, x: number): number {
    return predicted(this.grounds[k]!, this.#params[k]!, x);
  }

  /** A run's mark on its line, each at a place of its own. */
  #drawShapes(to: CanvasRenderingContext2D, { x, y }: Frame): void {
    const [low, high] = x.domain;
    for (let k = this.grounds.length - 1; k >= 0; k--) {
      const place = high - (high - low) * (0.06 + 0.09 * k);
      const level = held(at(y, this.#level(k, place)));
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

  #drawBest(to: CanvasRenderingContext2D, frame: Frame, ground: Ground): void {
    const { loss, model, optimum } = ground.trajectory;
    if (!optimum) return;
    const { box, x, y, text } = frame;
    const params = model.params.map((name) => optimum.params[name]!);
    const best = (at: number) => predicted(ground, params, at);
    clip(to, box);
    to.setLineDash([6, 5]);
    this.#drawLine(to, frame, ground, params, this.palette.optimum, 1.8);
    to.setLineDash([]);
    to.restore();
    const words = loss.name === "mse" ? "least squares" : `best ${ground.curve ? "curve" : "line"}`;
    letter(to, this.palette, text, "right", "soft", "italic");
    // At the right end, on the side where a rising line leaves room, beyond the points there.
    const from = value(x, box.right - to.measureText(words).width - 14);
    const side = best(x.domain[1]) > best(from) ? 1 : -1;
    let edge = at(y, best(from));
    for (let i = 0; i < this.#x.length; i++) {
      if (this.#x[i]! < from) continue;
      edge = side * Math.max(side * edge, side * at(y, this.#y[i]!));
    }
    const room = Math.min(box.bottom - text, Math.max(box.top + text, edge + side * 1.3 * text));
    haloText(to, words, box.right - 2, room, this.palette.paper);
  }

  #drawLine(
    to: CanvasRenderingContext2D,
    { x, y }: Frame,
    ground: Ground,
    params: readonly number[],
    colour: string,
    width: number,
  ): void {
    pen(to, colour, width);
    to.lineCap = to.lineJoin = "round";
    to.beginPath();
    // What is far outside is cut before the canvas, whose coordinates are single precision.
    for (const corner of this.#corners) {
      to.lineTo(at(x, corner), held(at(y, predicted(ground, params, corner))));
    }
    to.stroke();
  }

  #drawResiduals(to: CanvasRenderingContext2D, { x, y }: Frame) {
    pen(to, this.palette.current, 1);
    to.globalAlpha = this.#x.length > MANY_POINTS ? 0.08 : 0.28;
    to.beginPath();
    for (let i = 0; i < this.#x.length; i++) {
      const pixel = at(x, this.#x[i]!);
      to.moveTo(pixel, at(y, this.#y[i]!));
      to.lineTo(pixel, held(at(y, this.#level(0, this.#x[i]!))));
    }
    to.stroke();
    to.globalAlpha = 1;
  }

  #sayDiverged(
    to: CanvasRenderingContext2D,
    { box, text }: Frame,
    { trajectory: { outcome, path } }: Ground,
  ): void {
    if (outcome.status !== "diverged" || this.index[0]! < path.epoch.length - 1) return;
    letter(to, this.palette, text, "right", "ink", "600");
    const words = `diverged at epoch ${outcome.epoch}`;
    haloText(to, words, box.right - 2, box.top + 0.8 * text, this.palette.paper);
  }

  /** Where the line is wholly outside: an arrow at the edge it left by, and words. */
  #pointToLine(to: CanvasRenderingContext2D, { box, y, text }: Frame): void {
    const [low, high] = y.domain, { curve } = this.grounds[0]!;
    const above = this.#corners.every((x) => this.#level(0, x) > high);
    if (!above && !this.#corners.every((x) => this.#level(0, x) < low)) return;
    const middle = (box.left + box.right) / 2;
    to.fillStyle = this.palette.current;
    arrow(to, middle, above ? box.top : box.bottom - 2, above ? -Math.PI / 2 : Math.PI / 2);
    letter(to, this.palette, text, "center");
    const words = `the ${curve ? "curve" : "line"} is ${above ? "above" : "below"}`;
    haloText(to, words, middle, above ? box.top + 26 : box.bottom - 28, this.palette.paper);
  }
}

/** The prediction for an x of the data's own, from params of what the run saw. */
function predicted(
  { curve, trajectory: { standardize } }: Ground,
  params: readonly number[],
  x: number,
): number {
  const seen = standardize ? (x - standardize.mean) / standardize.scale : x;
  return curve ? curve.predict(params, seen) : params[0]! * seen + params[1]!;
}
