/** The loss over w and b as labelled level lines, with the path so far, start, marker and optimum. */

import { at, clip, drawAxes, type Frame, frame, held, pen, stroke, value } from "../axes.ts";
import { inputs } from "../line_loss.ts";
import { raceDash } from "../palette.ts";
import { CanvasView } from "./canvas.ts";
import { paramLabels } from "./labels.ts";
import { directionsOf, landscapeOf } from "./landscape.ts";
import { drawMarkerIn, drawName, drawOptimum, drawStart, outside, sayBeside } from "./marks.ts";
import { drawTerrain, type Pixel, terrainOf } from "./terrain.ts";
import { Track } from "./track.ts";
import type { Ground } from "./view.ts";

const DOT_SPACING = 5;
const SLOW_DASH = [7, 4], NONE: number[] = [];

export class ContourView extends CanvasView {
  #frame!: Frame;
  #tracks: { readonly line: Track; readonly dots: Track }[] = [];

  /** The params at (x, y), CSS pixels of the view, and their loss; null outside the plot. */
  pick(x: number, y: number): { w: number; b: number; loss: number } | null {
    const [ground] = this.grounds;
    if (!ground || !this.#frame) return null;
    const { box } = this.#frame;
    if (!(x >= box.left && x <= box.right && y >= box.top && y <= box.bottom)) return null;
    const w = value(this.#frame.x, x), b = value(this.#frame.y, y);
    return { w, b, loss: landscapeOf(ground).loss(w, b) };
  }

  protected still(to: CanvasRenderingContext2D, ground: Ground): void {
    const { params } = ground.limits;
    const frame_ = this.#frame = frame(params.w!, params.b!, this.layers.width, this.layers.height);
    const { x, y } = frame_;
    const { optimum, path } = ground.trajectory;
    const avoid = [optimum?.params, { w: path.params.w![0], b: path.params.b![0] }]
      .flatMap((point) => point ? [[at(x, point.w!), at(y, point.b!)] as Pixel] : [])
      .flatMap(([px, py]): Pixel[] => [[px, py], [px + 26, py + 16], [px + 52, py + 16]]); // the mark and its word
    const terrain = terrainOf(landscapeOf(ground));
    drawTerrain(to, frame_, this.palette, terrain, this.layers.ratio, avoid);
    drawAxes(to, frame_, this.palette, paramLabels(ground));
    if (this.options.eigen) this.#drawDirections(to, frame_, ground);
    this.#drawOptimum(to, frame_, ground);
    this.#tracks = this.grounds.map(({ w, b }) => {
      const line = new Track(), dots = new Track(DOT_SPACING);
      for (let k = 0; k < w.length; k++) {
        const px = held(at(x, w[k]!)), py = held(at(y, b[k]!));
        for (const track of [line, dots]) {
          track.add(px, py);
          track.mark();
        }
      }
      return { line, dots };
    });
  }

  protected moving(to: CanvasRenderingContext2D): void {
    const frame = this.#frame, { box, x, y, text } = frame, { grounds } = this;
    clip(to, box);
    for (let k = grounds.length - 1; k >= 0; k--) this.#tracePath(to, frame, k);
    for (const { w, b } of grounds) {
      const px = at(x, w[0]!), py = at(y, b[0]!);
      drawStart(to, px, py, this.palette);
      if (grounds.length > 1) continue;
      drawName(
        to,
        "start",
        px,
        py + (py > box.bottom - 20 ? -14 : 16),
        this.palette,
        text,
        box.right,
      );
    }
    to.restore();
    for (let k = grounds.length - 1; k >= 0; k--) {
      const w = this.now(k, grounds[k]!.w), b = this.now(k, grounds[k]!.b);
      const px = at(x, w), py = at(y, b), colour = this.ink(k, "current");
      const inside = drawMarkerIn(to, box, k, px, py, colour, this.palette.paper);
      if (inside || k) continue;
      sayBeside(to, outside(w, b), box, px, py, text, this.palette);
    }
  }

