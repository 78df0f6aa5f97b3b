/** A list for each field the sweep varies; choosing goes to the run that has it. */

import { element, picker, refill } from "./dom.ts";
import { rate, words } from "./format.ts";
import { isComputed } from "./reach.ts";
import { type Choice, type Run, type Sweep } from "./records.ts";
import { choicesFor, type Field, sameValue, type Value, varying, type Wish } from "./runs.ts";
import type { Ground } from "./views/view.ts";

const LABELS: Record<Field, string> = {
  dataset: "data",
  standardize: "inputs",
  loss: "loss",
  optimizer: "optimizer",
  learning_rate: "learning rate",
  init: "start",
  epochs: "epochs",
};
const YOUR_OWN = "your own";

export class Pickers {
  readonly element: HTMLElement = element("div", { class: "gdsim-pickers" });
  /** What there is to know about the data, below its list. */
  readonly note = element("p", { class: "gdsim-data-note" });
  readonly #sweep: Sweep;
  readonly #lists: { field: Field; select: HTMLSelectElement; values: readonly Value[] }[] = [];

  /**
   * Lists of `fields`; `choose` takes a wish, `own` is called where the reader wants a start of their own.
   */
  constructor(
    sweep: Sweep,
    fields: readonly Field[],
    choose: (wish: Wish) => void,
    own: () => void,
  ) {
    this.#sweep = sweep;
    for (const field of fields) {
      const { box, select } = picker(LABELS[field], field);
      const list = { field, select, values: [] as readonly Value[] };
      select.addEventListener("change", () => {
        const value = list.values[select.selectedIndex];
        if (value !== undefined) choose({ [field]: value });
        else own();
      });
      this.#lists.push(list);
      this.element.append(box);
    }
    this.element.hidden = !fields.length;
  }

  /** The lists' places before their values are known: `varies` names their fields. */
  static place(varies = ""): HTMLElement {
    const fields = varies.split(/\s+/).filter((name) => name && name !== "learning_rate");
    const boxes = fields.map((name) => picker(LABELS[name as Field] ?? name, name).box);
    return element("div", { class: "gdsim-pickers" }, ...boxes);
  }

  /** Shows the fields of a ground; values that were not swept stand below those that were. */
  show(run: Run, { trajectory, dataset, live }: Ground, ownStart: boolean, ownData: boolean): void {
    for (const list of this.#lists) {
      const { field, select } = list;
      const values = choicesFor(this.#sweep, run, field);
      const options = values.map((value) => describe(field, value));
      const own = field === "init" ? ownStart : field === "dataset" && ownData;
      const value = live ? valueOf(field, run, trajectory) : run[field];
      let chosen = own ? -1 : values.findIndex((other) => sameValue(other, value));
      const offered = own || (field === "init" && isComputed(trajectory.model.name));
      if (offered) options.push(field === "init" ? YOUR_OWN : "your data");
      else if (chosen < 0) options.push(describe(field, value));
      if (chosen < 0) chosen = values.length;
      list.values = values;
      refill(select, options.map((words) => element("option", {}, words)));
      select.selectedIndex = chosen;
    }
    if (this.note.textContent !== dataset.note) this.note.textContent = dataset.note;
  }
}

/** The fields offered: those that vary, as far as the author lets the reader pick. */
export function offered(sweep: Sweep, only: readonly string[] | null): Field[] {
  return varying(sweep).filter((field) => !only || only.includes(field));
}

/** A value of a field in words. */
export function describe(field: Field, value: Value): string {
  if (field === "learning_rate") return rate(Number(value));
  if (field === "standardize") return value ? "standardised" : "as they are";
  if (typeof value === "object") return describeChoice(value);
  return typeof value === "string" ? words(value) : String(value);
}

function valueOf(
  field: Field,
  run: Run,
  { loss, optimizer, learning_rate, epochs, standardize }: Ground["trajectory"],
): Value {
  if (field === "standardize") return standardize !== null;
  const computed = { loss, optimizer, learning_rate, epochs };
  return field in computed ? computed[field as keyof typeof computed] : run[field];
}

function describeChoice({ name, ...options }: Choice): string {
  const told = Object.entries(options).map(([key, value]) => `${key} ${String(value)}`);
  return [words(name), ...told].join(", ");
}
