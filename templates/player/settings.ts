/** What is chosen beside the epoch: the learning rate, and a list for each further field that varies. */

import { element } from "./dom.ts";
import { offered, Pickers } from "./pickers.ts";
import { RateSlider } from "./rate_slider.ts";
import { whyNotHere } from "./reach.ts";
import type { Sweep } from "./records.ts";
import { type Field, FIELDS, type Wish } from "./runs.ts";
import type { Session } from "./session.ts";

export class Settings {
  readonly element = element("div", { class: "gdsim-settings" });
  readonly #only: readonly string[] | null;
  readonly #choose: (wish: Wish) => void;
  readonly #askStart: () => void;
  readonly #rate: RateSlider;
  #pickers: Pickers | null = null;
  #frame = 0;

  /** Keeps the places; `askStart` is called where the reader wants to type a start. */
  constructor(figure: HTMLElement, choose: (wish: Wish) => void, askStart: () => void) {
    const { pick, varies } = figure.dataset;
    this.#only = pick?.split(/\s+/) ?? null;
    this.#choose = choose;
    this.#askStart = askStart;
    this.#rate = new RateSlider(figure.id, (rate) => this.#chooseRate(rate));
    this.#rate.element.hidden = !this.#mayPick("learning_rate");
    const note = element("p", { class: "gdsim-data-note" });
    this.element.append(this.#rate.element, Pickers.place(varies), note);
  }

  /** Makes the lists of a sweep; returns the fields that the reader may pick and that have none. */
  open(sweep: Sweep): readonly Field[] {
    const lists: Field[] = offered(sweep, this.#only).filter((field) => field !== "learning_rate");
    const pickers = this.#pickers = new Pickers(sweep, lists, this.#choose, this.#askStart);
    this.element.replaceChildren(this.#rate.element, pickers.element, pickers.note);
    return FIELDS.filter((field) => this.#mayPick(field))
      .filter((field) => field === "init" || !lists.includes(field));
  }

  show(session: Session): void {
    const { aim: { entry, wanted }, arrival: { ground } } = session.shown;
    const { model, loss, optimizer } = ground.trajectory;
    const free = whyNotHere(model.name, loss, optimizer) === "";
    this.#pickers?.show(entry, ground, wanted.start !== undefined, wanted.dataset !== undefined);
    this.#rate.show(ground, session.alternatives(), free);
  }

  /** While the slider is dragged, the last rate of each frame is chosen. */
  #chooseRate(learning_rate: number): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#choose({ learning_rate }));
  }

  #mayPick(field: Field): boolean {
    return !this.#only || this.#only.includes(field);
  }
}
