/** What the sweep does not vary, and the page can compute all the same: start, optimizer, loss, epochs, inputs. */

import type { Computable } from "./aim.ts";
import { element, picker, textField, wordButton } from "./dom.ts";
import { digits } from "./format.ts";
import type { Start } from "./start.ts";
import { numberOf } from "./permalink.ts";
import { describe } from "./pickers.ts";
import { type Choice, type Run, sameChoice } from "./records.ts";
import type { Field, Wish } from "./runs.ts";
import type { Ground } from "./views/view.ts";

const CHOICES = ["optimizer", "loss"] as const;

export class More {
  readonly element = element("div", {});
  readonly #w = textField("start at w", { inputmode: "text", name: "w" });
  readonly #b = textField("start at b", { inputmode: "text", name: "b" });
  readonly #epochs = textField("epochs", { inputmode: "numeric", name: "epochs" });
  readonly #inputs = picker("inputs", "standardize");
  readonly #lists = new Map<
    typeof CHOICES[number],
    { select: HTMLSelectElement; values: Choice[] }
  >();
  readonly #known: Computable;
  #init = "";
  readonly #back: HTMLButtonElement;
  readonly #mistake = element("p", { class: "gdsim-mistake", role: "alert" });

  /** Offers `fields` (of them those that lists cannot give) and, with "init", a typed start. */
  constructor(
    fields: readonly Field[],
    known: Computable,
    choose: (wish: Wish) => void,
    start: (start: Start) => void,
  ) {
    this.#known = known;
    this.#back = wordButton("Back to the start of this page", () => choose({ init: this.#init }));
    const grid = element("div", { class: "gdsim-panel-grid" });
    if (fields.includes("init")) {
      grid.append(this.#w.box, this.#b.box);
      for (const { input } of [this.#w, this.#b]) {
        input.addEventListener("change", () => this.#typedStart(start));
      }
    }
    for (const field of CHOICES) {
      if (!fields.includes(field)) continue;
      const { box, select } = picker(field, field);
      const list = { select, values: [] as Choice[] };
      select.addEventListener(
        "change",
        () => choose({ [field]: list.values[select.selectedIndex]! }),
      );
      this.#lists.set(field, list);
      grid.append(box);
    }
    if (fields.includes("standardize")) {
      const { box, select } = this.#inputs;
      select.append(
        ...[false, true].map((on) => element("option", {}, describe("standardize", on))),
      );
      select.addEventListener("change", () => choose({ standardize: select.selectedIndex === 1 }));
      grid.append(box);
    }
    if (fields.includes("epochs")) {
      const { box, input } = this.#epochs;
      input.addEventListener("change", () => {
        const epochs = this.#number(input);
        if (epochs !== undefined) choose({ epochs });
      });
      grid.append(box);
    }
    this.element.append(grid, this.#mistake, this.#back);
  }
  /** Shows what is on screen; `own` says whether the start is the reader's. */
  show(run: Run, { trajectory, w, b }: Ground, own: boolean): void {
    this.#init = run.init;
    this.#back.hidden = !own;
    this.#mistake.textContent = "";
    this.#put(this.#w.input, digits(w[0]!, 6));
    this.#put(this.#b.input, digits(b[0]!, 6));
    this.#put(this.#epochs.input, String(trajectory.epochs));
    this.#inputs.select.selectedIndex = trajectory.standardize ? 1 : 0;
    for (const [field, list] of this.#lists) {
      const shown = trajectory[field];
      const values = [run[field], ...this.#known[field].map((name) => ({ name }))];
      list.values = values.filter((value, k) => k === 0 || value.name !== run[field].name);
      let index = list.values.findIndex((value) => sameChoice(value, shown));
      if (index < 0) {
        index = list.values.findIndex(({ name }) => name === shown.name);
        if (index < 0) index = list.values.push(shown) - 1;
        else list.values[index] = shown;
      }
      list.select.replaceChildren(
        ...list.values.map((value) => element("option", {}, describe(field, value))),
      );
      list.select.selectedIndex = index;
    }
  }

  #put(input: HTMLInputElement, text: string): void {
    input.value = text;
    input.removeAttribute("aria-invalid");
  }

  #typedStart(start: (start: Start) => void): void {
    const w = this.#number(this.#w.input), b = this.#number(this.#b.input);
    if (w !== undefined && b !== undefined) start({ w, b });
  }

  #number(input: HTMLInputElement): number | undefined {
    const value = numberOf(input.value.trim().replaceAll("\u2212", "-"));
    input.setAttribute("aria-invalid", String(value === undefined));
    this.#mistake.textContent = value === undefined
      ? `${JSON.stringify(input.value)} is not a number; write it as 12, 0.5 or 5e-5`
      : "";
    return value;
  }
}
