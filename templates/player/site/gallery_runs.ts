/** Runs to choose from: what can be asked for, which of them it leaves, and in which order. */

import { rate, words } from "../format.ts";
import type { Choice, Outcome, Run, Sweep } from "../records.ts";

/** A run with the sweep it is of, and where it opens. */
export interface Card {
  readonly sweep: Sweep;
  readonly run: Run;
  /** Address of a player, ending in its figure's id. */
  readonly player: string;
}

export const FILTERS = [
  "sweep",
  "dataset",
  "learning rate",
  "start",
  "optimizer",
  "loss",
  "inputs",
  "outcome",
] as const;
export type Filter = (typeof FILTERS)[number];
export type Wish = { readonly [F in Filter]?: string };

export const ORDERS = ["epochs to converge", "learning rate", "final loss"] as const;
/** For runs of which it is not read yet how they ended. */
export const DECLARED = "as declared";
export type Order = (typeof ORDERS)[number] | typeof DECLARED;

/** What a filter looks at; equal fields are most often the very same value. */
const FIELD: Readonly<Record<Filter, (card: Card) => unknown>> = {
  sweep: ({ sweep }) => sweep.title || sweep.name,
  dataset: ({ run }) => run.dataset,
  "learning rate": ({ run }) => run.learning_rate,
  start: ({ run }) => run.init,
  optimizer: ({ run }) => run.optimizer,
  loss: ({ run }) => run.loss,
  inputs: ({ run }) => run.standardize,
  outcome: ({ run }) => run.outcome?.status,
};

const WORDS: Readonly<Partial<Record<Filter, (value: never) => string>>> = {
  dataset: words,
  "learning rate": rate,
  start: words,
  optimizer: choiceInWords,
  loss: choiceInWords,
  inputs: (standardized: boolean) => standardized ? "standardised" : "as given",
  outcome: (status: Outcome["status"] | undefined) => status ? OUTCOMES[status] : "",
};

const OUTCOMES = { converged: "converged", diverged: "diverged", budget: "not there yet" } as const;

const told = new Map<Filter, Map<unknown, string>>();

/** What a card says of a filter's field; many say the same, so that words are made once. */
export function said(card: Card, filter: Filter): string {
  const value = FIELD[filter](card);
  const known = told.get(filter) ?? new Map<unknown, string>();
  told.set(filter, known);
  let text = known.get(value);
  if (text === undefined) known.set(value, text = WORDS[filter]?.(value as never) ?? String(value));
  return text;
}

/** What can be chosen for a filter, each once; learning rates rising, others as they were declared. */
export function choices(cards: readonly Card[], filter: Filter): string[] {
  const found = [...new Set(cards.map((card) => said(card, filter)))];
  if (filter === "outcome") return outcomes(cards, found);
  return filter === "learning rate"
    ? found.sort((one, other) => Number(one) - Number(other))
    : found;
}

/** How runs ended, those of wide sweeps included of which it is not read yet. */
function outcomes(cards: readonly Card[], met: readonly string[]): string[] {
  const unread = new Set(cards.filter(isUnread).map(({ sweep }) => sweep));
  const statuses = [...unread].flatMap(({ outcomes = {} }) => Object.keys(outcomes));
  const others = statuses.map((status) => OUTCOMES[status as Outcome["status"]]);
  return [...new Set([...met, ...others])].filter(Boolean);
}

/** Whether it is still to be read how a run ended. */
export function isUnread({ run }: Card): boolean {
  return !run.outcome;
}

/** How many files have to be read until it is known how all of them ended. */
export function filesOfEnds(cards: readonly Card[]): number {
  const sweeps = new Set(cards.filter(isUnread).map(({ sweep }) => sweep));
  return [...sweeps].reduce((n, { runs, part = 1 }) => n + Math.ceil(runs.length / part), 0);
}

/** Whether an order or a filter needs to know how runs ended. */
export function asksForEnds(wish: Wish, order: Order): boolean {
  return wish.outcome !== undefined || order === "epochs to converge" || order === "final loss";
}

/** Reads how runs ended, where that is not known. */
export async function readEnds(cards: readonly Card[]): Promise<void> {
  const bySweep = Map.groupBy(cards.filter(isUnread), ({ sweep }) => sweep);
  await Promise.all([...bySweep].map(([sweep, some]) => sweep.ends?.(some.map(({ run }) => run))));
}

/** The filters that leave a choice. */
export function useful(cards: readonly Card[]): Filter[] {
  return FILTERS.filter((filter) => choices(cards, filter).length > 1);
}

/** The cards that have all that is asked for. */
export function matching(cards: readonly Card[], wish: Wish): Card[] {
  const asked = FILTERS.filter((filter) => wish[filter] !== undefined);
  return cards.filter((card) => asked.every((filter) => said(card, filter) === wish[filter]));
}

const LAST = { converged: 0, budget: 1, diverged: 2 } as const;

const COMPARE: Readonly<Record<(typeof ORDERS)[number], (one: Card, other: Card) => number>> = {
  "epochs to converge": ({ run: { outcome: one } }, { run: { outcome: other } }) =>
    one && other ? LAST[one.status] - LAST[other.status] || one.epoch - other.epoch : 0,
  "learning rate": ({ run: one }, { run: other }) => one.learning_rate - other.learning_rate,
  "final loss": ({ run: one }, { run: other }) => lossOf(one) - lossOf(other),
};

/** The cards in an order; those that are equal in it stay as they were. */
export function ordered(cards: readonly Card[], order: Order): readonly Card[] {
  return order === DECLARED ? cards : [...cards].sort(COMPARE[order]);
}

/** How a run ended. */
export function outcome({ outcome }: Run): string {
  if (!outcome) return "";
  const { status, epoch } = outcome;
  return status === "budget" ? `not there yet at epoch ${epoch}` : `${status} at epoch ${epoch}`;
}

/** Address of the run in its player. */
export function address({ sweep, run, player }: Card): string {
  return `${player}&sweep=${encodeURIComponent(sweep.name)}&run=${encodeURIComponent(run.id)}`;
}

/** Name of the scene whose last frame stands for a run; null where none is rendered. */
export function scene({ scenes, formats }: Sweep): string | null {
  if (!formats.length) return null;
  return scenes.includes("fit") ? "fit" : scenes[0] ?? null;
}

function lossOf(run: Run): number {
  return run.final_loss ?? Infinity;
}

function choiceInWords({ name, ...options }: Choice): string {
  const given = Object.entries(options).map(([key, value]) => `${words(key)} ${value}`);
  return given.length ? `${name} (${given.join(", ")})` : name;
}
