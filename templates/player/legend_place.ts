/** Where a race's legend stands; what fills it is a script of its own, read where there is a race. */

import { element } from "./dom.ts";
import type { LoadPart, Race, RaceLegend } from "./parts.ts";
import type { Ground, Moment } from "./views/view.ts";

export class LegendPlace {
  readonly element = element("div", { class: "gdsim-legend", role: "group", "aria-label": "Race" });
  readonly #load: LoadPart;
  readonly #awaited: boolean;
  #race: Race | null = null;
  #legend: RaceLegend | null = null;
  #grounds: readonly Ground[] = [];
  #moment: Moment | null = null;

  /** Keeps the rows of as many rivals as the page names. */
  constructor(rivals: number, load: LoadPart) {
    this.#load = load;
    this.#awaited = rivals > 0;
    this.element.hidden = !this.#awaited;
    const rows = Array.from({ length: rivals + 1 }, () => element("li"));
    this.element.append(element("p"), element("ol", {}, ...rows));
  }

  /** Takes the run on screen and its rivals; resolves to words for them all, or to null for one alone. */
  async show(
    grounds: readonly Ground[],
    remove: (k: number) => void,
  ): Promise<string | null> {
    this.#grounds = grounds;
    const alone = grounds.length < 2, late = !this.#race;
    if (alone && late) {
      this.element.hidden = !this.#awaited; // nothing moves when the rivals come
      return null;
    }
    if (!this.#race) {
      try {
        this.#race = await this.#load("race");
      } catch (error) {
        this.#say(error as Error);
        return null;
      }
      if (this.#grounds !== grounds) return null; // others came meanwhile
    }
    this.#legend ??= this.#race.legend(this.element);
    this.#legend.show(grounds, remove);
    if (late && this.#moment) this.#legend.draw(this.#moment);
    return alone ? null : this.#race.describeRace(grounds.map(({ trajectory }) => trajectory));
  }

  draw(moment: Moment): void {
    this.#moment = moment;
    this.#legend?.draw(moment);
  }

  #say({ message }: Error): void {
    this.element.hidden = false;
    this.element.replaceChildren(element("p", { class: "gdsim-mistake" }, message));
  }
}
