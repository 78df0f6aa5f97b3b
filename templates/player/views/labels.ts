/** Words on axes. */

import { type Choice, LINE } from "../records.ts";
import type { Ground } from "./view.ts";

const LOSSES: Readonly<Record<string, string>> = {
  mse: "mean squared error",
  mae: "mean absolute error",
  huber: "Huber loss",
};

/** The loss in words, as in rendered frames. */
export function lossTitle(loss: Choice): string {
  return LOSSES[loss.name] ?? `${loss.name} loss`;
}

/** Axis labels of a line's params: a slope's unit is that of y per that of x. Others go by their names. */
export function paramLabels({ dataset, trajectory }: Ground): { x: string; y: string } {
  if (trajectory.model.name !== LINE) return { x: "w", y: "b" };
  const { x, y } = dataset.units;
  const perUnit = trajectory.standardize
    ? `${y ? `${y} ` : ""}per sd of ${dataset.labels.x}`
    : x && y
    ? `${y} per ${x}`
    : "";
  return {
    x: perUnit ? `slope w (${perUnit})` : "slope w",
    y: y ? `intercept b (${y})` : "intercept b",
  };
}
