/** The loss against the epoch: the curve so far, what is to come in pale, the least loss as a line. */

import {
  at,
  boxOf,
  drawAxes,
  drawLevel,
  haloText,
  leftOf,
  letter,
  scale,
  textSize,
} from "../axes.ts";
import { digits } from "../format.ts";
import type { Range } from "../records.ts";
import { EpochView, type Panel } from "./epochs.ts";
import { lossTitle } from "./labels.ts";
import type { Ground } from "./view.ts";

export class LossView extends EpochView {
  #panel!: Panel;

  read(x: number): { index: number; words: string; x: number; y: number } | null {
    const [ground] = this.grounds;
    if (!ground || !this.#panel) return null;
    const { frame, values } = this.#panel, index = this.nearest(frame, x);
    const epoch = ground.trajectory.path.epoch[index]!, loss = values[0]![index]!;
    const words = `epoch ${epoch}: ${this.#isRoot(ground) ? "RMSE" : "loss"} ${digits(loss, 4)}`;
    const y = Math.min(frame.box.bottom, Math.max(frame.box.top, at(frame.y, loss)));
    return { index, words, x: at(frame.x, epoch), y };
  }

  protected still(to: CanvasRenderingContext2D, ground: Ground): void {
    const { width, height } = this.layers, text = textSize(width);
    const root = this.#isRoot(ground), shown = root ? Math.sqrt : (loss: number) => loss;
    const [low, high] = ground.limits.loss;
    const log = this.options.logLoss;
    const domain: Range = [log ? shown(low) : 0, shown(high)];
    const y = scale(
      domain,
      height - Math.round(3.1 * text),
      Math.round(2.1 * text),
      log ? "log" : "linear",
    );
    const box = boxOf(leftOf(y, text), width - 10, y);
    const frame = { box, x: this.epochs(box.left, box.right), y, text };
    const { trajectory, dataset: { units } } = ground;
    const title = root ? "root of the mean squared error" : lossTitle(trajectory.loss);
    drawAxes(to, frame, this.palette, {
      x: "epoch",
      y: root && units.y ? `${title} (${units.y})` : title,
    });
    const values = this.grounds.map(({ trajectory: { path } }) =>
      Float64Array.from(path.loss, shown)
    );
    this.#panel = this.panel(to, frame, values);
    if (trajectory.optimum) {
      drawLevel(
        to,
        frame,
        this.palette,
        shown(trajectory.optimum.loss),
        root ? "least RMSE" : "least loss",
      );
    }
  }

  protected moving(to: CanvasRenderingContext2D, ground: Ground): void {
    this.curves(to, this.#panel);
    const { frame: { box, y, text }, values } = this.#panel;
    if (this.now(0, values[0]!) <= y.domain[1]) return;
    const { status, epoch } = ground.trajectory.outcome;
    const ended = status === "diverged" && this.index[0] === values[0]!.length - 1;
    letter(to, this.palette, text, "right", "ink", ended ? "600" : "");
    const words = ended ? `diverged at epoch ${epoch}` : "the loss is above";
    haloText(to, words, box.right - 2, box.top + 16 + text / 2, this.palette.paper);
  }

  #isRoot({ trajectory }: Ground): boolean {
    return this.options.rmse && trajectory.loss.name === "mse";
  }
}
