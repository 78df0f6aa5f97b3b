/** Which run of a sweep a choice of fields means. */

import { type Choice, type Limits, type Run, sameChoice, type Sweep } from "./records.ts";

/** The fields a run is chosen by, most binding first: a change of one keeps those before it. */
export const FIELDS = [
  "dataset",
  "standardize",
  "loss",
  "optimizer",
  "learning_rate",
  "init",
  "epochs",
] as const;

export type Field = typeof FIELDS[number];
export type Value = string | number | boolean | Choice;
export type Wish = { readonly [F in Field]?: Value };

/** Whether two values of a field are the same; numbers to 1e-9, choices by name or mapping. */
export function sameValue(one: Value, other: Value): boolean {
  if (one === other) return true;
  if (typeof one === "number" && typeof other === "number") {
    return Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other));
  }
  if (typeof one === "object" && typeof other === "object") return sameChoice(one, other);
  if (typeof one === "object") return one.name === other;
  return typeof other === "object" && other.name === one;
}

/** The runs whose `field` is `wanted`. */
export function having(runs: readonly Run[], field: Field, wanted: Value): Run[] {
  return havingAny(runs, field, [wanted]);
}

/** The runs whose `field` is one of `wanted`; each value is compared once, for there may be many runs. */
export function havingAny(runs: readonly Run[], field: Field, wanted: readonly Value[]): Run[] {
  const same = new Map<Value, boolean>();
  return runs.filter(({ [field]: value }) => {
    let met = same.get(value);
    if (met === undefined) {
      same.set(value, met = wanted.some((other) => sameValue(value, other)));
    }
    return met;
  });
}

/** The runs whose number is nearest to `wanted` by ratio. */
export function closest(runs: readonly Run[], field: Field, wanted: number): readonly Run[] {
  const distance = (run: Run) => Math.abs(Math.log(Number(run[field]) / wanted));
  const least = runs.reduce((least, run) => Math.min(least, distance(run)), Infinity);
  return runs.filter((run) => distance(run) === least || Number.isNaN(least));
}

/** The values of `field` among `runs`, each once; numbers rising, others in order of first use. */
export function valuesOf(runs: readonly Run[], field: Field): Value[] {
  const values = [...new Set(runs.map((run) => run[field]))];
  if (values.every((value) => typeof value === "number")) {
    values.sort((one, other) => Number(one) - Number(other));
    return values.filter((value, k) => k === 0 || !sameValue(value, values[k - 1]!));
  }
  if (typeof values[0] !== "object") return values;
  return values.filter((value, k) => values.findIndex((other) => sameValue(other, value)) === k);
}

/** The fields that the sweep varies, in order. */
export function varying(sweep: Sweep): Field[] {
  return FIELDS.filter((field) => valuesOf(sweep.runs, field).length > 1);
}

/** The values of `field` on the ground where `run` stands: same dataset, or all of the datasets. */
export function choicesFor(sweep: Sweep, run: Run, field: Field): Value[] {
  if (field === "dataset") return valuesOf(sweep.runs, field);
  return valuesOf(having(sweep.runs, "dataset", run.dataset), field);
}

/**
 * The run that has the fields of `wish` and, as far as such a run exists, those of `current`.
 *
 * A wished learning rate or number of epochs that was not swept means the nearest; `exact` says
 * whether every wish was met. Throws where a wished name does not exist, listing those that do.
 */
export function findRun(sweep: Sweep, current: Run, wish: Wish): { run: Run; exact: boolean } {
  let candidates: readonly Run[] = sweep.runs;
  let exact = true;
  for (const field of FIELDS) {
    const wanted = wish[field];
    if (wanted === undefined) continue;
    let next: readonly Run[] = having(candidates, field, wanted);
    if (!next.length) {
      if (typeof wanted !== "number") throw new Error(unknown(sweep, field, wanted));
      exact = false;
      next = nearestOf(candidates, field, wanted);
    }
    candidates = next;
  }
  for (const field of FIELDS) {
    if (wish[field] !== undefined) continue;
    candidates = nearestOf(candidates, field, current[field]);
  }
  return { run: candidates[0]!, exact };
}

/** Throws where a wish names what is not a field of a run. */
export function checkWish(wish: Wish): void {
  const fields: readonly string[] = FIELDS;
  const unknown = Object.keys(wish).find((field) => !fields.includes(field));
  if (unknown) throw new Error(`a run has no field ${unknown}; it has ${FIELDS.join(", ")}`);
}

/** The limits of the ground `run` stands on. */
export function limitsOf(sweep: Sweep, run: Run): Limits {
  const view = sweep.views.find((view) =>
    view.dataset === run.dataset && view.standardize === run.standardize &&
    sameChoice(view.loss, run.loss)
  );
  if (!view) throw new Error(`sweep ${sweep.name} has no axis limits for run ${run.id}`);
  return view.limits;
}

function nearestOf(runs: readonly Run[], field: Field, wanted: Value): readonly Run[] {
  const same = having(runs, field, wanted);
  if (same.length || typeof wanted !== "number") return same.length ? same : runs;
  return closest(runs, field, wanted);
}

function unknown(sweep: Sweep, field: Field, wanted: Value): string {
  const name = (value: Value) => typeof value === "object" ? value.name : String(value);
  const known = valuesOf(sweep.runs, field).map(name).join(", ");
  return `sweep ${sweep.name} has no ${field} ${name(wanted)}; it has ${known}`;
}
