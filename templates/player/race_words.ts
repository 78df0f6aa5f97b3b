/** Runs side by side: what tells them apart, and who is ahead. */

import { digits, rate, words } from "./format.ts";
import { type Choice, sameChoice, type Trajectory } from "./records.ts";

/** Where a run that has diverged stands: behind every other. */
export const LOST = Number.MAX_VALUE;
/** Losses closer than this, relatively, are level. */
const LEVEL = 1e-6;

type Field = "dataset" | "standardize" | "loss" | "optimizer" | "learning_rate" | "init" | "epochs";

const CALLED: Partial<Record<Field, string>> = {
  learning_rate: "learning rate",
  init: "start",
  standardize: "inputs",
};
const CHOICES: Readonly<Record<string, string>> = {
  gd: "gradient descent",
  sgd: "stochastic descent",
  mse: "squared error",
  mae: "absolute error",
};

/** The label of each run, and the same as it stands in a sentence: `0.02`, `learning rate 0.02`. */
export function labelsOf(runs: readonly Trajectory[]): { label: string; named: string }[] {
  const columns: { field: Field; values: string[] }[] = [
    { field: "dataset", values: runs.map(({ dataset }) => words(dataset.name)) },
    { field: "standardize", values: runs.map((run) => run.standardize ? "standardised" : "raw") },
    { field: "loss", values: choices(runs.map(({ loss }) => loss)) },
    { field: "optimizer", values: choices(runs.map(({ optimizer }) => optimizer)) },
    { field: "learning_rate", values: runs.map((run) => rate(run.learning_rate)) },
    { field: "init", values: starts(runs) },
    { field: "epochs", values: runs.map(({ epochs }) => `${epochs} epochs`) },
  ];
  const apart = columns.filter(({ values }) => new Set(values).size > 1);
  return runs.map((_, k) => {
    const label = apart.map(({ values }) => values[k]!).join(", ") || "the same run";
    const called = apart.length === 1 ? CALLED[apart[0]!.field] : undefined;
    return { label, named: called ? `${called} ${label}` : label };
  });
}

/** Whether the losses of the runs are of one kind, so that the smaller is the better. */
export function comparable(runs: readonly Trajectory[]): boolean {
  const [first] = runs;
  return runs.every((run) =>
    run.dataset.digest === first!.dataset.digest && sameChoice(run.loss, first!.loss)
  );
}

/** Writes the rank of each mark, from 1, into `ranks`; marks that are level share one. */
export function rank(marks: Float64Array, ranks: Uint8Array): void {
  for (let k = 0; k < marks.length; k++) {
    let ahead = 0;
    for (let other = 0; other < marks.length; other++) {
      if (marks[k]! - marks[other]! > LEVEL * marks[k]!) ahead++;
    }
    ranks[k] = 1 + ahead;
  }
}

/** Who is ahead, in words. */
export function standing(
  names: readonly string[],
  marks: Float64Array,
  ranks: Uint8Array,
): string {
  const first = names.filter((_, k) => ranks[k] === 1);
  if (marks.every((mark) => mark === LOST)) return "all have diverged";
  if (first.length === names.length) return "all are level";
  if (first.length > 1) return `level: ${first.slice(0, -1).join(", ")} and ${first.at(-1)}`;
  return `ahead: ${first[0]}`;
}

/** A race in words, for those who cannot see it. */
export function describeRace(runs: readonly Trajectory[]): string {
  const labels = labelsOf(runs);
  const ends = runs.map(({ path: { loss }, outcome: { status, epoch } }, k) => {
    const course = `loss ${digits(loss[0]!, 4)} to ${digits(loss[loss.length - 1]!, 4)}`;
    const ending = status === "budget" ? "not there yet" : status;
    return `${labels[k]!.named}: ${course}, ${ending} at epoch ${epoch}`;
  });
  const words = ends.join("; ");
  return `${runs.length} runs side by side. ${words[0]!.toUpperCase()}${words.slice(1)}.`;
}

/** The last position of `epochs` at or below `epoch`, found from a near one. */
export function indexFrom(near: number, epochs: readonly number[], epoch: number): number {
  let index = Math.min(near, epochs.length - 1);
  while (index > 0 && epochs[index]! > epoch) index--;
  while (index + 1 < epochs.length && epochs[index + 1]! <= epoch) index++;
  return index;
}

/** Names of choices; those of one name get the options in which they differ. */
function choices(values: readonly Choice[]): string[] {
  return values.map((value) => {
    const namesakes = values.filter(({ name }) => name === value.name);
    const options = Object.entries(value)
      .filter(([key]) => key !== "name" && namesakes.some((other) => other[key] !== value[key]))
      .map(([key, option]) => ` ${key} ${String(option)}`);
    return (CHOICES[value.name] ?? words(value.name)) + options.join("");
  });
}

/** Names of starts; one of the reader's, and those that share a name, are told by where they are. */
function starts(runs: readonly Trajectory[]): string[] {
  const places = runs.map(({ init }) =>
    `(${Object.values(init.params).map((value) => digits(value, 3)).join(", ")})`
  );
  return runs.map(({ init }, k) => {
    const shared = runs.some((other, j) =>
      other.init.name === init.name && places[j] !== places[k]
    );
    return init.name === "live" || shared ? places[k]! : words(init.name);
  });
}
