/** The precomputed run that comes nearest to what the page cannot compute. */

import type { Wanted } from "./live.ts";
import { type Choice, type Range, type Run, sameChoice, type Trajectory } from "./records.ts";
import { closest, having } from "./runs.ts";
import { type Start, startOf } from "./start.ts";

/** Those on the dataset of `entry` with as many wanted fields as there are, and the nearest numbers. */
export function nearestRuns(runs: readonly Run[], entry: Run, wanted: Wanted): readonly Run[] {
  const { standardize, loss, optimizer, learning_rate, epochs } = { ...entry, ...given(wanted) };
  let near = some(runs.filter((run) => run.dataset === entry.dataset), [
    (run) => run.standardize === standardize,
  ]);
  near = some(near, alike("loss", loss));
  near = some(near, alike("optimizer", optimizer));
  near = numbered(near, "learning_rate", learning_rate);
  near = numbered(near, "epochs", epochs);
  return wanted.start ? near : some(near, [(run) => run.init === entry.init]).slice(0, 1);
}

/** What is wanted, without fields that are not. */
export function given<T extends object>(wanted: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const fields = Object.entries(wanted).filter(([, value]) => value !== undefined);
  return Object.fromEntries(fields) as { [K in keyof T]: Exclude<T[K], undefined> };
}

/** The runs for which the first test holds that holds for any, else all. */
function some(runs: readonly Run[], tests: ((run: Run) => boolean)[]): readonly Run[] {
  const found = tests.map((test) => runs.filter(test)).find((found) => found.length);
  return found ?? runs;
}

function alike(field: "loss" | "optimizer", choice: Choice): ((run: Run) => boolean)[] {
  return [
    (run) => sameChoice(run[field], choice),
    (run) => run[field].name === choice.name,
  ];
}

/** The runs with this number, else those whose number is nearest. */
function numbered(
  runs: readonly Run[],
  field: "learning_rate" | "epochs",
  wanted: number,
): readonly Run[] {
  const same = having(runs, field, wanted);
  return same.length ? same : closest(runs, field, wanted);
}

/** The trajectory whose start is nearest, each param measured in the width of its axis. */
export function nearestStart(
  among: readonly Trajectory[],
  start: Start,
  widths: { readonly w: Range; readonly b: Range },
): Trajectory {
  const [w, b] = [widths.w[1] - widths.w[0], widths.b[1] - widths.b[0]];
  const distance = (run: Trajectory) => {
    const from = startOf(run);
    return Math.hypot((from.w - start.w) / w, (from.b - start.b) / b);
  };
  return among.reduce((best, next) => distance(next) < distance(best) ? next : best);
}
