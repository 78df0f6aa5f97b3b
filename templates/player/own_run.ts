/** A run on the reader's own data, for which nothing is precomputed. */

import { type Live, liveRun, type Wanted } from "./live.ts";
import { given } from "./nearest.ts";
import { whyNotHere } from "./reach.ts";
import type { Dataset, Trajectory } from "./records.ts";

const MSE = { name: "mse" }, DESCENT = { name: "gd" };

/** The run of `like` on `dataset`; plain descent where the page cannot compute more, and says so. */
export function ownRun(like: Trajectory, dataset: Dataset, wanted: Wanted): Live {
  const { model, loss, optimizer } = { ...like, ...given(wanted) };
  const why = whyNotHere(model.name, loss, optimizer);
  const known = why && whyNotHere(model.name, loss, DESCENT) ? MSE : loss;
  const method = why ? DESCENT : optimizer;
  const live = liveRun(like, dataset, { ...wanted, dataset, loss: known, optimizer: method });
  if (!live) throw new RangeError(why);
  if (!why) return live;
  const note = `${why}; gradient descent on the loss ${known.name} is shown`;
  return { ...live, note: live.note ? `${note}; ${live.note}` : note };
}
