/** A run that the page computes itself, where it can. */

import { describe } from "./numerics/describe.ts";
import { frameEpochs } from "./numerics/epochs.ts";
import { wholeLoss } from "./numerics/losses.ts";
import { type Optimizer, optimizerNamed, wholeOptimizer } from "./numerics/optimizers.ts";
import { optionsOf } from "./numerics/options.ts";
import { norm, oracleOf } from "./numerics/oracle.ts";
import { optimumIn, type Problem, theoryIn } from "./numerics/problem.ts";
import { problemFor } from "./numerics/problems.ts";
import { descendAtOnce, descendInSteps, type Descent } from "./numerics/simulate.ts";
import { grouped } from "./numerics/words.ts";
import { whyNotHere } from "./reach.ts";
import { type Choice, type Dataset, sameChoice, type Trajectory } from "./records.ts";
import { type Start, startOf } from "./start.ts";

/** What a reader asks for beside a run of the sweep; what is left out is that run's. */
export interface Wanted {
  readonly start?: Start | undefined;
  readonly learning_rate?: number | undefined;
  readonly epochs?: number | undefined;
  readonly optimizer?: Choice | undefined;
  readonly loss?: Choice | undefined;
  readonly standardize?: boolean | undefined;
  /** The reader's own data. */
  readonly dataset?: Dataset | undefined;
}

export interface Live {
  readonly trajectory: Trajectory;
  readonly problem: Problem;
  /** Words where it is not all that was asked; "" else. */
  readonly note: string;
}

export const MOST_EPOCHS = 10_000_000;
const LARGEST_PARAM = 1e100;
/** The square of a steeper gradient, times a thousand squares of residuals, is no number. */
const STEEPEST = 1e140;
/** Evaluations of a loss at a point, about a second of them. */
const MOST_WORK = 2e8;
/** A step from six numbers costs about as much as so many points. */
const QUADRATIC_POINTS = 8;
/** A point of a curve costs about as much as so many of a line. */
const LINK_POINTS = 5;

/** The run of `like` with what is wanted instead; null where `whyNotHere`, RangeError on bad values. */
export function liveRun(like: Trajectory, own: Dataset, wanted: Wanted): Live | null {
  const dataset = wanted.dataset ?? own;
  const loss = wanted.loss ?? like.loss, optimizer = wanted.optimizer ?? like.optimizer;
  if (whyNotHere(like.model.name, loss, optimizer)) return null;
  const start = wanted.start ?? startOf(like);
  const rate = wanted.learning_rate ?? like.learning_rate;
  const asked = wanted.epochs ?? like.epochs;
  const method = optimizerNamed(optimizer.name)!;
  const standardize = wanted.standardize ?? like.standardize !== null;
  const problem = problemFor(like.model.name, dataset, loss, standardize)!;
  checkNumbers(problem, start, rate, asked);
  if (method.curved && !problem.loss.curved) {
    throw new RangeError(
      `${optimizer.name} needs a loss with curvature, and ${loss.name} has none`,
    );
  }
  const epochs = affordable(problem, method, asked);
  const plan = { start, epochs, tolerance: like.tolerance };
  const path = method.plain && problem.quadratic
    ? descendAtOnce(problem, rate, plan)
    : descendInSteps(problem, method.start!(rate, optionsOf(optimizer, method.options)), plan);
  const run = {
    ...like,
    ...recordOf(path),
    dataset: { name: dataset.name, n: dataset.n, digest: dataset.digest },
    loss: wholeLoss(loss) ?? loss,
    optimizer: wholeOptimizer(optimizer)!,
    learning_rate: rate,
    init: wanted.start ? { name: "live", params: { w: start.w, b: start.b } } : like.init,
    epochs,
    seed: null,
    standardize: problem.scaling,
    optimum: optimumIn(problem),
    theory: theoryIn(problem),
  };
  const flat = problem.quadratic?.flat ?? false;
  const description = describe(run, dataset.title, flat);
  const note = epochs < asked
    ? `${grouped(asked)} epochs on ${grouped(dataset.n)} points are too many for a page; ` +
      `the first ${grouped(epochs)} are shown`
    : "";
  return { trajectory: { ...run, id: idOf(like, run, start), description }, problem, note };
}

function recordOf(path: Descent): Pick<Trajectory, "outcome" | "path" | "frame_epoch"> {
  const { epoch, w, b, loss, gradient_norm, outcome } = path;
  const frame_epoch = frameEpochs(epoch);
  return { outcome, path: { epoch, params: { w, b }, loss, gradient_norm }, frame_epoch };
}

function checkNumbers(problem: Problem, start: Start, rate: number, epochs: number): void {
  const { x, y, loss } = problem;
  if (!(rate > 0 && Number.isFinite(rate))) {
    throw new RangeError(`learning_rate must be a number > 0 and below 1.8e308, got ${rate}`);
  }
  if (!(Number.isInteger(epochs) && epochs >= 1)) {
    throw new RangeError(`epochs must be a whole number ≥ 1, got ${epochs}`);
  }
  if (epochs > MOST_EPOCHS) {
    throw new RangeError(
      `epochs must be at most ${grouped(MOST_EPOCHS)}, got ${grouped(epochs)}`,
    );
  }
  const w = Math.abs(start.w), b = Math.abs(start.b);
  if (!(Math.max(w, b) <= LARGEST_PARAM)) {
    throw new RangeError(
      `a start is two finite numbers, w and b, within ±1e100, got ${start.w} and ${start.b}`,
    );
  }
  const widest = greatest(x), residual = w * widest + b + greatest(y);
  const steep = problem.link ? steepness(problem, start) : 0;
  if (!(residual * Math.max(1, widest) + loss.l2 * Math.max(w, b) + steep <= STEEPEST)) {
    throw new RangeError("that start is too far away: the loss there overflows");
  }
}

/** Of a curve, which may be steep anywhere: loss and gradient at the start together. */
function steepness(problem: Problem, { w, b }: Start): number {
  const slope = new Float64Array(2);
  return oracleOf(problem).loss(w, b, slope) + norm(slope);
}

function greatest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** The epochs there is time for. */
function affordable(problem: Problem, { plain, looks = 0 }: Optimizer, epochs: number): number {
  if (plain && problem.quadratic) return epochs;
  const each = problem.link ? LINK_POINTS : 1;
  const points = problem.quadratic ? QUADRATIC_POINTS : each * problem.x.length;
  return Math.min(epochs, Math.max(1, Math.floor(MOST_WORK / (points * (1 + looks)))));
}

/** The id of `like` and, after @, what differs; equal for equal runs. */
function idOf(like: Trajectory, run: Omit<Trajectory, "description">, start: Start): string {
  const parts = [`${start.w},${start.b}`];
  if (run.dataset.digest !== like.dataset.digest) parts.push(run.dataset.digest);
  for (const key of ["loss", "optimizer"] as const) {
    if (!sameChoice(run[key], like[key])) parts.push(Object.values(run[key]).join("-"));
  }
  if (run.learning_rate !== like.learning_rate) parts.push(`lr-${run.learning_rate}`);
  if (run.epochs !== like.epochs) parts.push(`e${run.epochs}`);
  if (!run.standardize !== !like.standardize) parts.push(run.standardize ? "std" : "plain");
  return `${like.id}@${parts.join(";")}`;
}
