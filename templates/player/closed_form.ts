/**
 * Plain descent on a quadratic loss without a loop over epochs:
 * theta_k = theta* + V (1 − eta·Lambda)^k V^T (theta_0 − theta*).
 * Plain + − × ÷ √ alone, so every browser gives the digits of the build.
 */

import type { Quadratic } from "./numerics/problem.ts";

/** Beyond this many epochs nobody waits for an answer. */
const HORIZON = 2 ** 50;

/** `base` to a whole power ≥ 0, by repeated squaring. */
export function power(base: number, exponent: number): number {
  let result = 1, square = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}

/** One descent; `fast` and `slow` are coordinates along the eigen-directions of the Hessian. */
export class ClosedForm {
  readonly fast: number;
  readonly slow: number;
  /** What a coordinate is multiplied by each epoch. */
  readonly fastFactor: number;
  readonly slowFactor: number;

  constructor(
    readonly shape: Quadratic,
    readonly start: { readonly w: number; readonly b: number },
    learningRate: number,
  ) {
    const { centre, u, v, large, small } = shape;
    const dw = start.w - centre[0], db = start.b - centre[1];
    this.fast = dw * u + db * v;
    this.slow = dw * -v + db * u;
    this.fastFactor = 1 - learningRate * large;
    this.slowFactor = 1 - learningRate * small;
  }

  /** Params, excess loss and gradient norm at any epoch; exactly the start at epoch 0. */
  at(epoch: number): { w: number; b: number; excess: number; gradientNorm: number } {
    const { centre, u, v, large, small } = this.shape;
    const fast = shrunk(this.fast, this.fastFactor, epoch);
    const slow = shrunk(this.slow, this.slowFactor, epoch);
    const slope = fast * large, other = slow * small;
    return {
      w: epoch === 0 ? this.start.w : centre[0] + fast * u + slow * -v,
      b: epoch === 0 ? this.start.b : centre[1] + fast * v + slow * u,
      excess: 0.5 * (large * (fast * fast) + small * (slow * slow)),
      gradientNorm: Math.sqrt(slope * slope + other * other),
    };
  }

  excess(epoch: number): number {
    return this.at(epoch).excess;
  }

  /**
   * First epoch ≤ `last` whose excess loss makes `holds` true, or −1. Once true it must stay true:
   * so it is for thresholds of a sum of exponentials, which is convex in the epoch.
   */
  firstEpoch(holds: (excess: number) => boolean, last: number): number {
    if (!holds(this.excess(last))) return -1;
    return firstThat((epoch) => holds(this.excess(epoch)), 0, last);
  }
}

/** A coordinate of 0 stays 0 whatever its factor. */
function shrunk(coordinate: number, factor: number, epoch: number): number {
  return coordinate === 0 ? 0 : coordinate * power(factor, epoch);
}

function firstThat(holds: (epoch: number) => boolean, low: number, high: number): number {
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return high;
}

/** First epoch from which |Σ term·factorᵏ| ≤ `within` for good; null if it never is. */
export function settles(
  terms: readonly number[],
  factors: readonly number[],
  within: number,
): number | null {
  const live = terms.map((_, k) => k).filter((k) => terms[k] !== 0);
  if (!live.length) return 0;
  if (!(within > 0) || live.some((k) => Math.abs(factors[k]!) >= 1)) return null;
  const size = (epoch: number) =>
    live.reduce((sum, k) => sum + Math.abs(terms[k]!) * power(Math.abs(factors[k]!), epoch), 0);
  let low = 0, high = 1;
  while (size(high) > within) {
    low = high;
    high = 2 * high;
    if (high > HORIZON) return null;
  }
  // The sizes alone hold from here on; with opposite signs the sum may have settled earlier.
  let epoch = firstThat((middle) => size(middle) <= within, low, high);
  const sum = (epoch: number) =>
    live.reduce((sum, k) => sum + power(factors[k]!, epoch) * terms[k]!, 0);
  while (epoch > 0 && Math.abs(sum(epoch - 1)) <= within) epoch--;
  return epoch;
}
