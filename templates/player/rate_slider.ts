/** The learning rate: a slider with zones, the threshold and the swept values, and a field to type in. */

import { element, refill } from "./dom.ts";
import { rate as inFull } from "./format.ts";
import { thresholdOf } from "./numerics/theory.ts";
import { numberOf } from "./permalink.ts";
import { placeOf, rateAt, rateByKey, type RateScale, rateScale } from "./rate_scale.ts";
import { LINE, type Outcome, type Theory } from "./records.ts";
import type { Ground } from "./views/view.ts";
import { crawlsBelow, theoryHere, type Zone, zoneAt, type ZoneName, zonesOf } from "./zones.ts";

const WORDS: Record<ZoneName, string> = {
  crawls: "crawls: too few epochs to arrive",
  converges: "converges",
  swings: "swings from side to side",
  diverges: "diverges",
};
/** Share of the slider that a zone's name needs. */
const ROOM = 0.14;

/** A swept learning rate and how its run ends, with the other fields as on screen. */
export interface Stop {
  readonly rate: number;
  /** Null where another start, loss or optimizer makes it another run. */
  readonly outcome: Outcome | null;
}

export class RateSlider {
  readonly element: HTMLElement;
  readonly #range: HTMLInputElement;
  readonly #field: HTMLInputElement;
  readonly #under = element("div", { class: "gdsim-rate-under", "aria-hidden": "true" });
  readonly #words = element("p", { class: "gdsim-rate-words" });
  #scale: RateScale = { low: 1e-4, high: 1, stops: [1e-3], free: false };
  #zones: readonly Zone[] = [];
  #theory: Theory | null = null;
  #threshold: number | null = null;
  #rate = 0;
  #standing = "";

  constructor(id: string, choose: (rate: number) => void) {
    this.#range = element("input", {
      type: "range",
      class: "gdsim-rate-range",
      min: "0",
      max: "1",
      step: "any",
      "aria-label": "Learning rate",
    });
    this.#range.addEventListener("input", () => {
      const rate = rateAt(Number(this.#range.value), this.#scale);
      if (rate === this.#rate) this.#place(rate);
      else this.#take(rate, choose);
    });
    this.#range.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const rate = rateByKey(event.key, this.#rate, this.#scale);
      if (rate === null) return;
      event.preventDefault();
      if (rate !== this.#rate) this.#take(rate, choose);
    });
    this.#field = element("input", {
      type: "text",
      inputmode: "decimal",
      class: "gdsim-field",
      name: "learning_rate",
      id: `${id}-rate`,
      autocomplete: "off",
      spellcheck: "false",
    });
    this.#field.addEventListener("change", () => this.#typed(choose));
    this.element = element(
      "div",
      { class: "gdsim-rate" },
      element("label", { for: `${id}-rate` }, "learning rate"),
      this.#field,
      element("div", { class: "gdsim-rate-track" }, this.#under, this.#range),
      this.#words,
    );
  }

  /** Takes the run on screen and the swept rates beside it; `free` where others can be computed. */
  show(ground: Ground, stops: readonly Stop[], free: boolean): void {
    const { trajectory, dataset, w, b } = ground;
    const rates = stops.map(({ rate }) => rate);
    if (!rates.length) rates.push(trajectory.learning_rate);
    const place = [dataset.digest, dataset.name, w[0], b[0], trajectory.standardize, rates, free];
    const { loss, optimizer, epochs } = trajectory;
    const standing = JSON.stringify([...place, loss, optimizer, epochs]);
    if (standing !== this.#standing) {
      this.#standing = standing;
      const theory = this.#theory = theoryHere(trajectory);
      const line = trajectory.model.name === LINE; // of other models only the record tells
      const crawl = line && theory ? crawlsBelow(ground, theory.learning_rate_max * 1e-9) : 0;
      this.#threshold = line
        ? thresholdOf(dataset, loss, trajectory.standardize !== null, optimizer)
        : theory?.learning_rate_max ?? null;
      this.#scale = rateScale(rates, this.#threshold, crawl, free);
      const { low, high } = this.#scale;
      this.#zones = theory ? zonesOf(theory, crawl, low, high) : [];
      this.#drawUnder(stops);
    }
    this.#take(trajectory.learning_rate);
    this.#field.removeAttribute("aria-invalid");
    this.#describe();
  }

  #take(rate: number, choose?: (rate: number) => void): void {
    this.#rate = rate;
    this.#place(rate);
    this.#field.value = inFull(rate);
    const zone = zoneAt(this.#zones, rate);
    this.#range.setAttribute("aria-valuetext", zone ? `${inFull(rate)}, ${zone}` : inFull(rate));
    this.element.dataset.zone = zone ?? "";
    choose?.(rate);
  }

  #place(rate: number): void {
    this.#range.value = String(placeOf(rate, this.#scale));
  }

  #typed(choose: (rate: number) => void): void {
    const rate = numberOf(this.#field.value.trim().replace("\u2212", "-"));
    const good = rate !== undefined && rate > 0;
    this.#field.setAttribute("aria-invalid", String(!good));
    if (good) this.#take(rate, choose);
    else this.#words.textContent = "a learning rate is a number above 0, such as 5e-5 or 0.01";
  }

  #describe(): void {
    const zone = zoneAt(this.#zones, this.#rate), limit = this.#threshold;
    const diverges = limit === null ? "" : `diverges above ${short(limit)}`;
    this.#words.textContent = this.#theory && zone
      ? `${WORDS[zone]} · swings above ${short(this.#theory.swing_from)}, ${diverges}`
      : diverges;
  }

  /** Zones and marks of this dataset, start and method. */
  #drawUnder(stops: readonly Stop[]): void {
    const at = (mark: HTMLElement, rate: number) => {
      mark.style.setProperty("--gdsim-at", String(placeOf(rate, this.#scale)));
      return mark;
    };
    const zones = this.#zones.map(({ name, from, to }) => {
      const share = placeOf(to, this.#scale) - placeOf(from, this.#scale);
      const zone = at(element("span", { class: "gdsim-zone", "data-zone": name }), from);
      zone.style.setProperty("--gdsim-share", String(share));
      if (share >= ROOM) zone.append(element("span", {}, name));
      return zone;
    });
    const marks = stops.map(({ rate, outcome }) =>
      at(element("span", { class: "gdsim-stop", "data-outcome": outcome?.status ?? "" }), rate)
    );
    if (this.#threshold !== null) {
      marks.push(at(element("span", { class: "gdsim-threshold" }), this.#threshold));
    }
    refill(this.#under, [...zones, ...marks]);
  }
}

/** A threshold with three digits, written as learning rates are. */
function short(limit: number): string {
  return inFull(Number(limit.toPrecision(3)));
}