  #drawOptimum(to: CanvasRenderingContext2D, { box, x, y, text }: Frame, { trajectory }: Ground) {
    if (!trajectory.optimum) return;
    const px = at(x, trajectory.optimum.params.w!), py = at(y, trajectory.optimum.params.b!);
    if (px < box.left || px > box.right || py < box.top || py > box.bottom) return;
    drawOptimum(to, px, py, this.palette);
    const down = py > box.bottom - 24 ? -16 : 16;
    drawName(to, "optimum", px, py + down, this.palette, text, box.right);
  }

  /** The directions through the optimum in which the loss bends most and least, each with its name. */
  #drawDirections(
    to: CanvasRenderingContext2D,
    frame: Frame,
    { trajectory, dataset }: Ground,
  ): void {
    const { optimum, loss, standardize } = trajectory;
    if (!optimum || loss.name !== "mse" && loss.name !== "ridge") return;
    const l2 = loss.name === "ridge" ? Number(loss.l2 ?? 1) : 0;
    const { fast, slow } = directionsOf(inputs(dataset.points.x, standardize), l2);
    const { box, x, y, text } = frame;
    const px = at(x, optimum.params.w!), py = at(y, optimum.params.b!);
    clip(to, box);
    for (const [name, [w, b], dash] of [["fast", fast, NONE], ["slow", slow, SLOW_DASH]] as const) {
      // The direction in pixels, as long as the box is wide and tall together.
      const dx = w * x.factor, dy = b * y.factor, length = Math.hypot(dx, dy);
      const far = box.right - box.left + box.bottom - box.top;
      const ux = dx / length, uy = dy / length;
      for (
        const [width, colour] of [[4, this.palette.paper], [1.6, this.palette.optimum]] as const
      ) {
        pen(to, colour, width);
        to.setLineDash(width > 2 ? NONE : dash);
        stroke(to, px - far * ux, py - far * uy, px + far * ux, py + far * uy);
      }
      to.setLineDash(NONE);
      // The name stands where the line has the more room, a little before the edge.
      const ahead = room(px, ux, box.left, box.right, py, uy, box.top, box.bottom);
      const behind = room(px, -ux, box.left, box.right, py, -uy, box.top, box.bottom);
      const way = ahead > behind ? 0.72 * ahead : -0.72 * behind;
      const upright = Math.abs(ux) < 0.5;
      drawName(
        to,
        name,
        px + way * ux + (upright ? 2 : 0),
        py + way * uy + (upright ? 0 : -0.9 * text),
        this.palette,
        text,
        box.right,
      );
    }
    to.restore();
  }

  /** A path up to the moment with a paper edge, and a dot at each epoch that stands apart. */
  #tracePath(to: CanvasRenderingContext2D, { x, y }: Frame, k: number): void {
    const { line, dots } = this.#tracks[k]!, { w, b } = this.grounds[k]!, index = this.index[k]!;
    const race = this.grounds.length > 1, colour = this.ink(k, "path");
    to.beginPath();
    line.trace(to, index);
    to.lineTo(held(at(x, this.now(k, w))), held(at(y, this.now(k, b))));
    to.lineJoin = "round";
    to.strokeStyle = this.palette.paper;
    to.globalAlpha = 0.75;
    to.lineWidth = 4.5;
    to.stroke();
    to.globalAlpha = 1;
    pen(to, colour, race ? 2 : 1.5);
    if (race) to.setLineDash(raceDash(k));
    to.stroke();
    to.setLineDash(NONE);
    if (race) return;
    to.fillStyle = colour;
    to.beginPath();
    dots.dots(to, index, 2.2);
    to.fill();
  }
}

/** How far a ray from (x, y) along (ux, uy) goes within a box. */
function room(
  x: number,
  ux: number,
  left: number,
  right: number,
  y: number,
  uy: number,
  top: number,
  bottom: number,
): number {
  const across = ux > 0 ? (right - x) / ux : ux < 0 ? (left - x) / ux : Infinity;
  const down = uy > 0 ? (bottom - y) / uy : uy < 0 ? (top - y) / uy : Infinity;
  return Math.max(0, Math.min(across, down));
}
