/** Problems of every model that the page computes: a line, and what is made of one. */

import { type Choice, type Dataset, LINE } from "../records.ts";
import { linked } from "./curves.ts";
import { type Problem, problemOf } from "./problem.ts";

/** As `problemOf`, of any model; null where the page does not know model or loss. */
export function problemFor(
  model: string,
  dataset: Dataset,
  loss: Choice,
  standardize: boolean,
): Problem | null {
  if (model === LINE) return problemOf(dataset, loss, standardize);
  const known = linked(model, loss), points = problemOf(dataset, { name: "mse" }, standardize);
  return known && points && { ...points, ...known, quadratic: null };
}
