/** Thresholds, and epochs that a way takes, in closed form. */

import { ClosedForm, settles } from "../closed_form.ts";
import type { Choice, Dataset, Optimum, Theory } from "../records.ts";
import { OPTIMIZER_OPTIONS } from "./optimizer_options.ts";
import { optimumIn, problemOf, theoryIn } from "./problem.ts";

/** Thresholds of plain descent; null where the loss is not quadratic or x is constant. */
export function theoryOf(dataset: Dataset, loss: Choice, standardize: boolean): Theory | null {
  const problem = problemOr(dataset, loss, standardize);
  return problem && theoryIn(problem);
}

/** Params of least loss; null where there is no single one in closed form. */
export function optimumOf(dataset: Dataset, loss: Choice, standardize: boolean): Optimum | null {
  const problem = problemOr(dataset, loss, standardize);
  return problem && optimumIn(problem);
}

/** Why there is no theory, in words; "" where there is one. */
export function whyNoTheory(dataset: Dataset, loss: Choice, standardize: boolean): string {
  if (theoryOf(dataset, loss, standardize)) return "";
  if (!problemOf(dataset, loss, false)?.quadratic) {
    return "the slope of this loss does not change in proportion to the error";
  }
  return standardize
    ? "x is constant, so it cannot be standardised"
    : "x is constant, so many lines fit equally well";
}

/** The learning rate below which `optimizer` is stable; null where no closed form says it. */
export function thresholdOf(
  dataset: Dataset,
  loss: Choice,
  standardize: boolean,
  optimizer: Choice,
): number | null {
  const most = theoryOf(dataset, loss, standardize)?.learning_rate_max;
  if (most === undefined) return null;
  const { name } = optimizer;
  const beta = Number(optimizer["beta"] ?? OPTIMIZER_OPTIONS.momentum.beta);
  if (name === "gd") return most;
  if (name === "momentum") return most * (1 + beta);
  if (name === "nesterov") return most * (1 + beta) / (1 + 2 * beta);
  return null;
}

/** Plain descent from a start. */
export interface Way {
  readonly dataset: Dataset;
  readonly loss: Choice;
  readonly standardize: boolean;
  readonly learning_rate: number;
  readonly start: { readonly w: number; readonly b: number };
}

/**
 * First epoch from which plain descent stays within `fraction` for good: of |w*| or |b*|, or of the
 * start's excess loss. Null where it never does, or there is no single optimum in closed form.
 */
export function epochsTo(way: Way, fraction: number, of: "loss" | "w" | "b"): number | null {
  const shape = problemOr(way.dataset, way.loss, way.standardize)?.quadratic;
  if (!shape || shape.flat) return null;
  const { fast, slow, fastFactor, slowFactor } = new ClosedForm(
    shape,
    way.start,
    way.learning_rate,
  );
  const { centre, u, v, large, small } = shape;
  if (of === "loss") {
    const terms = [0.5 * large * fast * fast, 0.5 * small * slow * slow];
    const squares = [fastFactor * fastFactor, slowFactor * slowFactor];
    return settles(terms, squares, fraction * (terms[0]! + terms[1]!));
  }
  const within = fraction * Math.abs(centre[of === "w" ? 0 : 1]);
  const terms = of === "w" ? [fast * u, slow * -v] : [fast * v, slow * u];
  return settles(terms, [fastFactor, slowFactor], within);
}

/** The problem; null also where x is constant and cannot be standardised. */
function problemOr(dataset: Dataset, loss: Choice, standardize: boolean) {
  try {
    return problemOf(dataset, loss, standardize);
  } catch {
    return null;
  }
}
