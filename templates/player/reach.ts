/** What the page can compute, by name. */

import type { Computable } from "./aim.ts";
import { LOSSES, wholeLoss } from "./numerics/losses.ts";
import { OPTIMIZER_OPTIONS, RANDOM } from "./numerics/optimizer_options.ts";
import { type Choice, LINE } from "./records.ts";

/** What the page offers to compute: all but what draws points at random. */
export const COMPUTABLE: Computable = {
  loss: Object.keys(LOSSES),
  optimizer: Object.keys(OPTIMIZER_OPTIONS).filter((name) => !RANDOM.includes(name)),
};

/** What a wish may name; of chance the nearest run of the sweep is shown. */
export const NAMED: Computable = {
  loss: COMPUTABLE.loss,
  optimizer: Object.keys(OPTIMIZER_OPTIONS),
};

/** Models whose runs the page computes. */
const MODELS = [LINE, "exponential", "logistic", "sine"];

export function isComputed(model: string): boolean {
  return MODELS.includes(model);
}

/** Why the page cannot compute a run like this, in words; "" where it can. */
export function whyNotHere(model: string, loss: Choice, optimizer: Choice): string {
  if (!isComputed(model)) return `the page does not compute the model ${model}`;
  const surprise = model === "logistic" && loss.name === "cross-entropy";
  if (!surprise && !wholeLoss(loss)) return `the page does not know the loss ${loss.name}`;
  if (!Object.hasOwn(OPTIMIZER_OPTIONS, optimizer.name)) {
    return `the page does not know the optimizer ${optimizer.name}`;
  }
  return RANDOM.includes(optimizer.name) ? `${optimizer.name} draws its points at random` : "";
}
