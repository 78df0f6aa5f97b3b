/** Which views a player has and which of them are shown. */

import type { Stage } from "./stage.ts";

/** Views that need neither a film nor to know the model, for the places of those that cannot be shown. */
const ALWAYS = ["loss", "params"];
/** Views that a reader can add to those the author chose, in the order they stand. */
const FURTHER = ["fit", "surface", "contour", "loss", "params"];

/** The author's views, then the further ones, which wait hidden. */
export function viewNames(figure: HTMLElement): string[] {
  return [...new Set([...chosen(figure), ...FURTHER])];
}

export class Views {
  readonly #stage: Stage;
  #chosen: readonly string[];
  #shown: readonly string[];

  constructor(stage: Stage, figure: HTMLElement) {
    this.#stage = stage;
    this.#chosen = chosen(figure);
    this.#shown = this.#chosen;
    this.#toggle(viewNames(figure));
  }

  get shown(): readonly string[] {
    return this.#shown;
  }

  /** The views that the author chose, with others for those that are not there. */
  get chosen(): readonly string[] {
    return this.#chosen;
  }

  /** What is shown, where that is not what the author chose. */
  get changed(): readonly string[] | null {
    const own = this.#stage.names.filter((name) => this.chosen.includes(name));
    return own.join() === this.#shown.join() ? null : this.#shown;
  }

  /** Called when the stage knows which views it can show: as many as there were places, where it can. */
  open(): void {
    const there = this.#stage.names;
    const own = this.#chosen.filter((name) => there.includes(name));
    const others = ALWAYS.filter((name) => there.includes(name) && !own.includes(name));
    this.#chosen = [...own, ...others.slice(0, this.#chosen.length - own.length)];
    this.show(this.#chosen);
  }

  /** Shows these of the views there are; words where one is not among them. */
  show(names: readonly string[]): string {
    const there = this.#stage.names;
    const shown = there.filter((name) => names.includes(name));
    if (shown.length) this.#shown = shown;
    this.#toggle(there);
    const lost = names.filter((name) => !there.includes(name));
    return lost.length
      ? `there is no view ${lost[0]!.slice(0, 40)}; there are ${there.join(", ")}`
      : "";
  }

  /** The views shown with one more, or one less. */
  with(name: string, visible: boolean): string[] {
    return visible ? [...this.#shown, name] : this.#shown.filter((other) => other !== name);
  }

  #toggle(names: readonly string[]): void {
    for (const name of names) this.#stage.toggle(name, this.#shown.includes(name));
  }
}

function chosen(figure: HTMLElement): string[] {
  return (figure.dataset.views ?? "fit contour").split(/\s+/).filter(Boolean);
}
