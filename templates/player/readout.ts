/** The exact numbers at the epoch shown, each at its place. */

import { element } from "./dom.ts";
import { percent, steady } from "./format.ts";
import type { Limits, Trajectory } from "./records.ts";

const LABELS: Readonly<Record<string, string>> = { distance: "to optimum" };

export class Readout {
  readonly element = element("dl", { class: "gdsim-readout" });
  readonly #numbers = new Map<string, HTMLDataElement>();
  #formats: Record<string, (value: number) => string> = {};
  #values: [name: string, values: ArrayLike<number>][] = [];

  /** Takes a new run: which numbers there are, and their digits. */
  show(trajectory: Trajectory, limits: Limits): void {
    const { params, loss } = trajectory.path;
    const steadyIn = ([low, high]: readonly [number, number]) => steady(high - low);
    this.#formats = { epoch: String, loss: steady(limits.loss[0]), distance: percent };
    for (const name of Object.keys(params)) {
      this.#formats[name] = steadyIn(limits.params[name] ?? [0, 1]);
    }
    this.#values = [
      ["loss", loss],
      ...Object.entries(params),
      ["distance", distancesOf(trajectory) ?? []],
    ];
    const names = ["epoch", ...this.#values.map(([name]) => name)];
    if (names.join() === [...this.#numbers.keys()].join()) return;
    this.#numbers.clear();
    this.element.replaceChildren(...names.map((name) => this.#entry(name)));
  }

  /** The epoch of the timeline, and the run's numbers at a position of its path. */
  draw(epoch: number, index: number): void {
    this.#number("epoch", epoch);
    for (const [name, values] of this.#values) this.#number(name, values[index] ?? NaN);
  }

  #entry(name: string): HTMLElement {
    const number = element("data", { value: "", "data-name": name });
    this.#numbers.set(name, number);
    return element("div", {}, element("dt", {}, LABELS[name] ?? name), element("dd", {}, number));
  }

  #number(name: string, value: number): void {
    const number = this.#numbers.get(name);
    const exact = Number.isNaN(value) ? "" : String(value);
    if (!number || number.value === exact && number.textContent) return;
    number.value = exact;
    number.textContent = exact ? this.#formats[name]!(value) : "–";
  }
}

/** Distance of the params from the optimum at each stored epoch, in per cent of the start's; null without optimum. */
export function distancesOf({ optimum, path }: Trajectory): Float64Array | null {
  if (!optimum) return null;
  const names = Object.keys(path.params);
  const distance = (k: number) =>
    Math.hypot(...names.map((name) => path.params[name]![k]! - optimum.params[name]!));
  const first = distance(0);
  return Float64Array.from(path.epoch, (_, k) => 100 * distance(k) / first);
}
