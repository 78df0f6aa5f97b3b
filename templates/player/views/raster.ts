/** A painter of ground: quads of a grid from far to near, each pixel in the colour of its band. */

import { BANDS, viridis } from "../palette.ts";
import type { Projection } from "./camera.ts";

/** Share of its light that the underside of the ground keeps. */
const SHADE = 0.72;

/** Vertices of n × n points, row by row: heights from 0 to 1 and bands from 0 to BANDS. */
export interface Mesh {
  readonly n: number;
  readonly height: Float32Array;
  readonly band: Float32Array;
}

export class Raster {
  readonly canvas = document.createElement("canvas");
  readonly #to = this.canvas.getContext("2d")!;
  readonly #upper = inks(1);
  readonly #lower = inks(SHADE);
  #image: ImageData | null = null;
  #pixels = new Uint32Array();
  #x = new Float32Array();
  #y = new Float32Array();
  #rows = new Int32Array();
  #columns = new Int32Array();

  /** Paints the mesh, seen in `width` × `height` CSS pixels of `ratio` pixels each. */
  paint(mesh: Mesh, view: Projection, width: number, height: number, ratio: number): void {
    this.#fit(Math.round(width * ratio), Math.round(height * ratio));
    const { n } = mesh;
    if (this.#x.length !== n * n) {
      this.#x = new Float32Array(n * n);
      this.#y = new Float32Array(n * n);
      this.#rows = new Int32Array(n - 1);
      this.#columns = new Int32Array(n - 1);
    }
    for (let j = 0, p = 0; j < n; j++) {
      for (let i = 0; i < n; i++, p++) {
        view.see(i / (n - 1), j / (n - 1), mesh.height[p]!);
        this.#x[p] = view.x * ratio;
        this.#y[p] = view.y * ratio;
      }
    }
    fromFar(this.#columns, view.eyeU * (n - 1));
    fromFar(this.#rows, view.eyeV * (n - 1));
    const { band } = mesh;
    for (const j of this.#rows) {
      for (const i of this.#columns) {
        const a = j * n + i, b = a + 1, c = a + n, d = c + 1;
        this.#triangle(a, b, d, band);
        this.#triangle(a, d, c, band);
      }
    }
    this.#to.putImageData(this.#image!, 0, 0);
  }

  #fit(width: number, height: number): void {
    if (this.#image?.width === width && this.#image.height === height) {
      this.#pixels.fill(0);
      return;
    }
    this.canvas.width = width;
    this.canvas.height = height;
    this.#image = this.#to.createImageData(width, height);
    this.#pixels = new Uint32Array(this.#image.data.buffer);
  }

  /** The pixels whose middle is inside; an edge gives the same columns whichever triangle it belongs to. */
  #triangle(p: number, q: number, r: number, band: Float32Array): void {
    const x = this.#x, y = this.#y;
    const turn = (x[q]! - x[p]!) * (y[r]! - y[p]!) - (x[r]! - x[p]!) * (y[q]! - y[p]!);
    if (turn === 0) return;
    const ink = turn < 0 ? this.#upper : this.#lower;
    const values = band, v0 = values[p]!;
    const dv1 = values[q]! - v0, dv2 = values[r]! - v0;
    const slope = (dv1 * (y[r]! - y[p]!) - dv2 * (y[q]! - y[p]!)) / turn;
    const rise = (dv2 * (x[q]! - x[p]!) - dv1 * (x[r]! - x[p]!)) / turn;
    const base = v0 - slope * x[p]! - rise * y[p]! + 1; // the first ink is for what rounding leaves below 0
    let top = p, middle = q, bottom = r, swap = 0;
    if (y[middle]! < y[top]!) swap = top, top = middle, middle = swap;
    if (y[bottom]! < y[middle]!) swap = middle, middle = bottom, bottom = swap;
    if (y[middle]! < y[top]!) swap = top, top = middle, middle = swap;
    const { width, height } = this.#image!, pixels = this.#pixels;
    const xt = x[top]!, yt = y[top]!, xm = x[middle]!, ym = y[middle]!;
    const long = (x[bottom]! - xt) / (y[bottom]! - yt);
    const upper = (xm - xt) / (ym - yt), lower = (x[bottom]! - xm) / (y[bottom]! - ym);
    const first = Math.max(0, Math.ceil(yt - 0.5));
    const last = Math.min(height, Math.ceil(y[bottom]! - 0.5));
    for (let row = first; row < last; row++) {
      const at = row + 0.5;
      const one = xt + (at - yt) * long;
      const other = at < ym ? xt + (at - yt) * upper : xm + (at - ym) * lower;
      const from = Math.max(0, Math.ceil((one < other ? one : other) - 0.5));
      const to = Math.min(width, Math.ceil((one < other ? other : one) - 0.5));
      let value = base + rise * at + slope * (from + 0.5);
      for (let k = row * width + from, end = row * width + to; k < end; k++, value += slope) {
        pixels[k] = ink[value | 0]!;
      }
    }
  }
}

/** The bands' colours as words of RGBA, with one more at each end. */
function inks(light: number): Uint32Array {
  const bytes = new Uint8ClampedArray(4 * (BANDS + 3));
  for (let k = 0; k < BANDS + 3; k++) {
    const colour = viridis(Math.min(BANDS - 1, Math.max(0, k - 1)));
    bytes.set([...colour.map((channel) => light * channel), 255], 4 * k);
  }
  return new Uint32Array(bytes.buffer);
}

/** Cells 0, 1, … in order of their distance from `eye`, the farthest first. */
function fromFar(cells: Int32Array, eye: number): void {
  let low = 0, high = cells.length - 1;
  for (let k = 0; k < cells.length; k++) {
    cells[k] = Math.abs(low + 0.5 - eye) > Math.abs(high + 0.5 - eye) ? low++ : high--;
  }
}
