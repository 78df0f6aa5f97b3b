/** What a run descends on: points, loss and, where the loss is quadratic, its exact shape. */

import type { Choice, Dataset, Optimum, Theory } from "../records.ts";
import type { Link } from "./curves.ts";
import { type Eigen, eigenOf } from "./eigen.ts";
import { type Loss, lossNamed, wholeLoss } from "./losses.ts";
import { exactMean, variance } from "./sums.ts";

/** Below this share of its mean square, the variance of x is rounding noise. */
const FLAT = 1e-30;
/** Below this a variance leaves no room for the numbers made of it. */
const LEAST_VARIANCE = 1e-300;

/** A quadratic loss: least + ½ (θ − centre)ᵀ H (θ − centre), H = [[a, b], [b, c]]. */
export interface Quadratic extends Eigen {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  /** A point (w, b) of least loss; the one nearest the origin where there are many. */
  readonly centre: readonly [number, number];
  readonly minimum: number;
  /** Whether one direction does not change the loss, so that the optimum is not unique. */
  readonly flat: boolean;
}

export interface Problem {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly loss: Loss;
  /** Of a model that is no line: what the loss is taken of. */
  readonly link?: Link;
  /** Of standardised inputs: x is then (x − mean) / scale. */
  readonly scaling: { readonly mean: number; readonly scale: number } | null;
  /** Population variance of y. */
  readonly variance: number;
  readonly quadratic: Quadratic | null;
}

const known = new WeakMap<Dataset, Map<string, Problem | null>>();

/** The problem of a line; null where the page does not know the loss, RangeError where there is none. */
export function problemOf(dataset: Dataset, loss: Choice, standardize: boolean): Problem | null {
  const problems = known.get(dataset) ?? new Map<string, Problem | null>();
  known.set(dataset, problems);
  const key = JSON.stringify([wholeLoss(loss), standardize]);
  let problem = problems.get(key);
  if (problem === undefined) problems.set(key, problem = make(dataset, loss, standardize));
  return problem;
}

function make(dataset: Dataset, choice: Choice, standardize: boolean): Problem | null {
  const loss = lossNamed(choice);
  if (!loss) return null;
  const scaling = standardize ? scalingOf(dataset) : null;
  const x = Float64Array.from(
    dataset.points.x,
    (v) => scaling ? (v - scaling.mean) / scaling.scale : v,
  );
  const y = Float64Array.from(dataset.points.y);
  const quadratic = loss.quadratic ? quadraticOf(x, y, loss) : null;
  return { x, y, loss, scaling, variance: variance(y), quadratic };
}

/** Mean and population standard deviation of x; RangeError where x is constant. */
function scalingOf({ name, points: { x } }: Dataset): { mean: number; scale: number } {
  const spread = variance(x);
  if (spread <= LEAST_VARIANCE) {
    throw new RangeError(`dataset '${name}' cannot be standardised: x is constant`);
  }
  return { mean: exactMean(x.length, (i) => x[i]!), scale: Math.sqrt(spread) };
}

/** Shape of r² with a ridge penalty on w. x is centred first, so that nothing cancels far from 0. */
function quadraticOf(x: Float64Array, y: Float64Array, loss: Loss): Quadratic {
  const mean = (term: (i: number) => number) => exactMean(x.length, term);
  const ridge = loss.l2 / 2, overlap = mean((i) => x[i]!);
  const slopeWeight = mean((i) => (x[i]! - overlap) * (x[i]! - overlap)) + ridge;
  const top = mean((i) => x[i]! * x[i]!) + ridge;
  const flat = slopeWeight <= Math.max(FLAT * top, LEAST_VARIANCE);
  const centre = flat ? shortest() : solved();
  const eigen = eigenOf(2 * top, 2 * overlap, 2);
  const minimum = mean((i) => loss.value(centre[0] * x[i]! + centre[1] - y[i]!)) +
    0.5 * loss.l2 * (centre[0] * centre[0]);
  // The determinant, free of cancellation, gives the small eigenvalue.
  const small = flat ? 0 : 4 * slopeWeight / eigen.large;
  return { ...eigen, a: 2 * top, b: 2 * overlap, c: 2, small, centre, minimum, flat };

  function solved(): [number, number] {
    const slope = mean((i) => (x[i]! - overlap) * y[i]!) / slopeWeight;
    return [slope, mean((i) => y[i]! - slope * x[i]!)];
  }

  function shortest(): [number, number] {
    const share = mean((i) => y[i]!) / (overlap * overlap + 1);
    return [overlap * share, share];
  }
}

/** Params of least loss in closed form; null where there is none, or more than one. */
export function optimumIn({ quadratic }: Problem): Optimum | null {
  if (!quadratic || quadratic.flat) return null;
  const { centre: [w, b], minimum } = quadratic;
  return { params: { w, b }, loss: minimum };
}

/** Thresholds of plain descent; null where the loss is not quadratic or has a flat direction. */
export function theoryIn({ quadratic }: Problem): Theory | null {
  if (!quadratic || quadratic.flat) return null;
  const { large, small } = quadratic;
  return {
    learning_rate_max: 2 / large,
    swing_from: 1 / large,
    fastest: 2 / (large + small),
    condition_number: large / small,
  };
}
