/** A polyline in pixels of which any beginning can be traced: thinned, so that a path at rest costs nothing. */

/** Least distance of two corners, in pixels. */
const APART = 0.7;

export class Track {
  readonly #xy: number[] = [];
  readonly #ends: number[] = [];

  constructor(readonly apart = APART) {}

  /** Adds a corner, unless it is all but on the last. */
  add(x: number, y: number): void {
    const xy = this.#xy, last = xy.length - 2;
    if (last >= 0 && Math.abs(x - xy[last]!) + Math.abs(y - xy[last + 1]!) < this.apart) return;
    xy.push(x, y);
  }

  /** The next stored epoch is reached. */
  mark(): void {
    this.#ends.push(this.#xy.length);
  }

  /** Continues the current path through the corners up to position `index`. */
  trace(to: CanvasRenderingContext2D, index: number): void {
    const xy = this.#xy, end = this.#ends[index] ?? xy.length;
    for (let k = 0; k < end; k += 2) to.lineTo(xy[k]!, xy[k + 1]!);
  }

  /** Adds a disc for each corner up to position `index` to the current path. */
  dots(to: CanvasRenderingContext2D, index: number, radius: number): void {
    const xy = this.#xy, end = this.#ends[index] ?? xy.length;
    for (let k = 0; k < end; k += 2) {
      to.moveTo(xy[k]! + radius, xy[k + 1]!);
      to.arc(xy[k]!, xy[k + 1]!, radius, 0, 2 * Math.PI);
    }
  }
}
