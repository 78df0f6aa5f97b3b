/** What is folded away below a player; its panels are a script of their own, read when one unfolds. */

import { element, wordButton } from "./dom.ts";
import { takeDrops } from "./drops.ts";
import { toggleFullScreen } from "./figure.ts";
import { Folds } from "./folds.ts";
import type { Computable } from "./aim.ts";
import type { LoadPart } from "./parts.ts";
import type { Library } from "./receive.ts";
import { isComputed } from "./reach.ts";
import { type Dataset, LINE, type Sweep } from "./records.ts";
import type { Field, Wish } from "./runs.ts";
import type { Session, Shown } from "./session.ts";
import type { ViewOptions } from "./views/view.ts";

/** What panels ask of the player. */
export interface Wishes {
  choose(wish: Wish): void;
  start(w: number, b: number): void;
  own(dataset: Dataset): Promise<void>;
  addRival(): void;
  toggleView(name: string, visible: boolean): void;
  setViews(options: Partial<ViewOptions>): void;
}

/** What panels may know. */
export interface Known {
  readonly sweep: Sweep;
  readonly library: Library;
  /** Fields that the reader may choose and that no list offers. */
  readonly fields: readonly Field[];
  readonly computable: Computable;
  readonly viewNames: readonly string[];
  shown(): Shown;
  views(): readonly string[];
  options(): ViewOptions;
  picture(view: string): Promise<Blob>;
  address(): string;
}

/** The panels that the further script makes. */
export interface Tools {
  readonly more: HTMLElement;
  readonly data: HTMLElement;
  readonly views: HTMLElement;
  readonly take: HTMLElement;
  /** Brings what is unfolded up to date. */
  show(): void;
  readFile(file: File): Promise<void>;
}

export type MakeTools = (wishes: Wishes, known: Known) => Tools;

const ADD = "Add to race";
const LABELS: readonly [keyof Tools & ("more" | "data" | "views" | "take"), string][] = [
  ["more", "More"],
  ["data", "Your data"],
  ["views", "Views"],
  ["take", "Take away"],
];

export class Panels {
  readonly folds = new Folds();
  readonly #figure: HTMLElement;
  readonly #wishes: Wishes;
  readonly #load: LoadPart;
  readonly #race: HTMLButtonElement;
  readonly #places = new Map<string, HTMLElement>();
  #known: Known | null = null;
  #tools: Tools | null = null;

  /** `load` reads the script that makes panels, among others. */
  constructor(figure: HTMLElement, wishes: Wishes, load: LoadPart) {
    this.#figure = figure;
    this.#wishes = wishes;
    this.#load = load;
    this.#race = wordButton(ADD, wishes.addRival);
    for (const [name, label] of LABELS) {
      const place = element("div", {});
      this.#places.set(name, place);
      this.folds.add(`${figure.id}-${name}`, label, place, () => void this.#fill());
    }
    this.folds.put(this.#race);
    if (document.fullscreenEnabled) {
      this.folds.put(wordButton("Full screen", () => void toggleFullScreen(figure)));
    }
  }

  /** Takes what there is to know; what the page cannot compute is not offered. */
  open(known: Known): void {
    this.#known = known;
    const { name } = known.sweep.model;
    if (!isComputed(name) || !known.fields.length) this.folds.drop(this.#places.get("more")!);
    if (name !== LINE) this.folds.drop(this.#places.get("data")!);
    else takeDrops(this.#figure, (file) => void this.#drop(file));
    void this.#fill();
  }

  /** Shows what is on screen. */
  show(session: Session): void {
    this.#race.disabled = !session.hasRoom;
    this.#race.textContent = session.hasRoom ? ADD : "Race is full";
    this.#tools?.show();
  }

  showViews(): void {
    this.#tools?.show();
  }

  /** Unfolds the fields of a start; the focus stays where it is. */
  askStart(): void {
    this.folds.open(this.#places.get("more")!);
    void this.#fill();
  }

  async #drop(file: File): Promise<void> {
    this.folds.open(this.#places.get("data")!);
    const tools = await this.#fill();
    await tools?.readFile(file);
  }

  /** Fills the panels where one is unfolded. */
  async #fill(): Promise<Tools | null> {
    const unfolded = [...this.#places.values()].find((place) => !place.hidden);
    if (!this.#known || !unfolded) return this.#tools;
    if (this.#tools) {
      this.#tools.show();
      return this.#tools;
    }
    try {
      const make = await this.#load("tools");
      const tools = this.#tools ??= make(this.#wishes, this.#known);
      for (const [name] of LABELS) this.#places.get(name)!.replaceChildren(tools[name]);
      tools.show();
    } catch (error) {
      unfolded.replaceChildren(element("p", { class: "gdsim-mistake" }, (error as Error).message));
    }
    return this.#tools;
  }
}
