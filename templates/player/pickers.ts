/** A list for each field the sweep varies; choosing goes to the run that has it. */

import { element, picker } from "./dom.ts";
import { rate, words } from "./format.ts";
import type { Choice, Run, Sweep } from "./records.ts";
import { choicesFor, type Field, sameValue, type Value, varying, type Wish } from "./runs.ts";

const LABELS: Record<Field, string> = {
  dataset: "data",
  standardize: "inputs",
  loss: "loss",
  optimizer: "optimizer",
  learning_rate: "learning rate",
  init: "start",
  epochs: "epochs",
};

export class Pickers {
  readonly element: HTMLElement = element("div", { class: "gdsim-pickers" });
  readonly #sweep: Sweep;
  readonly #lists: { field: Field; select: HTMLSelectElement; values: Value[] }[] = [];

  /** `only` restricts the fields offered; null offers all that vary. */
  constructor(sweep: Sweep, only: readonly string[] | null, choose: (wish: Wish) => void) {
    this.#sweep = sweep;
    for (const field of varying(sweep)) {
      if (only && !only.includes(field)) continue;
      const { box, select } = picker(LABELS[field], field);
      const list = { field, select, values: [] as Value[] };
      select.addEventListener("change", () => {
        const value = list.values[select.selectedIndex];
        if (value !== undefined) choose({ [field]: value });
      });
      this.#lists.push(list);
      this.element.append(box);
    }
    this.element.hidden = !this.#lists.length;
  }

  /** Shows the fields of `run`; a start and a rate that were not swept stand below those that were. */
  show(run: Run, learningRate: number, live: boolean): void {
    for (const { field, select, ...list } of this.#lists) {
      const values = choicesFor(this.#sweep, run, field);
      const value = field === "learning_rate" ? learningRate : run[field];
      const own = live && field === "init";
      const known = own ? -1 : values.findIndex((other) => sameValue(other, value));
      const words = values.map((value) => describe(field, value));
      if (known < 0) words.push(own ? "your own" : describe(field, value));
      list.values.splice(0, Infinity, ...values);
      select.replaceChildren(...words.map((words) => element("option", {}, words)));
      select.selectedIndex = known < 0 ? values.length : known;
    }
  }
}

function describe(field: Field, value: Value): string {
  if (field === "learning_rate") return rate(Number(value));
  if (field === "standardize") return value ? "standardised" : "as they are";
  if (typeof value === "object") return describeChoice(value);
  return typeof value === "string" ? words(value) : String(value);
}

function describeChoice({ name, ...options }: Choice): string {
  const told = Object.entries(options).map(([key, value]) => `${key} ${String(value)}`);
  return [words(name), ...told].join(", ");
}
