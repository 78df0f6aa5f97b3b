/** Runs to choose from: what can be asked for, which of them it leaves, and in which order. */

import { rate, words } from "../format.ts";
import type { Choice, Run, Sweep } from "../records.ts";

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
export type Order = (typeof ORDERS)[number];

const READ: Readonly<Record<Filter, (card: Card) => string>> = {
  sweep: ({ sweep }) => sweep.title || sweep.name,
  dataset: ({ run }) => words(run.dataset),
  "learning rate": ({ run }) => rate(run.learning_rate),
  start: ({ run }) => words(run.init),
  optimizer: ({ run }) => choiceInWords(run.optimizer),
  loss: ({ run }) => choiceInWords(run.loss),
  inputs: ({ run }) => run.standardize ? "standardised" : "as given",
  outcome: ({ run }) => OUTCOMES[run.outcome.status],
};

const OUTCOMES = { converged: "converged", diverged: "diverged", budget: "not there yet" } as const;

/** What a card says of a filter's field. */
export function said(card: Card, filter: Filter): string {
  return READ[filter](card);
}

/** What can be chosen for a filter, each once; learning rates rising, others as they were declared. */
export function choices(cards: readonly Card[], filter: Filter): string[] {
  const found = [...new Set(cards.map(READ[filter]))];
  return filter === "learning rate"
    ? found.sort((one, other) => Number(one) - Number(other))
    : found;
}

/** The filters that leave a choice. */
export function useful(cards: readonly Card[]): Filter[] {
  return FILTERS.filter((filter) => choices(cards, filter).length > 1);
}

/** The cards that have all that is asked for. */
export function matching(cards: readonly Card[], wish: Wish): Card[] {
  const asked = FILTERS.filter((filter) => wish[filter] !== undefined);
  return cards.filter((card) => asked.every((filter) => READ[filter](card) === wish[filter]));
}

const LAST = { converged: 0, budget: 1, diverged: 2 } as const;

const COMPARE: Readonly<Record<Order, (one: Card, other: Card) => number>> = {
  "epochs to converge": ({ run: one }, { run: other }) =>
    LAST[one.outcome.status] - LAST[other.outcome.status] ||
    one.outcome.epoch - other.outcome.epoch,
  "learning rate": ({ run: one }, { run: other }) => one.learning_rate - other.learning_rate,
  "final loss": ({ run: one }, { run: other }) => lossOf(one) - lossOf(other),
};

/** The cards in an order; those that are equal in it stay as they were. */
export function ordered(cards: readonly Card[], order: Order): Card[] {
  return [...cards].sort(COMPARE[order]);
}

/** How a run ended. */
export function outcome({ outcome: { status, epoch } }: Run): string {
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
