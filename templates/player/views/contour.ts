/** The loss over w and b as labelled level lines, with the path so far, start, marker and optimum. */

import { arrow, at, clip, drawAxes, type Frame, frame, haloText } from "../axes.ts";
import { digits } from "../format.ts";
import type { Palette } from "../palette.ts";
import { Layers } from "./layers.ts";
import { drawTerrain, type Terrain, terrainOf } from "./terrain.ts";
import { between, type Ground, type Moment, type View } from "./view.ts";

const DOT_SPACING = 5;

export class ContourView implements View {
  readonly element: HTMLCanvasElement;
  readonly #layers: Layers;
  readonly #terrains = new Map<string, Terrain>();
  #palette: Palette;
  #ground: Ground | null = null;
  #frame: Frame | null = null;

  constructor(canvas: HTMLCanvasElement, palette: Palette) {
    this.element = canvas;
    this.#layers = new Layers(canvas);
    this.#palette = palette;
  }

  show(ground: Ground): void {
    this.#ground = ground;
    this.refresh(this.#palette);
  }

  refresh(palette: Palette): void {
    this.#palette = palette;
    const layers = this.#layers, ground = this.#ground;
    if (!layers.fit() || !ground) return;
    const { params } = ground.limits;
    this.#frame = frame(params.w!, params.b!, layers.width, layers.height);
    const { x, y } = this.#frame;
    const { optimum, path } = ground.trajectory;
    const avoid = [optimum?.params, { w: path.params.w![0], b: path.params.b![0] }]
      .flatMap((point) => point ? [[at(x, point.w!), at(y, point.b!)] as const] : [])
      .flatMap(([px, py]) => [[px, py], [px + 26, py + 16], [px + 52, py + 16]] as const); // the mark and its word
    const terrain = this.#terrainOf(ground);
    drawTerrain(layers.back, this.#frame, palette, terrain, layers.ratio, avoid);
    drawAxes(layers.back, this.#frame, palette, paramLabels(ground), false);
    this.#drawOptimum(layers.back, this.#frame, ground);
  }

  draw(moment: Moment): void {
    const ground = this.#ground, frame = this.#frame;
    if (!ground || !frame) return;
    const to = this.#layers.begin();
    const w = between(ground.w, moment.index, moment.mix);
    const b = between(ground.b, moment.index, moment.mix);
    clip(to, frame.box);
    this.#tracePath(to, frame, ground, moment.index, w, b);
    this.#drawStart(to, frame, ground);
    to.restore();
    this.#drawMarker(to, frame, w, b);
  }

  #terrainOf(ground: Ground): Terrain {
    const { dataset, trajectory } = ground;
    const key = JSON.stringify([dataset.name, trajectory.loss, trajectory.standardize !== null]);
    let terrain = this.#terrains.get(key);
    if (!terrain) {
      terrain = terrainOf(ground);
      this.#terrains.set(key, terrain);
    }
    return terrain;
  }

  #drawOptimum(to: CanvasRenderingContext2D, { box, x, y, text }: Frame, { trajectory }: Ground) {
    if (!trajectory.optimum) return;
    const px = at(x, trajectory.optimum.params.w!), py = at(y, trajectory.optimum.params.b!);
    if (px < box.left || px > box.right || py < box.top || py > box.bottom) return;
    for (
      const [width, colour] of [[6, this.#palette.paper], [2.6, this.#palette.optimum]] as const
    ) {
      to.strokeStyle = colour;
      to.lineWidth = width;
      to.lineCap = "round";
      to.beginPath();
      to.moveTo(px - 6, py);
      to.lineTo(px + 6, py);
      to.moveTo(px, py - 6);
      to.lineTo(px, py + 6);
      to.stroke();
    }
    label(to, "optimum", px, py, this.#palette, text, box.right, py > box.bottom - 24 ? -16 : 16);
  }

  #drawStart(to: CanvasRenderingContext2D, { box, x, y, text }: Frame, ground: Ground): void {
    const px = at(x, ground.w[0]!), py = at(y, ground.b[0]!);
    to.beginPath();
    to.arc(px, py, 4, 0, 2 * Math.PI);
    to.fillStyle = this.#palette.paper;
    to.fill();
    to.strokeStyle = this.#palette.path;
    to.lineWidth = 1.6;
    to.stroke();
    label(to, "start", px, py, this.#palette, text, box.right, py > box.bottom - 20 ? -14 : 16);
  }

  /** The path up to the moment with a paper edge, and a dot at each epoch that stands apart. */
  #tracePath(
    to: CanvasRenderingContext2D,
    { x, y }: Frame,
    ground: Ground,
    index: number,
    w: number,
    b: number,
  ): void {
    to.beginPath();
    to.moveTo(cut(at(x, ground.w[0]!)), cut(at(y, ground.b[0]!)));
    for (let k = 1; k <= index; k++) to.lineTo(cut(at(x, ground.w[k]!)), cut(at(y, ground.b[k]!)));
    to.lineTo(cut(at(x, w)), cut(at(y, b)));
    to.lineJoin = "round";
    to.strokeStyle = this.#palette.paper;
    to.globalAlpha = 0.75;
    to.lineWidth = 4.5;
    to.stroke();
    to.globalAlpha = 1;
    to.strokeStyle = this.#palette.path;
    to.lineWidth = 1.5;
    to.stroke();
    to.fillStyle = this.#palette.path;
    let lastX = Infinity, lastY = Infinity;
    to.beginPath();
    for (let k = 0; k <= index; k++) {
      const px = cut(at(x, ground.w[k]!)), py = cut(at(y, ground.b[k]!));
      if (Math.abs(px - lastX) + Math.abs(py - lastY) < DOT_SPACING) continue;
      to.moveTo(px + 2.2, py);
      to.arc(px, py, 2.2, 0, 2 * Math.PI);
      lastX = px;
      lastY = py;
    }
    to.fill();
  }

  /** The marker; where it is outside, an arrow on the edge and its params in words. */
  #drawMarker(to: CanvasRenderingContext2D, frame: Frame, w: number, b: number): void {
    const { box, x, y, text } = frame;
    const px = at(x, w), py = at(y, b);
    const edgeX = Math.min(box.right, Math.max(box.left, px));
    const edgeY = Math.min(box.bottom, Math.max(box.top, py));
    to.fillStyle = this.#palette.current;
    if (edgeX === px && edgeY === py) {
      to.beginPath();
      to.arc(px, py, 6, 0, 2 * Math.PI);
      to.fill();
      to.lineWidth = 2;
      to.strokeStyle = this.#palette.paper;
      to.stroke();
      return;
    }
    arrow(to, edgeX, edgeY, Math.atan2(Math.sign(py - edgeY), Math.sign(px - edgeX)));
    to.font = `${text}px ${this.#palette.text}`;
    to.fillStyle = this.#palette.ink;
    const leftHalf = edgeX < (box.left + box.right) / 2;
    to.textAlign = leftHalf ? "left" : "right";
    to.textBaseline = "middle";
    const aside = edgeX + (leftHalf ? 18 : -18);
    const level = Math.min(box.bottom - text, Math.max(box.top + text, edgeY));
    haloText(
      to,
      `outside: w ${digits(w, 3)}, b ${digits(b, 3)}`,
      aside,
      level,
      this.#palette.paper,
    );
  }
}

/** Axis labels of the params: a slope's unit is that of y per that of x. */
function paramLabels({ dataset, trajectory }: Ground): { x: string; y: string } {
  const { x, y } = dataset.units;
  const perUnit = trajectory.standardize
    ? `${y ? `${y} ` : ""}per sd of ${dataset.labels.x}`
    : x && y
    ? `${y} per ${x}`
    : "";
  return {
    x: perUnit ? `slope w (${perUnit})` : "slope w",
    y: y ? `intercept b (${y})` : "intercept b",
  };
}

function label(
  to: CanvasRenderingContext2D,
  words: string,
  x: number,
  y: number,
  palette: Palette,
  text: number,
  right: number,
  down: number,
): void {
  to.font = `italic ${text}px ${palette.text}`;
  to.fillStyle = palette.ink;
  to.textBaseline = "middle";
  const wide = x > right - 60;
  to.textAlign = wide ? "right" : "left";
  haloText(to, words, wide ? x - 7 : x + 7, y + down, palette.paper);
}

function cut(pixel: number): number {
  return Math.min(1e5, Math.max(-1e5, pixel));
}
