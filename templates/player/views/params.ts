/** Each param against the epoch with its optimum as a line, one below the other, over the same epochs. */

import { at, boxOf, drawAxes, drawLevel, leftOf, scale, textSize } from "../axes.ts";
import { digits } from "../format.ts";
import { LINE } from "../records.ts";
import { EpochView, type Panel } from "./epochs.ts";
import { paramLabels } from "./labels.ts";
import type { Ground } from "./view.ts";

export class ParamsView extends EpochView {
  #panels: readonly Panel[] = [];

  read(x: number): { index: number; words: string; x: number; y: number } | null {
    const [ground] = this.grounds, [upper] = this.#panels;
    if (!ground || !upper) return null;
    const { frame } = upper, index = this.nearest(frame, x);
    const { model, path } = ground.trajectory, epoch = path.epoch[index]!;
    const values = this.#panels.map((panel) => panel.values[0]![index]!);
    const y = Math.min(frame.box.bottom, Math.max(frame.box.top, at(frame.y, values[0]!)));
    const told = model.params.map((name, k) => `${name} ${digits(values[k]!, 4)}`).join(", ");
    return { index, words: `epoch ${epoch}: ${told}`, x: at(frame.x, epoch), y };
  }

  protected still(to: CanvasRenderingContext2D, ground: Ground): void {
    const { width, height } = this.layers, text = textSize(width);
    const { limits, trajectory: { model: { name, params }, optimum } } = ground;
    const above = Math.round(2.1 * text), below = Math.round(3.1 * text);
    const tall = (height - below) / params.length - above;
    const scales = params.map((name, k) => {
      const bottom = (above + tall) * (k + 1);
      return scale(limits.params[name]!, bottom, bottom - tall);
    });
    const left = Math.max(...scales.map((y) => leftOf(y, text))), right = width - 10;
    const x = this.epochs(left, right), labels = Object.values(paramLabels(ground));
    this.#panels = scales.map((y, k) => {
      const frame = { box: boxOf(left, right, y), x, y, text }, param = params[k]!;
      const last = k === params.length - 1;
      drawAxes(to, frame, this.palette, {
        x: last ? "epoch" : "",
        y: name === LINE ? labels[k]! : param,
      });
      const made = this.panel(
        to,
        frame,
        this.grounds.map((run) => Float64Array.from(run.trajectory.path.params[param]!)),
      );
      if (optimum) drawLevel(to, frame, this.palette, optimum.params[param]!, "optimum");
      return made;
    });
  }

  protected moving(to: CanvasRenderingContext2D): void {
    for (const panel of this.#panels) this.curves(to, panel);
  }
}
