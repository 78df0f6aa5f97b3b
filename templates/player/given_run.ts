/** A run whose params were computed elsewhere, by the reader's own code, as the views draw it. */

import { describe } from "./numerics/describe.ts";
import { frameEpochs } from "./numerics/epochs.ts";
import { limitsAround } from "./numerics/limits.ts";
import { optimumIn, type Problem, problemOf, theoryIn } from "./numerics/problem.ts";
import { problemFor } from "./numerics/problems.ts";
import { descendInSteps } from "./numerics/simulate.ts";
import type { Dataset, Trajectory } from "./records.ts";
import { type Points, startOf } from "./start.ts";
import type { Ground } from "./views/view.ts";

/** Params at each epoch, the start first, and the points where they are not the player's. */
export interface GivenRun {
  readonly w: readonly number[];
  readonly b: readonly number[];
  readonly learning_rate: number;
  readonly points?: Points | null;
}

const MSE = { name: "mse" };

/** The ground that a given run stands on: measured by the loss of `base`, on its points or on new ones. */
export function givenGround(base: Ground, run: GivenRun): Ground {
  if (!run.w.length || run.w.length !== run.b.length) {
    throw new RangeError("a run is w and b at each epoch, the start first");
  }
  const like = base.trajectory;
  const dataset = run.points ? withPoints(base.dataset, run.points) : base.dataset;
  const standardize = !run.points && like.standardize !== null;
  const problem = problemFor(like.model.name, dataset, like.loss, standardize) ??
    problemOf(dataset, MSE, standardize)!;
  const trajectory = recorded(like, dataset, problem, run);
  const start = startOf(trajectory);
  const { w: across, b: up } = base.limits.params;
  const inside = across![0] <= start.w && start.w <= across![1] && up![0] <= start.b &&
    start.b <= up![1];
  const limits = !run.points && inside ? base.limits : limitsAround(dataset, problem, start, start);
  return {
    ...base,
    trajectory,
    dataset,
    limits,
    live: true,
    w: Float64Array.from(trajectory.path.params.w!),
    b: Float64Array.from(trajectory.path.params.b!),
  };
}

function withPoints(dataset: Dataset, { x, y }: Points): Dataset {
  return {
    ...dataset,
    title: `${dataset.title}, changed by your code`,
    n: x.length,
    digest: `code:${fingerprint([...x, ...y])}`,
    points: { x, y },
  };
}

function recorded(
  like: Trajectory,
  dataset: Dataset,
  problem: Problem,
  { w, b, learning_rate }: GivenRun,
): Trajectory {
  const start = { w: w[0]!, b: b[0]! }, epochs = w.length - 1;
  let epoch = 0;
  // Each update is what the code gave, so that losses and outcome are taken as of any other run.
  const path = descendInSteps(problem, (here, up, _slope, _oracle, step) => {
    epoch++;
    step[0] = w[epoch]! - here;
    step[1] = b[epoch]! - up;
  }, { start, epochs, tolerance: like.tolerance });
  const run = {
    ...like,
    id: `${like.id}@code-${fingerprint([...w, ...b])}`,
    dataset: { name: dataset.name, n: dataset.n, digest: dataset.digest },
    loss: like.loss,
    optimizer: { name: "your code" },
    learning_rate,
    init: { name: "live", params: start },
    epochs,
    seed: null,
    standardize: problem.scaling,
    optimum: optimumIn(problem),
    theory: theoryIn(problem),
    outcome: path.outcome,
    path: {
      epoch: path.epoch,
      params: { w: path.w, b: path.b },
      loss: path.loss,
      gradient_norm: path.gradient_norm,
    },
    frame_epoch: frameEpochs(path.epoch),
  };
  const described = { ...run, optimizer: { name: "Your code" } };
  const description = describe(described, dataset.title, problem.quadratic?.flat ?? false);
  return { ...run, description };
}

/** Tells runs apart within a page (FNV-1a over the numbers' bytes). */
function fingerprint(numbers: readonly number[]): string {
  let hash = 0x811c9dc5;
  for (const byte of new Uint8Array(Float64Array.from(numbers).buffer)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return (hash >>> 0).toString(16);
}
