/** Which runs a player shows: the one that is steered and its rivals, and how one comes to others. */

import { type Aim, aimAt, aimOf, type Computable, isPlain } from "./aim.ts";
import type { GivenRun } from "./given_run.ts";
import type { Arrival, Grounds } from "./grounds.ts";
import type { RunLink } from "./permalink.ts";
import type { Dataset, Outcome, Run } from "./records.ts";
import { checkWish, FIELDS, sameValue, type Wish } from "./runs.ts";
import { theoryOf } from "./numerics/theory.ts";
import type { Ground } from "./views/view.ts";

export const MOST_RUNS = 6;

/** A run as it was asked for and as it came. */
export interface Shown {
  readonly aim: Aim;
  readonly arrival: Arrival;
}

export class Session {
  readonly grounds: Grounds;
  readonly #known: Computable;
  readonly #show: (note: string) => Promise<void>;
  readonly #rivals: Shown[] = [];
  #shown!: Shown; // set before the first call of `show`
  /** The last that was chosen here; what is shown may come from the reader's code. */
  #chosen!: Shown;
  /** What was last asked for; it may still be loading. */
  #aim!: Aim;
  #ticket = 0;

  /** `show` is called when other runs are on screen, with words where they are not what was asked. */
  constructor(grounds: Grounds, known: Computable, show: (note: string) => Promise<void>) {
    this.grounds = grounds;
    this.#known = known;
    this.#show = show;
  }

  get shown(): Shown {
    return this.#shown;
  }

  get ground(): Ground {
    return this.#shown.arrival.ground;
  }

  get rivals(): readonly Shown[] {
    return this.#rivals;
  }

  get hasRoom(): boolean {
    return this.#rivals.length < MOST_RUNS - 1;
  }

  /** Opens with a run of the sweep, or with what a link asks for. */
  async open(entry: Run, link: RunLink | null): Promise<void> {
    if (!link) return await this.#goTo({ entry, wanted: {} }, "");
    const { aim, note } = aimOf(this.grounds.sweep, entry, link, this.#known);
    try {
      await this.#goTo(aim, note);
    } catch (error) {
      if (isPlain(aim)) throw error;
      await this.#goTo({ entry: aim.entry, wanted: {} }, (error as Error).message);
    }
  }

  /** Goes to the run with these fields; others, and what is the reader's own, are kept where they can be. */
  select(wish: Wish): Promise<void> {
    checkWish(wish);
    return this.#goTo(aimAt(this.grounds.sweep, this.#aim, wish, this.#known), "");
  }

  /** The same run from another start. */
  start(w: number, b: number): Promise<void> {
    const { entry, wanted } = this.#aim;
    return this.#goTo({ entry, wanted: { ...wanted, start: { w, b } } }, "");
  }

  /** The same descent on the reader's data, with a learning rate that suits them. */
  own(dataset: Dataset): Promise<void> {
    const { entry, wanted: { learning_rate: _, ...wanted } } = this.#aim;
    const loss = wanted.loss ?? entry.loss;
    const theory = theoryOf(dataset, loss, wanted.standardize ?? entry.standardize);
    const learning_rate = theory && Number((0.95 * theory.swing_from).toPrecision(2));
    return this.#goTo({
      entry,
      wanted: {
        ...wanted,
        dataset,
        start: { w: 0, b: 0 },
        ...(learning_rate && { learning_rate }),
      },
    }, "");
  }

  /** The run that was chosen last, whatever the reader's code has shown since. */
  get chosen(): Ground {
    return this.#chosen.arrival.ground;
  }

  /** Shows params from elsewhere in place of the chosen run, or in a race with it alone. */
  async showRun(run: GivenRun, race: boolean): Promise<void> {
    const ticket = ++this.#ticket; // what is still loading comes too late
    const { givenGround } = await this.grounds.compute();
    if (ticket !== this.#ticket) return;
    const { aim, arrival } = this.#chosen;
    const ground = givenGround(arrival.ground, run);
    this.#aim = aim;
    this.#shown = { aim, arrival: { ...arrival, ground } };
    this.#rivals.splice(0, Infinity, ...(race ? [this.#chosen] : []));
    await this.#show("");
  }

  /** Keeps a run on screen beside the one steered: this one, or what a link or a wish names. */
  async addRival(link?: RunLink | Wish): Promise<void> {
    if (!this.hasRoom) throw new Error(`a race holds ${MOST_RUNS} runs`);
    this.#rivals.push(link ? await this.#named(link) : this.#shown);
    await this.#show(link ? "" : "kept for a race: change something and both run");
  }

  async removeRival(index: number): Promise<void> {
    if (this.#rivals.splice(index, 1).length) await this.#show("");
  }

  /** Rivals anew, as far as they exist; words for those that do not. */
  async setRivals(links: readonly RunLink[]): Promise<void> {
    const named = await Promise.allSettled(
      links.slice(0, MOST_RUNS - 1).map((link) => this.#named(link)),
    );
    const found = named.flatMap((rival) => rival.status === "fulfilled" ? [rival.value] : []);
    this.#rivals.splice(0, Infinity, ...found);
    const lost = named.length - found.length;
    await this.#show(lost ? `${lost} of the race's runs ${lost > 1 ? "are" : "is"} not here` : "");
  }

  /** The runs of the sweep that differ from the one shown in the learning rate alone. */
  alternatives(): { readonly rate: number; readonly outcome: Outcome | null }[] {
    const { entry, wanted } = this.#shown.aim;
    const others = FIELDS.filter((field) => field !== "learning_rate");
    const { learning_rate: _, ...rest } = wanted;
    const same = isPlain({ entry, wanted: rest });
    const runs = this.grounds.sweep.runs.filter((run) =>
      others.every((field) => sameValue(run[field], entry[field]))
    );
    return runs
      .map((run) => ({ rate: run.learning_rate, outcome: same && run.outcome || null }))
      .sort((one, other) => one.rate - other.rate);
  }

  async #named(link: RunLink | Wish): Promise<Shown> {
    const { sweep } = this.grounds;
    if ("run" in link && link.run !== undefined) {
      if (!sweep.runs.some((run) => run.id === link.run)) {
        throw new Error(`sweep ${sweep.name} has no run ${link.run}`);
      }
      return await this.#load(aimOf(sweep, this.#aim.entry, link, this.#known).aim);
    }
    const wish = link as Wish;
    checkWish(wish);
    return await this.#load(aimAt(sweep, this.#aim, wish, this.#known));
  }

  async #load(aim: Aim): Promise<Shown> {
    const arrival = isPlain(aim)
      ? await this.grounds.of(aim.entry)
      : await this.grounds.live(aim.entry, aim.wanted);
    const wanted = arrival.ground.live ? aim.wanted : {};
    return { aim: { entry: arrival.entry, wanted }, arrival };
  }

  /** Loads and shows a run; a later call wins. */
  async #goTo(aim: Aim, note: string): Promise<void> {
    const ticket = ++this.#ticket;
    const before = this.#aim;
    this.#aim = aim;
    let shown: Shown;
    try {
      shown = await this.#load(aim);
    } catch (error) {
      if (ticket === this.#ticket) this.#aim = before;
      throw error;
    }
    if (ticket !== this.#ticket) return;
    this.#shown = this.#chosen = shown;
    this.#aim = shown.aim;
    await this.#show([note, shown.arrival.note].filter(Boolean).join("; "));
  }
}
