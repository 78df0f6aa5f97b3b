/** One run of a line from its start: the epochs it stores, and how it ends. */

import { ClosedForm } from "../closed_form.ts";
import type { Outcome } from "../records.ts";
import { storedEpochs } from "./epochs.ts";
import type { Update } from "./optimizers.ts";
import { norm, oracleOf } from "./oracle.ts";
import type { Problem } from "./problem.ts";

/** A run has diverged when its loss passes this many times its start or the variance of y. */
const DIVERGED_AT = 1000;

export interface Descent {
  readonly epoch: number[];
  readonly w: number[];
  readonly b: number[];
  readonly loss: number[];
  readonly gradient_norm: number[];
  outcome: Outcome;
}

export interface Plan {
  readonly start: { readonly w: number; readonly b: number };
  readonly epochs: number;
  /** Share of the start's excess loss at which a run counts as converged. */
  readonly tolerance: number;
}

function empty(epochs: number): Descent {
  const outcome: Outcome = { status: "budget", epoch: epochs };
  return { epoch: [], w: [], b: [], loss: [], gradient_norm: [], outcome };
}

function store(
  path: Descent,
  epoch: number,
  w: number,
  b: number,
  loss: number,
  size: number,
): void {
  path.epoch.push(epoch);
  path.w.push(w);
  path.b.push(b);
  path.loss.push(loss);
  path.gradient_norm.push(size);
}

/** The epoch at which a run diverged is stored where all its numbers are finite. */
function diverge(
  path: Descent,
  epoch: number,
  w: number,
  b: number,
  loss: number,
  size: number,
): Descent {
  if ([w, b, loss, size].every(Number.isFinite)) store(path, epoch, w, b, loss, size);
  path.outcome = { status: "diverged", epoch };
  return path;
}

function limitOf(problem: Problem, startLoss: number): number {
  return DIVERGED_AT * Math.max(startLoss, problem.variance);
}

/** Plain descent on a quadratic loss: it costs only the epochs stored. */
export function descendAtOnce(problem: Problem, learningRate: number, plan: Plan): Descent {
  const { start, epochs, tolerance } = plan;
  const form = new ClosedForm(problem.quadratic!, start, learningRate);
  const { minimum } = form.shape, atStart = form.excess(0);
  const limit = limitOf(problem, atStart + minimum), goal = tolerance * atStart;
  const gone = form.firstEpoch((excess) => !(excess + minimum <= limit), epochs);
  const path = empty(epochs);
  for (const epoch of storedEpochs(epochs)) {
    if (gone >= 0 && epoch >= gone) break;
    const { w, b, excess, gradientNorm } = form.at(epoch);
    store(path, epoch, w, b, excess + minimum, gradientNorm);
  }
  if (gone >= 0) {
    const { w, b, excess, gradientNorm } = form.at(gone);
    return diverge(path, gone, w, b, excess + minimum, gradientNorm);
  }
  const converged = form.firstEpoch((excess) => excess <= goal, epochs);
  if (converged >= 0) path.outcome = { status: "converged", epoch: converged };
  return path;
}

/** Any update, epoch by epoch. */
export function descendInSteps(problem: Problem, update: Update, plan: Plan): Descent {
  const { epochs, tolerance } = plan;
  const oracle = oracleOf(problem), stored = storedEpochs(epochs), path = empty(epochs);
  const slope = new Float64Array(2), step = new Float64Array(2);
  let { start: { w, b } } = plan, limit = 0, goal = 0, row = 0;
  let unsettled = -1; // the last epoch that was not within tolerance
  for (let epoch = 0;; epoch++) {
    const loss = oracle.loss(w, b, slope);
    const left = oracle.left(slope, w, b);
    if (epoch === 0) {
      limit = limitOf(problem, loss);
      goal = tolerance * left;
    }
    if (!(loss <= limit && Number.isFinite(w) && Number.isFinite(b))) {
      return diverge(path, epoch, w, b, loss, norm(slope));
    }
    if (!(left <= goal)) unsettled = epoch;
    if (stored[row] === epoch) {
      store(path, epoch, w, b, loss, norm(slope));
      row++;
    }
    if (epoch === epochs) break;
    update(w, b, slope, oracle, step);
    w += step[0]!;
    b += step[1]!;
  }
  if (unsettled < epochs) path.outcome = { status: "converged", epoch: unsettled + 1 };
  return path;
}
