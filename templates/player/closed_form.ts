/**
 * Plain gradient descent of a line on a quadratic loss, in closed form:
 * theta_k = theta* + V (1 − eta·Lambda)^k V^T (theta_0 − theta*), for any epoch at once.
 * Plain + − × ÷ √ alone, so every browser gives the same digits.
 */

import type { Outcome } from "./records.ts";
import { mean } from "./line_loss.ts";

const DIVERGED_FACTOR = 1000;
const ALL_STORED_UP_TO = 1000;

/** A quadratic bowl over (w, b): its least point and the directions in which it is separable. */
export interface Bowl {
  readonly w: number;
  readonly b: number;
  readonly loss: number;
  /** Eigenvalues of the Hessian, larger first, and the unit eigenvector (c, s) of the larger. */
  readonly large: number;
  readonly small: number;
  readonly c: number;
  readonly s: number;
  /** Mean squared distance of y from its mean. */
  readonly variance: number;
}

/** The bowl of mean squared error plus (l2/2)·w²; null where the points do not decide one line. */
export function bowlOf(x: ArrayLike<number>, y: ArrayLike<number>, l2: number): Bowl | null {
  const n = x.length, meanX = mean(x), meanY = mean(y);
  let xx = 0, xy = 0, yy = 0, squares = 0;
  for (let i = 0; i < n; i++) {
    const dx = x[i]! - meanX, dy = y[i]! - meanY;
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
    squares += x[i]! * x[i]!;
  }
  const curvature = xx + 0.5 * l2 * n;
  if (!(curvature > 1e-12 * squares)) return null;
  const w = xy / curvature, b = meanY - w * meanX;
  let loss = 0;
  for (let i = 0; i < n; i++) {
    const residual = w * x[i]! + b - y[i]!;
    loss += residual * residual;
  }
  const eigen = symmetric(2 * squares / n + l2, 2 * meanX, 2, 4 * curvature / n);
  return { w, b, loss: loss / n + 0.5 * l2 * w * w, variance: yy / n, ...eigen };
}

/** Eigenvalues and the first eigenvector of [[p, q], [q, r]], the smaller from the determinant. */
function symmetric(p: number, q: number, r: number, determinant: number) {
  const half = 0.5 * (p - r);
  const root = Math.sqrt(half * half + q * q);
  const large = 0.5 * (p + r) + root;
  // Of the two formulas for the direction, the one in which nothing cancels.
  const [u, v] = half >= 0 ? [half + root, q] : [q, root - half];
  const length = Math.sqrt(u * u + v * v);
  const [c, s] = length > 0 ? [u / length, v / length] : [1, 0];
  return { large, small: determinant / large, c, s };
}

/** `base` to a whole power ≥ 0, by repeated squaring. */
export function power(base: number, exponent: number): number {
  let result = 1, square = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}

export interface Descent {
  readonly epoch: number[];
  readonly w: number[];
  readonly b: number[];
  readonly loss: number[];
  readonly gradient_norm: number[];
  readonly outcome: Outcome;
}

/** The whole descent from (w, b): the epochs a trajectory stores, and how it ends. */
export function descend(
  bowl: Bowl,
  start: { readonly w: number; readonly b: number },
  learningRate: number,
  epochs: number,
  tolerance: number,
): Descent {
  const { c, s, large, small } = bowl;
  const dw = start.w - bowl.w, db = start.b - bowl.b;
  const alongLarge = c * dw + s * db, alongSmall = c * db - s * dw;
  const shrinkLarge = 1 - learningRate * large, shrinkSmall = 1 - learningRate * small;
  const excess = (k: number) => {
    const one = alongLarge * power(shrinkLarge, k), other = alongSmall * power(shrinkSmall, k);
    return 0.5 * (large * one * one + small * other * other);
  };
  const outcome = outcomeOf(excess, bowl, epochs, tolerance);
  const last = outcome.status === "diverged" ? outcome.epoch : epochs;
  const path: Descent = { epoch: [], w: [], b: [], loss: [], gradient_norm: [], outcome };
  for (const k of storedEpochs(last)) {
    const one = alongLarge * power(shrinkLarge, k), other = alongSmall * power(shrinkSmall, k);
    const loss = bowl.loss + 0.5 * (large * one * one + small * other * other);
    if (!Number.isFinite(loss)) break;
    path.epoch.push(k);
    path.w.push(k === 0 ? start.w : bowl.w + (c * one - s * other));
    path.b.push(k === 0 ? start.b : bowl.b + (s * one + c * other));
    path.loss.push(loss);
    path.gradient_norm.push(Math.sqrt((large * one) ** 2 + (small * other) ** 2));
  }
  return path;
}

/**
 * How the descent ends. The excess loss is a sum of two exponentials in k: it falls, rises, or
 * falls and then rises, so each threshold is crossed at most once in the direction asked.
 */
function outcomeOf(
  excess: (k: number) => number,
  bowl: Bowl,
  epochs: number,
  tolerance: number,
): Outcome {
  const limit = DIVERGED_FACTOR * Math.max(bowl.loss + excess(0), bowl.variance);
  const diverged = (k: number) => !(bowl.loss + excess(k) <= limit);
  if (diverged(epochs)) return { status: "diverged", epoch: firstThat(diverged, epochs) };
  const target = tolerance * excess(0);
  const converged = (k: number) => excess(k) <= target;
  if (converged(epochs)) return { status: "converged", epoch: firstThat(converged, epochs) };
  return { status: "budget", epoch: epochs };
}

/** The first k in 0…last from which `holds` stays true; it must hold at `last`. */
function firstThat(holds: (k: number) => boolean, last: number): number {
  let low = 0, high = last;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The epochs a trajectory stores: all up to 1,000, beyond it two significant digits, and the last. */
export function storedEpochs(last: number): number[] {
  const epochs: number[] = [];
  for (let k = 0; k <= Math.min(last, ALL_STORED_UP_TO); k++) epochs.push(k);
  for (let unit = 100; unit * 10 <= last; unit *= 10) {
    for (let lead = 11; lead <= 100 && lead * unit <= last; lead++) epochs.push(lead * unit);
  }
  if (epochs[epochs.length - 1] !== last) epochs.push(last);
  return epochs;
}
