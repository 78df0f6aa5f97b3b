/** The data and the line of the moment, with its residuals and the best line as a ghost. */

import { arrow, at, clip, drawAxes, type Frame, frame, haloText, stroke, value } from "../axes.ts";
import { withUnit } from "../format.ts";
import type { Palette } from "../palette.ts";
import { Layers } from "./layers.ts";
import { between, type Ground, type Moment, type View } from "./view.ts";

const MANY_POINTS = 400;

export class FitView implements View {
  readonly element: HTMLCanvasElement;
  readonly #layers: Layers;
  #palette: Palette;
  #ground: Ground | null = null;
  #frame: Frame | null = null;
  #x = new Float64Array();
  #y = new Float64Array();
  // The line over the data's own x is slope·x + offset, whatever the params are of.
  #scale = 1;
  #mean = 0;

  constructor(canvas: HTMLCanvasElement, palette: Palette) {
    this.element = canvas;
    this.#layers = new Layers(canvas);
    this.#palette = palette;
  }

  show(ground: Ground): void {
    this.#ground = ground;
    this.#x = Float64Array.from(ground.dataset.points.x);
    this.#y = Float64Array.from(ground.dataset.points.y);
    this.#scale = ground.trajectory.standardize?.scale ?? 1;
    this.#mean = ground.trajectory.standardize?.mean ?? 0;
    this.refresh(this.#palette);
  }

  refresh(palette: Palette): void {
    this.#palette = palette;
    const layers = this.#layers, ground = this.#ground;
    if (!layers.fit() || !ground) return;
    const { x, y } = ground.limits;
    this.#frame = frame(x, y, layers.width, layers.height);
    const { labels, units } = ground.dataset;
    drawAxes(layers.back, this.#frame, palette, {
      x: withUnit(labels.x, units.x),
      y: withUnit(labels.y, units.y),
    }, false);
    this.#drawPoints(layers.back, this.#frame);
    this.#drawBest(layers.back, this.#frame, ground);
  }

  draw(moment: Moment): void {
    const ground = this.#ground, frame = this.#frame;
    if (!ground || !frame) return;
    const to = this.#layers.begin();
    const slope = between(ground.w, moment.index, moment.mix) / this.#scale;
    const offset = between(ground.b, moment.index, moment.mix) - slope * this.#mean;
    clip(to, frame.box);
    this.#drawResiduals(to, frame, slope, offset);
    this.#drawLine(to, frame, slope, offset, this.#palette.current, 2.6);
    to.restore();
    this.#sayDiverged(to, frame, ground, moment.index);
    this.#pointToLine(to, frame, slope, offset);
  }

  #drawPoints(to: CanvasRenderingContext2D, { box, x, y }: Frame): void {
    clip(to, box);
    to.fillStyle = this.#palette.data;
    to.globalAlpha = this.#x.length > MANY_POINTS ? 0.35 : 0.85;
    const radius = this.#x.length > MANY_POINTS ? 2 : 3.2;
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
    const slope = trajectory.optimum.params.w! / this.#scale;
    const offset = trajectory.optimum.params.b! - slope * this.#mean;
    clip(to, box);
    to.setLineDash([6, 5]);
    this.#drawLine(to, frame, slope, offset, this.#palette.optimum, 1.8);
    to.setLineDash([]);
    to.restore();
    const words = trajectory.loss.name === "mse" ? "least squares" : "best line";
    to.font = `italic ${text}px ${this.#palette.text}`;
    // At the right end, on the side where a rising line leaves room, beyond the points there.
    const side = slope > 0 ? 1 : -1;
    const from = box.right - to.measureText(words).width - 14;
    let edge = at(y, slope * value(frame.x, from) + offset);
    for (let i = 0; i < this.#x.length; i++) {
      if (at(frame.x, this.#x[i]!) < from) continue;
      edge = side * Math.max(side * edge, side * at(y, this.#y[i]!));
    }
    const room = Math.min(box.bottom - text, Math.max(box.top + text, edge + side * 1.3 * text));
    to.fillStyle = this.#palette.soft;
    to.textAlign = "right";
    to.textBaseline = "middle";
    haloText(to, words, box.right - 2, room, this.#palette.paper);
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
    to.strokeStyle = colour;
    to.lineWidth = width;
    to.lineCap = "round";
    // A line far outside is cut before the canvas, whose coordinates are single precision.
    stroke(
      to,
      at(x, left),
      cut(at(y, slope * left + offset)),
      at(x, right),
      cut(at(y, slope * right + offset)),
    );
  }

  #drawResiduals(to: CanvasRenderingContext2D, { x, y }: Frame, slope: number, offset: number) {
    to.strokeStyle = this.#palette.current;
    to.lineWidth = 1;
    to.globalAlpha = this.#x.length > MANY_POINTS ? 0.08 : 0.28;
    to.beginPath();
    for (let i = 0; i < this.#x.length; i++) {
      const pixel = at(x, this.#x[i]!);
      to.moveTo(pixel, at(y, this.#y[i]!));
      to.lineTo(pixel, cut(at(y, slope * this.#x[i]! + offset)));
    }
    to.stroke();
    to.globalAlpha = 1;
  }

  #sayDiverged(
    to: CanvasRenderingContext2D,
    { box, text }: Frame,
    { trajectory, w }: Ground,
    index: number,
  ): void {
    if (trajectory.outcome.status !== "diverged" || index < w.length - 1) return;
    to.font = `600 ${text}px ${this.#palette.text}`;
    to.fillStyle = this.#palette.ink;
    to.textAlign = "right";
    to.textBaseline = "top";
    const words = `diverged at epoch ${trajectory.outcome.epoch}`;
    haloText(to, words, box.right - 2, box.top + 4, this.#palette.paper);
  }

  /** Where the line is wholly outside: an arrow at the edge it left by, and words. */
  #pointToLine(to: CanvasRenderingContext2D, frame: Frame, slope: number, offset: number): void {
    const { box, x, y, text } = frame;
    const first = slope * x.domain[0] + offset, last = slope * x.domain[1] + offset;
    const above = Math.min(first, last) > y.domain[1];
    if (!above && !(Math.max(first, last) < y.domain[0])) return;
    const middle = (box.left + box.right) / 2;
    to.fillStyle = this.#palette.current;
    arrow(to, middle, above ? box.top : box.bottom - 2, above ? -Math.PI / 2 : Math.PI / 2);
    to.font = `${text}px ${this.#palette.text}`;
    to.fillStyle = this.#palette.ink;
    to.textAlign = "center";
    to.textBaseline = "middle";
    const words = above ? "the line is above" : "the line is below";
    haloText(to, words, middle, above ? box.top + 26 : box.bottom - 28, this.#palette.paper);
  }
}

function cut(pixel: number): number {
  return Math.min(1e5, Math.max(-1e5, pixel));
}
