/** A run's path on the ground as it is seen: cut to the box, in short pieces, each seen or hidden. */

import type { Height, Projection } from "./camera.ts";

/** Pieces of a step across the whole box, so that it follows the ground. */
const PIECES = 14;
/** Least distance of two corners, in pixels. */
const APART = 1;
/** Corners of a stroke: a canvas takes more than its share of time over a long one that crosses itself. */
const CHUNK = 256;
const BEGINS = 0, SEEN = 1, HIDDEN = 2;

/** The part of a step within the unit square, as shares of the step. */
export class Cut {
  enter = 0;
  leave = 1;

  /** Cuts the step from (u, v) by (du, dv); false where nothing of it is inside. */
  step(u: number, v: number, du: number, dv: number): boolean {
    this.enter = 0;
    this.leave = 1;
    return this.#along(u, du) && this.#along(v, dv) && this.enter <= this.leave;
  }

  #along(from: number, by: number): boolean {
    if (by === 0) return from >= 0 && from <= 1;
    const low = -from / by, high = (1 - from) / by;
    this.enter = Math.max(this.enter, Math.min(low, high));
    this.leave = Math.min(this.leave, Math.max(low, high));
    return true;
  }
}

export class GroundTrack {
  readonly #xy: number[] = [];
  readonly #kind: number[] = [];
  readonly #ends: number[] = [];
  readonly #cut = new Cut();
  #u = NaN;
  #v = NaN;

  constructor(readonly view: Projection, readonly height: Height) {}

  /** Continues to the params of the next stored epoch, as shares of the box. */
  add(u: number, v: number): void {
    if (!this.#ends.length) {
      if (u >= 0 && u <= 1 && v >= 0 && v <= 1) this.#corner(u, v, true);
    } else {
      this.#step(u - this.#u, v - this.#v);
    }
    this.#u = u;
    this.#v = v;
    this.#ends.push(this.#kind.length);
  }

  /** Strokes what is seen, or what is hidden, up to position `index`. */
  stroke(to: CanvasRenderingContext2D, index: number, hidden: boolean): void {
    const xy = this.#xy, kind = this.#kind, wanted = hidden ? HIDDEN : SEEN;
    let pen = false;
    to.beginPath();
    for (let k = 0, end = this.#ends[index] ?? kind.length; k < end; k++) {
      if (k % CHUNK === 0) {
        to.stroke();
        to.beginPath();
        pen = false;
      }
      if (kind[k] !== wanted) {
        pen = false;
        continue;
      }
      if (!pen) to.moveTo(xy[2 * k - 2]!, xy[2 * k - 1]!);
      pen = true;
      to.lineTo(xy[2 * k]!, xy[2 * k + 1]!);
    }
    to.stroke();
  }

  #step(du: number, dv: number): void {
    const cut = this.#cut;
    if (!cut.step(this.#u, this.#v, du, dv)) return;
    const inside = cut.leave - cut.enter;
    const seen = Math.min(1, inside * Math.max(Math.abs(du), Math.abs(dv)));
    const count = Math.max(1, Math.ceil(seen * PIECES));
    for (let k = cut.enter > 0 ? 0 : 1; k <= count; k++) {
      const way = cut.enter + inside * k / count;
      this.#corner(this.#u + way * du, this.#v + way * dv, k === 0);
    }
  }

  #corner(u: number, v: number, begins: boolean): void {
    const h = this.height(u, v), { view } = this, xy = this.#xy, last = xy.length - 2;
    view.see(u, v, h);
    const { x, y } = view;
    if (!begins && Math.abs(x - xy[last]!) + Math.abs(y - xy[last + 1]!) < APART) return;
    xy.push(x, y);
    this.#kind.push(begins ? BEGINS : view.hidden(u, v, h, this.height) ? HIDDEN : SEEN);
  }
}
