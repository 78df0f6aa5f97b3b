/** Axis limits with room for the optimum, the starts and every path that converges from them. */

import type { Dataset, Limits, Range } from "../records.ts";
import type { Start } from "../start.ts";
import { type Problem, problemOf, type Quadratic } from "./problem.ts";
import { general } from "./words.ts";

const AIR = 0.05;
/** The slow direction can swing only where it is less than this many times slower than the fast one. */
const SLOW = 2;

/** Limits from `base`; from `start` too where that lies outside, so that few clicks move the axes. */
export function limitsAround(
  dataset: Dataset,
  problem: Problem,
  base: Start,
  start: Start,
): Limits {
  const limits = limitsFor(dataset, problem, [base]);
  const { w, b } = limits.params;
  const inside = w![0] <= start.w && start.w <= w![1] && b![0] <= start.b && start.b <= b![1];
  return inside ? limits : limitsFor(dataset, problem, [base, start]);
}

/** The limits the build gives these starts. */
export function limitsFor(dataset: Dataset, problem: Problem, starts: readonly Start[]): Limits {
  // A loss that is not quadratic is drawn where the squared one would be.
  const shape = problem.quadratic ??
    problemOf(dataset, { name: "mse" }, problem.scaling !== null)!.quadratic!;
  const reach = [...starts, ...swept(shape, starts)];
  return {
    x: padded(dataset.points.x),
    y: padded(dataset.points.y),
    params: { w: padded(reach.map(({ w }) => w)), b: padded(reach.map(({ b }) => b)) },
    loss: lossRange(problem, starts),
  };
}

/** Least and greatest value with air on both sides; never empty. */
export function padded(values: readonly number[]): Range {
  let low = Infinity, high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const margin = (high - low) * AIR || Math.max(Math.abs(high), 1) * 0.5;
  return [short(low - margin), short(high + margin)];
}

function short(value: number): number {
  return Number(general(value, 6));
}

/** Corners of the boxes, along the eigen-directions, that paths from the starts stay in. */
function swept({ centre: [w, b], u, v, large, small, flat }: Quadratic, starts: readonly Start[]) {
  const corners: Start[] = [{ w, b }];
  const swings = flat || large < SLOW * small;
  for (const start of starts) {
    const dw = start.w - w, db = start.b - b;
    const fast = u * dw + v * db, slow = -v * dw + u * db;
    for (const one of [fast, -fast]) {
      for (const other of [slow, swings ? -slow : 0]) {
        corners.push({ w: w + (one * u + other * -v), b: b + (one * v + other * u) });
      }
    }
  }
  return corners;
}

/** From a little under the least loss to a little over the worst start, both > 0. */
export function lossRange(problem: Problem, starts: readonly Start[]): Range {
  const losses = starts.map((start) => meanLoss(problem, start));
  const least = problem.quadratic?.minimum ?? Math.min(...losses) * 1e-3;
  const top = Math.max(Math.max(...losses) * 1.5, least * 2, 1e-12);
  return [short(Math.max(least * 0.8, top * 1e-9)), short(top)];
}

/** Mean loss with penalty, from the points. */
function meanLoss({ x, y, loss, link }: Problem, { w, b }: Start): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const score = w * x[i]! + b;
    sum += loss.value(link ? link.error(score, y[i]!) : score - y[i]!);
  }
  return sum / x.length + 0.5 * loss.l2 * (w * w);
}
