/** A run that the page computes because a reader wants other than what was swept. */

import type { Arrival, Grounds } from "./grounds.ts";
import { words } from "./format.ts";
import { liveRun, type Wanted } from "./live.ts";
import { given, nearestRuns, nearestStart } from "./nearest.ts";
import { limitsAround, lossRange } from "./numerics/limits.ts";
import { wholeLoss } from "./numerics/losses.ts";
import { wholeOptimizer } from "./numerics/optimizers.ts";
import { grouped, rateInWords } from "./numerics/words.ts";
import { ownRun } from "./own_run.ts";
import { whyNotHere } from "./reach.ts";
import { type Limits, type Run, sameChoice, type Sweep, type Trajectory } from "./records.ts";
import { limitsOf, sameValue } from "./runs.ts";
import { startOf } from "./start.ts";

/**
 * The run of `entry` with what is wanted instead: computed here, or where chance or a plugin forbids
 * it the precomputed run that is nearest. RangeError in words where a number cannot be.
 */
export async function liveArrival(
  grounds: Grounds,
  entry: Run,
  wanted: Wanted,
): Promise<Arrival> {
  const [like, own] = await grounds.read(entry);
  if (!differs(like, wanted)) return grounds.of(entry);
  const dataset = wanted.dataset ?? own;
  const live = wanted.dataset ? ownRun(like, wanted.dataset, wanted) : liveRun(like, own, wanted);
  if (!live) return nearest(grounds, entry, like, wanted);
  const starts = [startOf(like), startOf(live.trajectory)] as const;
  const limits = (wanted.dataset ? null : swept(grounds.sweep, live.trajectory)) ??
    (live.problem.link
      ? { ...limitsOf(grounds.sweep, entry), loss: lossRange(live.problem, starts) }
      : limitsAround(dataset, live.problem, ...starts));
  const ground = grounds.ground(entry, live.trajectory, dataset, limits, true);
  return { entry, ground, note: live.note };
}

async function nearest(
  grounds: Grounds,
  entry: Run,
  like: Trajectory,
  wanted: Wanted,
): Promise<Arrival> {
  const runs = nearestRuns(grounds.sweep.runs, entry, wanted);
  const arrivals = await Promise.all(runs.map((run) => grounds.of(run)));
  const { w, b } = limitsOf(grounds.sweep, runs[0]!).params;
  const nearest = nearestStart(
    arrivals.map(({ ground }) => ground.trajectory),
    wanted.start ?? startOf(like),
    { w: w!, b: b! },
  );
  const arrival = arrivals.find(({ ground }) => ground.trajectory === nearest)!;
  const { model, loss, optimizer } = { ...like, ...given(wanted) };
  const why = whyNotHere(model.name, loss, optimizer);
  return { ...arrival, note: `${why}; ${inWords(arrival.entry)}` };
}

/** Limits that the sweep has for runs like this. */
function swept(
  { views }: Sweep,
  { dataset, loss, standardize }: Trajectory,
): Limits | undefined {
  return views.find((view) =>
    view.dataset === dataset.name && view.standardize === (standardize !== null) &&
    sameChoice(view.loss, loss)
  )?.limits;
}

function inWords({ loss, optimizer, learning_rate, init, epochs }: Run): string {
  return "the nearest run of this sweep is shown: " +
    `${optimizer.name} on the loss ${loss.name}, learning rate ${rateInWords(learning_rate)}, ` +
    `from ${words(init)}, ${grouped(epochs)} epochs`;
}

/** Whether anything wanted is other than it is in the run as it stands. */
function differs(like: Trajectory, wanted: Wanted): boolean {
  const from = startOf(like), { start } = wanted;
  if (wanted.dataset || start && (start.w !== from.w || start.b !== from.b)) return true;
  const standing = { ...like, standardize: like.standardize !== null };
  const { learning_rate, epochs, optimizer, loss, standardize } = { ...standing, ...given(wanted) };
  return !(sameValue(learning_rate, like.learning_rate) && epochs === like.epochs &&
    sameChoice(wholeOptimizer(optimizer) ?? optimizer, like.optimizer) &&
    sameChoice(wholeLoss(loss) ?? loss, like.loss) && standardize === standing.standardize);
}
