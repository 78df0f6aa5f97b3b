/** What every view drawn on a canvas has: layers, runs, palette, and the places of the runs at a moment. */

import type { Palette } from "../palette.ts";
import { indexAtMost } from "../state.ts";
import { Layers, type Size } from "./layers.ts";
import { inkOf } from "./marks.ts";
import { between, type Ground, type Moment, type View, type ViewOptions } from "./view.ts";

export const MOST_RUNS = 6;

export abstract class CanvasView implements View {
  readonly element: HTMLCanvasElement;
  protected readonly layers: Layers;
  protected palette: Palette;
  protected options: ViewOptions;
  protected grounds: readonly Ground[] = [];
  /** Position of each run at the moment, and its way to the next. */
  protected readonly index = new Int32Array(MOST_RUNS);
  protected readonly mix = new Float64Array(MOST_RUNS);
  #moment: Moment | null = null;
  #ready = false;

  /** A `size` is for a canvas that stands in no page. */
  constructor(canvas: HTMLCanvasElement, palette: Palette, options: ViewOptions, size?: Size) {
    this.element = canvas;
    this.layers = new Layers(canvas, size);
    this.palette = palette;
    this.options = options;
  }

  /** Paints what stands still; sizes and runs are known. */
  protected abstract still(to: CanvasRenderingContext2D, ground: Ground): void;

  /** Paints what moves, over it. */
  protected abstract moving(to: CanvasRenderingContext2D, ground: Ground): void;

  show(grounds: readonly Ground[]): void {
    this.grounds = grounds.slice(0, MOST_RUNS);
    this.refresh(this.palette);
  }

  set(options: ViewOptions): void {
    this.options = options;
  }

  refresh(palette: Palette): void {
    this.palette = palette;
    const [ground] = this.grounds;
    this.#ready = ground !== undefined && this.layers.fit();
    if (ground && this.#ready) this.still(this.layers.back, ground);
  }

  draw(moment: Moment): void {
    this.#moment = moment;
    const { grounds } = this, ground = grounds[0];
    if (!ground || !this.#ready) return;
    const next = ground.trajectory.path.epoch[moment.index + 1];
    for (let k = 0; k < grounds.length; k++) {
      const { epoch } = grounds[k]!.trajectory.path;
      const index = epoch[moment.index] === moment.epoch
        ? moment.index
        : indexAtMost(epoch, moment.epoch);
      this.index[k] = index;
      this.mix[k] = epoch[index] === moment.epoch && epoch[index + 1] === next ? moment.mix : 0;
    }
    this.moving(this.layers.begin(), ground);
  }

  /** Draws the last moment again: the view itself has changed. */
  protected again(): void {
    if (this.#moment) this.draw(this.#moment);
  }

  /** Where run `k` is at the moment, in these values of its epochs. */
  protected now(k: number, values: Float64Array): number {
    return between(values, this.index[k]!, this.mix[k]!);
  }

  /** The colour of run `k`'s marker or path. */
  protected ink(k: number, role: "current" | "path"): string {
    return inkOf(this.palette, k, this.grounds.length, role);
  }
}
