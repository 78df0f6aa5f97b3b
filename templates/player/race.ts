/** The legend of a race: its runs in their colours, the loss of each at this epoch, who is ahead. */

import { element } from "./dom.ts";
import { digits, percent } from "./format.ts";
import { RACE_SHAPES, raceColour, raceDash } from "./palette.ts";
import { comparable, indexFrom, labelsOf, LOST, rank, standing } from "./race_words.ts";
import type { Trajectory } from "./records.ts";
import type { Ground, Moment } from "./views/view.ts";

/** Milliseconds for which who is ahead must not change before a screen reader is told. */
const CALM = 1000;
const SVG = "http://www.w3.org/2000/svg";
const PLACES = ["", "1st", "2nd", "3rd", "4th", "5th", "6th"] as const;
const REMOVE = "M6 6L18 18M18 6L6 18";

/** A run's row and what is written in it. */
interface Row {
  readonly element: HTMLElement;
  readonly loss: HTMLElement;
  readonly place: HTMLElement;
  readonly epochs: readonly number[];
  readonly losses: readonly number[];
  /** Losses are divided by it: the first one where runs have losses of different kinds. */
  readonly unit: number;
  /** Epoch from which the run counts as diverged. */
  readonly lostAt: number;
  index: number;
  rank: number;
}

export class Legend {
  readonly #place: HTMLElement;
  readonly #lead = element("p", { class: "gdsim-legend-lead" });
  readonly #list = element("ol", {});
  readonly #spoken = element("span", { class: "gdsim-hidden", role: "status" });
  #rows: readonly Row[] = [];
  #names: readonly string[] = [];
  #share = false;
  #marks = new Float64Array(0);
  #ranks = new Uint8Array(0);
  /** Who is first, a bit a run; −1 before the first moment. */
  #first = -1;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Fills a place that is kept for it. */
  constructor(place: HTMLElement) {
    this.#place = place;
    place.replaceChildren(this.#lead, this.#list, this.#spoken);
  }

  /** Takes the run on screen and its rivals; `remove` is called with the place of a rival, from 1. */
  show(grounds: readonly Ground[], remove?: (k: number) => void): void {
    const runs = grounds.map(({ trajectory }) => trajectory);
    this.#place.hidden = runs.length < 2;
    this.#first = -1;
    if (runs.length < 2) {
      this.#rows = [];
      this.#list.replaceChildren();
      return;
    }
    const labels = labelsOf(runs);
    this.#share = !comparable(runs);
    this.#names = labels.map(({ named }) => named);
    this.#rows = runs.map((run, k) => this.#row(run, k, labels[k]!.label, remove));
    this.#marks = new Float64Array(runs.length);
    this.#ranks = new Uint8Array(runs.length);
    this.#list.replaceChildren(...this.#rows.map(({ element }) => element));
  }

  /** Writes what the moment changes. */
  draw({ epoch }: Moment): void {
    const rows = this.#rows;
    if (!rows.length) return;
    for (let k = 0; k < rows.length; k++) {
      const row = rows[k]!;
      const index = indexFrom(Math.max(0, row.index), row.epochs, epoch);
      const mark = row.losses[index]! / row.unit;
      this.#marks[k] = epoch >= row.lostAt ? LOST : mark;
      if (index !== row.index) {
        row.index = index;
        row.loss.textContent = this.#share ? percent(100 * mark) : fourDigits(mark);
      }
    }
    rank(this.#marks, this.#ranks);
    let first = 0;
    for (let k = 0; k < rows.length; k++) {
      const lost = this.#marks[k] === LOST;
      const place = lost ? 0 : this.#ranks[k]!;
      if (place === 1) first |= 1 << k;
      if (place === rows[k]!.rank) continue;
      rows[k]!.rank = place;
      rows[k]!.place.textContent = lost ? "diverged" : PLACES[place]!;
      rows[k]!.element.classList.toggle("gdsim-legend-ahead", place === 1);
    }
    if (first !== this.#first) this.#told(first);
  }

  #told(first: number): void {
    this.#first = first;
    const share = this.#share ? ", by what is left of the first loss" : "";
    const words = standing(this.#names, this.#marks, this.#ranks) + share;
    this.#lead.textContent = words;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#spoken.textContent = words, CALM);
  }

  #row(run: Trajectory, k: number, label: string, remove?: (k: number) => void): Row {
    const loss = element("span", { class: "gdsim-legend-loss" });
    const place = element("span", { class: "gdsim-legend-place" });
    const name = element("span", { class: "gdsim-legend-name", title: label }, label);
    const row = element("li", { "data-run": run.id }, swatch(k), name, loss, place);
    if (k && remove) row.append(removal(label, () => remove(k)));
    const { epoch: epochs, loss: losses } = run.path;
    const unit = this.#share ? losses[0] || 1 : 1;
    const lostAt = run.outcome.status === "diverged" ? run.outcome.epoch : Infinity;
    return { element: row, loss, place, epochs, losses, unit, lostAt, index: -1, rank: -1 };
  }
}

/** The line and the mark that run `k` has in every view. */
function swatch(k: number): SVGSVGElement {
  const colour = raceColour(k);
  return picture("0 0 40 20", 40, 20, [
    {
      d: "M1 10H39",
      stroke: colour,
      "stroke-width": "2.4",
      "stroke-dasharray": raceDash(k).join(" "),
    },
    {
      d: RACE_SHAPES[k % RACE_SHAPES.length]!,
      fill: colour,
      transform: "translate(20 10) scale(5)",
    },
  ]);
}

function removal(label: string, act: () => void): HTMLButtonElement {
  const cross = picture("0 0 24 24", 24, 24, [
    { d: REMOVE, stroke: "currentColor", "stroke-width": "1.6" },
  ]);
  const words = `Remove ${label} from the race`;
  const button = element(
    "button",
    { type: "button", class: "gdsim-button", "aria-label": words },
    cross,
  );
  button.addEventListener("click", act);
  return button;
}

function picture(
  viewBox: string,
  width: number,
  height: number,
  paths: Readonly<Record<string, string>>[],
): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  const size = { viewBox, width: String(width), height: String(height), "aria-hidden": "true" };
  for (const [name, value] of Object.entries(size)) svg.setAttribute(name, value);
  for (const attributes of paths) {
    const path = document.createElementNS(SVG, "path");
    for (const [name, value] of Object.entries(attributes)) path.setAttribute(name, value);
    svg.append(path);
  }
  return svg;
}

/** Four significant digits, zeros kept so that the number does not jump. */
function fourDigits(value: number): string {
  if (value >= 1e4 && value < 1e6) return String(Math.round(value));
  return value >= 1e-3 && value < 1e4 ? value.toPrecision(4) : digits(value, 4);
}
