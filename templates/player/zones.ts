/** What plain descent does at each learning rate, by theory: where it crawls, converges, swings, diverges. */

import { ClosedForm } from "./closed_form.ts";
import { problemOf } from "./numerics/problem.ts";
import type { Theory, Trajectory } from "./records.ts";
import type { Ground } from "./views/view.ts";

export type ZoneName = "crawls" | "converges" | "swings" | "diverges";

export interface Zone {
  readonly name: ZoneName;
  readonly from: number;
  readonly to: number;
}

/** Halvings of an interval of learning rates, on a logarithmic scale: to one part in a million. */
const HALVINGS = 40;

/** The zones between two learning rates, from slow to fast; empty ones are left out. */
export function zonesOf(
  { swing_from, learning_rate_max }: Theory,
  crawlsBelow: number,
  low: number,
  high: number,
): Zone[] {
  const ends: [ZoneName, number][] = [
    ["crawls", Math.min(crawlsBelow, swing_from)],
    ["converges", swing_from],
    ["swings", learning_rate_max],
    ["diverges", Infinity],
  ];
  const zones: Zone[] = [];
  let from = low;
  for (const [name, end] of ends) {
    const to = Math.min(high, end);
    if (to > from) zones.push({ name, from, to });
    from = Math.max(from, to);
  }
  return zones;
}

/** The zone that a learning rate falls in; its upper end belongs to it. */
export function zoneAt(zones: readonly Zone[], rate: number): ZoneName | null {
  return zones.find(({ to }) => rate <= to)?.name ?? zones[zones.length - 1]?.name ?? null;
}

/** Thresholds of the run on screen; null where it is not plain descent on a quadratic loss. */
export function theoryHere({ optimizer, theory }: Trajectory): Theory | null {
  return optimizer.name === "gd" ? theory : null;
}

/**
 * The learning rate below which the run of `ground`, from its start and in its epochs, does not come to
 * its tolerance; 0 where even the slowest does, Infinity where none below the swinging ones does.
 */
export function crawlsBelow({ trajectory, dataset, w, b }: Ground, low: number): number {
  const { loss, standardize, tolerance, epochs } = trajectory;
  const shape = problemOf(dataset, loss, standardize !== null)?.quadratic;
  if (!shape) return Infinity;
  const start = { w: w[0]!, b: b[0]! };
  const arrives = (rate: number) => {
    const run = new ClosedForm(shape, start, rate);
    return run.excess(epochs) <= tolerance * run.excess(0);
  };
  let below = low, above = 1 / shape.large;
  if (arrives(below)) return 0;
  if (!(below < above) || !arrives(above)) return Infinity;
  for (let k = 0; k < HALVINGS; k++) {
    const middle = Math.sqrt(below * above);
    if (arrives(middle)) above = middle;
    else below = middle;
  }
  return above;
}
