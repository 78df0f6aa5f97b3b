/** The loss of a line w·x + b over a dataset's points, as a function of w and b. */

import { type Loss, lossNamed } from "./numerics/losses.ts";
import type { Choice } from "./records.ts";

export type LossAt = (w: number, b: number) => number;

type Points = { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> };

/** Mean of values from first to last. */
function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** Inputs as the run saw them: as they are, or standardised. */
export function inputs(
  x: readonly number[],
  standardize: { readonly mean: number; readonly scale: number } | null,
): Float64Array {
  return Float64Array.from(x, (v) => standardize ? (v - standardize.mean) / standardize.scale : v);
}

/** The loss of that name, or null where the page does not know it. */
export function lossOf(choice: Choice, points: Points): LossAt | null {
  const loss = lossNamed(choice);
  return loss && (loss.quadratic ? squares(points, loss.l2) : meanOf(points, loss));
}

/** Mean squared error from centred sums, so that no digits cancel, plus (l2/2)·w². */
function squares({ x, y }: Points, l2: number): LossAt {
  const meanX = mean(x), meanY = mean(y);
  let xx = 0, xy = 0, yy = 0;
  for (let i = 0; i < x.length; i++) {
    const dx = x[i]! - meanX, dy = y[i]! - meanY;
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  const n = x.length;
  return (w, b) => {
    const offset = w * meanX + b - meanY;
    return (w * w * xx - 2 * w * xy + yy) / n + offset * offset + 0.5 * l2 * w * w;
  };
}

function meanOf({ x, y }: Points, loss: Loss): LossAt {
  return (w, b) => {
    let sum = 0;
    for (let i = 0; i < x.length; i++) sum += loss.value(w * x[i]! + b - y[i]!);
    return sum / x.length;
  };
}
