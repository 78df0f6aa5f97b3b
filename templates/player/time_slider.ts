/** The slider over the epochs: linear or logarithmic, with a mark where the run converges or diverges. */

import { element } from "./dom.ts";
import type { Outcome } from "./records.ts";
import { type Action, epochOf, indexNearest, isLog, type State } from "./state.ts";
import { epochAt, shareOf, ticksOf } from "./time_scale.ts";

const PLACES = 1000;

export class TimeSlider {
  readonly element: HTMLElement;
  readonly range: HTMLInputElement;
  readonly #marks = element("div", { class: "gdsim-marks", "aria-hidden": "true" });
  #epochs: readonly number[] = [0];
  #index = 0;
  #log = false;
  #held = false;
  #marked = "";

  constructor(act: (action: Action) => void, settled: () => void) {
    this.range = element("input", {
      type: "range",
      class: "gdsim-range",
      min: "0",
      max: "0",
      step: "any",
      value: "0",
      "aria-label": "Epoch",
    });
    this.range.addEventListener("pointerdown", () => this.#held = true);
    for (const end of ["pointerup", "pointercancel"]) {
      this.range.addEventListener(end, () => this.#held = false);
    }
    this.range.addEventListener("input", () => {
      const index = this.#asked(); // read before a redraw sets it back
      act({ type: "pause" });
      act({ type: "place", index });
    });
    this.range.addEventListener("change", settled);
    this.element = element("div", { class: "gdsim-time" }, this.range, this.#marks);
  }

  draw(state: State): void {
    const { epochs, index, outcome, ends } = state;
    this.#epochs = epochs;
    this.#index = index;
    this.#log = isLog(state);
    const last = epochs[epochs.length - 1]!;
    const max = String(this.#log ? PLACES : last);
    if (this.range.max !== max) {
      this.range.max = max;
      this.range.step = this.#log ? "any" : "1";
    }
    const epoch = epochOf(state);
    const share = shareOf(epoch, last, this.#log);
    this.range.value = String(this.#log ? share * PLACES : epoch);
    this.range.setAttribute("aria-valuetext", `epoch ${epoch}`);
    this.range.style.setProperty("--gdsim-done", String(share));
    const marked = `${last} ${this.#log} ${outcome.status} ${outcome.epoch} ${ends}`;
    if (marked === this.#marked) return;
    this.#marked = marked;
    this.#mark(last, outcome);
  }

  /** The position asked for; without a pointer at least one from where it was. */
  #asked(): number {
    const value = Number(this.range.value), last = this.#epochs[this.#epochs.length - 1]!;
    const index = indexNearest(
      this.#epochs,
      this.#log ? epochAt(value / PLACES, last, true) : value,
    );
    if (index !== this.#index || this.#held) return index;
    const here = this.#epochs[index]!;
    const before = this.#log ? shareOf(here, last, true) * PLACES : here;
    return index + Math.sign(value - before);
  }

  #mark(last: number, { status, epoch }: Outcome): void {
    const marks = ticksOf(last, this.#log).map((tick) =>
      this.#at(tick, last, "gdsim-tick", named(tick))
    );
    if (status !== "budget") {
      const mark = this.#at(epoch, last, "gdsim-outcome", `${status} at ${named(epoch)}`);
      mark.dataset.outcome = status;
      mark.classList.toggle("gdsim-outcome-late", shareOf(epoch, last, this.#log) > 0.6);
      marks.push(mark);
    }
    this.#marks.replaceChildren(...marks);
  }

  #at(epoch: number, last: number, name: string, words: string): HTMLElement {
    const mark = element("span", { class: name }, element("span", {}, words));
    mark.style.setProperty("--gdsim-at", String(shareOf(epoch, last, this.#log)));
    return mark;
  }
}

/** 0, 50, 20k, 10⁵: short enough for a place below the slider. */
function named(epoch: number): string {
  return epoch < 10_000
    ? String(epoch)
    : epoch % 1000
    ? epoch.toLocaleString("en")
    : `${epoch / 1000}k`;
}
