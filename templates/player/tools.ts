/** The panels below a player, in a script that is read when the first of them unfolds. */

import { DataPanel } from "./data_panel.ts";
import { More } from "./more.ts";
import { readCsv } from "./own_data.ts";
import { offer } from "./parts.ts";
import type { Known, MakeTools, Tools, Wishes } from "./panels.ts";
import { TakeAway } from "./takeaway.ts";
import { ViewsPanel } from "./views_panel.ts";

export class Panelled implements Tools {
  readonly #known: Known;
  readonly #more: More;
  readonly #data: DataPanel;
  readonly #views: ViewsPanel;
  readonly #take: TakeAway;

  constructor(wishes: Wishes, known: Known) {
    this.#known = known;
    const { choose, start, own, toggleView, setViews } = wishes;
    this.#more = new More(known.fields, known.computable, choose, ({ w, b }) => start(w, b));
    const back = () => choose({ dataset: known.shown().aim.entry.dataset });
    this.#data = new DataPanel(readCsv, own, back);
    this.#views = new ViewsPanel(known.viewNames, toggleView, setViews);
    this.#take = new TakeAway(known);
  }

  get more(): HTMLElement {
    return this.#more.element;
  }

  get data(): HTMLElement {
    return this.#data.element;
  }

  get views(): HTMLElement {
    return this.#views.element;
  }

  get take(): HTMLElement {
    return this.#take.element;
  }

  show(): void {
    const { aim, arrival } = this.#known.shown();
    const ownData = aim.wanted.dataset !== undefined;
    this.#more.show(aim.entry, arrival.ground, aim.wanted.start !== undefined && !ownData);
    this.#data.show(ownData);
    this.#views.show(this.#known.views(), this.#known.options());
    if (!this.take.parentElement?.hidden) this.#take.refresh();
  }

  readFile(file: File): Promise<void> {
    return this.#data.readFile(file);
  }
}

const make: MakeTools = (wishes, known) => new Panelled(wishes, known);
offer("tools", make);
