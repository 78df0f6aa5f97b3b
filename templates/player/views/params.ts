/** Each param against the epoch with its optimum as a line: w above, b below, over the same epochs. */

import { at, boxOf, drawAxes, drawLevel, leftOf, scale, textSize } from "../axes.ts";
import { digits } from "../format.ts";
import { EpochView, type Panel } from "./epochs.ts";
import { paramLabels } from "./labels.ts";
import type { Ground } from "./view.ts";

export class ParamsView extends EpochView {
  #upper!: Panel;
  #lower!: Panel;

  read(x: number): { index: number; words: string; x: number; y: number } | null {
    const [ground] = this.grounds;
    if (!ground || !this.#upper) return null;
    const { frame } = this.#upper, index = this.nearest(frame, x);
    const epoch = ground.trajectory.path.epoch[index]!, w = ground.w[index]!, b = ground.b[index]!;
    const y = Math.min(frame.box.bottom, Math.max(frame.box.top, at(frame.y, w)));
    const words = `epoch ${epoch}: w ${digits(w, 4)}, b ${digits(b, 4)}`;
    return { index, words, x: at(frame.x, epoch), y };
  }

  protected still(to: CanvasRenderingContext2D, ground: Ground): void {
    const { width, height } = this.layers, text = textSize(width);
    const { w, b } = ground.limits.params;
    const above = Math.round(2.1 * text), below = Math.round(3.1 * text);
    const tall = (height - 2 * above - below) / 2;
    const upper = scale(w!, above + tall, above);
    const lower = scale(b!, height - below, height - below - tall);
    const left = Math.max(leftOf(upper, text), leftOf(lower, text)), right = width - 10;
    const x = this.epochs(left, right);
    const labels = paramLabels(ground);
    const { optimum } = ground.trajectory;
    const panel = (y: typeof upper, label: string, name: "w" | "b", last: boolean) => {
      const frame = { box: boxOf(left, right, y), x, y, text };
      drawAxes(to, frame, this.palette, { x: last ? "epoch" : "", y: label });
      const made = this.panel(to, frame, this.grounds.map((run) => run[name]));
      if (optimum) drawLevel(to, frame, this.palette, optimum.params[name]!, "optimum");
      return made;
    };
    this.#upper = panel(upper, labels.x, "w", false);
    this.#lower = panel(lower, labels.y, "b", true);
  }

  protected moving(to: CanvasRenderingContext2D): void {
    this.curves(to, this.#upper);
    this.curves(to, this.#lower);
  }
}
