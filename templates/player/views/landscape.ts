/** The loss over the plane of w and b: a grid of it, what lies between, and its fast and slow direction. */

import { type Grid, sample } from "../contours.ts";
import { inputs, type LossAt, lossOf } from "../line_loss.ts";
import type { Ground } from "./view.ts";

/** Grid points along each param, as in rendered frames. */
const POINTS = 161;
/** A loss without a closed form is computed from at most this many points, evenly chosen, as there. */
const MOST_POINTS = 1500;

export interface Landscape {
  readonly grid: Grid;
  readonly least: number;
  readonly most: number;
  readonly loss: LossAt;
}

const known = new WeakMap<object, Map<string, Landscape>>();

/** The landscape of a ground's loss within its limits; made once for runs that share it. */
export function landscapeOf({ dataset, trajectory, limits, curve }: Ground): Landscape {
  const { w, b } = limits.params;
  const { model, loss: choice, standardize } = trajectory;
  const key = JSON.stringify([model, choice, standardize, w, b]);
  let made = known.get(dataset);
  if (!made) known.set(dataset, made = new Map());
  let landscape = made.get(key);
  if (!landscape) {
    const { x, y } = dataset.points;
    const points = { x: inputs(x, trajectory.standardize), y: Float64Array.from(y) };
    const quadratic = trajectory.loss.name === "mse" || trajectory.loss.name === "ridge";
    const loss = curve
      ? curve.lossOf(trajectory.loss, fewer(points))
      : lossOf(trajectory.loss, quadratic ? points : fewer(points));
    if (!loss) throw new Error(`the page cannot compute the loss ${trajectory.loss.name}`);
    // A perfect fit has a loss of 0, which has no logarithm.
    const floor = Math.max(limits.loss[0], limits.loss[1] * 1e-9) * 1e-3;
    const grid = sample((u, v) => Math.max(loss(u, v), floor), w!, b!, POINTS, POINTS);
    let least = Infinity, most = 0;
    for (const value of grid.values) {
      if (value < least) least = value;
      if (value > most) most = value;
    }
    landscape = { grid, least, most, loss };
    made.set(key, landscape);
  }
  return landscape;
}

/** At (u, v) in grid coordinates, between the four points around it. */
export function bilinear({ columns, rows, values }: Grid, u: number, v: number): number {
  const i = Math.max(0, Math.min(columns - 2, Math.floor(u)));
  const j = Math.max(0, Math.min(rows - 2, Math.floor(v)));
  const p = j * columns + i, s = u - i, t = v - j;
  const low = values[p]! + s * (values[p + 1]! - values[p]!);
  const high = values[p + columns]! + s * (values[p + columns + 1]! - values[p + columns]!);
  return low + t * (high - low);
}

/** Unit directions in the plane of w and b in which a quadratic loss bends most and least. */
export interface Directions {
  readonly fast: readonly [w: number, b: number];
  readonly slow: readonly [w: number, b: number];
}

/** Of a mean squared error, with or without ridge, over these inputs as the run saw them. */
export function directionsOf(x: ArrayLike<number>, l2: number): Directions {
  let one = 0, two = 0;
  for (let i = 0; i < x.length; i++) {
    one += x[i]! / x.length;
    two += x[i]! * x[i]! / x.length;
  }
  // The Hessian is [[2 two + l2, 2 one], [2 one, 2]].
  const turn = 0.5 * Math.atan2(4 * one, 2 * two + l2 - 2);
  const c = Math.cos(turn), s = Math.sin(turn);
  return { fast: [c, s], slow: [-s, c] };
}

function fewer({ x, y }: { x: Float64Array; y: Float64Array }) {
  if (x.length <= MOST_POINTS) return { x, y };
  const order = Uint32Array.from(x, (_, k) => k).sort((one, other) => x[one]! - x[other]!);
  const chosen = Uint32Array.from(
    { length: MOST_POINTS },
    (_, k) => order[Math.floor(k * (x.length - 1) / (MOST_POINTS - 1))]!,
  );
  const part = (values: Float64Array) => Float64Array.from(chosen, (k) => values[k]!);
  return { x: part(x), y: part(y) };
}
