/** A run that the page computes itself, from any start; where it can. */

import { bowlOf, descend } from "./closed_form.ts";
import { digits } from "./format.ts";
import { inputs } from "./line_loss.ts";
import type { Dataset, Trajectory } from "./records.ts";

export interface Start {
  readonly w: number;
  readonly b: number;
}

/** The run of `like` from another start (and rate); null where there is no closed form; RangeError far out. */
export function liveTrajectory(
  like: Trajectory,
  dataset: Dataset,
  start: Start,
  learningRate = like.learning_rate,
): Trajectory | null {
  const { loss, optimizer, model } = like;
  if (model.name !== "line" || optimizer.name !== "gd") return null;
  if (loss.name !== "mse" && loss.name !== "ridge") return null;
  const l2 = loss.name === "ridge" ? Number(loss.l2 ?? 1) : 0;
  const bowl = bowlOf(inputs(dataset.points.x, like.standardize), dataset.points.y, l2);
  if (!bowl) return null;
  const { outcome, ...path } = descend(bowl, start, learningRate, like.epochs, like.tolerance);
  if (!path.epoch.length) throw new RangeError("that start is too far out to compute");
  const init = { name: "live", params: { w: start.w, b: start.b } };
  return {
    ...like,
    id: `${like.id}@${start.w},${start.b}`,
    learning_rate: learningRate,
    init,
    seed: null,
    outcome,
    path: {
      epoch: path.epoch,
      params: { w: path.w, b: path.b },
      loss: path.loss,
      gradient_norm: path.gradient_norm,
    },
    frame_epoch: [],
    description: `Computed in this page: gradient descent from w ${digits(start.w, 4)}, ` +
      `b ${digits(start.b, 4)}; ${ending(outcome)}.`,
  };
}

function ending({ status, epoch }: Trajectory["outcome"]): string {
  return status === "budget" ? `${epoch} epochs` : `${status} at epoch ${epoch}`;
}

/** The trajectory whose start is nearest, each param measured in the width of its axis. */
export function nearestStart(
  among: readonly Trajectory[],
  start: Start,
  widths: Start,
): Trajectory {
  const distance = ({ path: { params } }: Trajectory) =>
    Math.hypot((params.w![0]! - start.w) / widths.w, (params.b![0]! - start.b) / widths.b);
  return among.reduce((best, next) => distance(next) < distance(best) ? next : best);
}
