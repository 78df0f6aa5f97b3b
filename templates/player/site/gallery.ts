/** The list of runs as a gallery: pictures to filter and to put in order; those near the screen are drawn. */

import { element, picker } from "../dom.ts";
import { digits, rate, words } from "../format.ts";
import type { Run, Sweep } from "../records.ts";
import { type Field, havingAny, type Value } from "../runs.ts";
import {
  address,
  asksForEnds,
  type Card,
  choices,
  DECLARED,
  filesOfEnds,
  type Filter,
  isUnread,
  matching,
  type Order,
  ordered,
  ORDERS,
  outcome,
  readEnds,
  said,
  scene,
  useful,
  type Wish,
} from "./gallery_runs.ts";
import { Sweeps } from "./sweeps.ts";

const CHUNK = 48; // cards drawn at once
const AHEAD = "800px"; // of the end of the list, where the next ones are drawn
const MOST_FILES = 5; // that are read unasked, to put the runs in order by how they ended
const AROUND = "2000px"; // of the screen, beyond which cards are taken out again

export function startGallery(): void {
  for (const box of document.querySelectorAll<HTMLElement>(".gdsim-gallery")) {
    cardsOf(box).then(
      (cards) => new Gallery(box, cards),
      (error) => console.warn("gdsim: the gallery stays a list:", error),
    );
  }
}

/** The runs of the static list, from the records of their sweeps. */
async function cardsOf(box: HTMLElement): Promise<Card[]> {
  const sweeps = new Sweeps(box.dataset["root"] ?? "");
  const sections = [...box.querySelectorAll<HTMLElement>("[data-sweep]")];
  const found = await Promise.all(sections.map(async (section) => {
    const sweep = await sweeps.read(section.dataset["sweep"]!);
    const player = section.dataset["player"]!;
    return meant(section, sweep.runs).map((run) => ({ sweep, run, player }));
  }));
  return found.flat();
}

/** The runs of a section: all, those that it lists, or those with values that it names. */
function meant(section: HTMLElement, runs: readonly Run[]): readonly Run[] {
  const { some } = section.dataset;
  if (some === undefined) return runs;
  if (!some) {
    const listed = runsIn(section);
    return runs.filter(({ id }) => listed.has(id));
  }
  const values = Object.entries(JSON.parse(some)) as [Field, Value[]][];
  return values.reduce((left, [field, values]) => havingAny(left, field, values), runs);
}

function runsIn(section: HTMLElement): Set<string | null> {
  const links = [...section.querySelectorAll<HTMLAnchorElement>("li > a:first-child")];
  return new Set(
    links.map(({ hash }) => new URLSearchParams(hash.slice(hash.indexOf("&"))).get("run")),
  );
}

class Gallery {
  readonly #root: string;
  readonly #filters: readonly Filter[];
  /** Lists of cards, one a chunk; what is far from the screen keeps its height alone. */
  readonly #lists = element("div", {});
  readonly #chunks = new Map<Element, readonly Card[]>();
  readonly #count = element("p", { class: "gdsim-gallery-count", role: "status" });
  readonly #more = element(
    "button",
    { type: "button", class: "gdsim-button-wide" },
    "Show more runs",
  );
  readonly #selects = new Map<Filter, HTMLSelectElement>();
  readonly #end = new IntersectionObserver((seen) => {
    if (seen.some(({ isIntersecting }) => isIntersecting)) void this.#draw();
  }, { rootMargin: AHEAD });
  readonly #near = new IntersectionObserver((seen) => {
    for (const entry of seen) this.#keep(entry);
  }, { rootMargin: AROUND });
  readonly #orders: readonly Order[];
  #order: Order;
  #shown: readonly Card[] = [];
  #drawn = 0;
  #drawing = false;
  #ticket = 0;

  constructor(box: HTMLElement, readonly cards: readonly Card[]) {
    this.#root = box.dataset["root"] ?? "";
    this.#filters = useful(cards);
    this.#orders = filesOfEnds(cards) > MOST_FILES ? [DECLARED, ...ORDERS] : ORDERS;
    this.#order = this.#orders[0]!;
    this.#more.addEventListener("click", () => void this.#draw());
    const controls = this.#controls();
    this.#take(new URLSearchParams(location.hash.slice(1)));
    box.replaceChildren(controls, this.#count, this.#lists, this.#more);
    box.classList.add("gdsim-ready");
    void this.#choose();
  }

  #controls(): HTMLElement {
    const form = element("form", {
      class: "gdsim-filters",
      "aria-label": "Which runs, in which order",
    });
    for (const filter of this.#filters) {
      const { box, select } = picker(filter, filter);
      select.append(new Option("any", ""));
      for (const choice of choices(this.cards, filter)) select.append(new Option(choice, choice));
      this.#selects.set(filter, select);
      form.append(box);
    }
    const { box, select } = picker("sorted by", "order");
    for (const order of this.#orders) select.append(new Option(order, order));
    form.append(box);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", () => {
      this.#order = select.value as Order;
      void this.#choose();
    });
    return form;
  }

  /** Chooses what an address asks for, as far as it can be chosen. */
  #take(wish: URLSearchParams): void {
    const { sweep } = this.cards.find(({ sweep }) => sweep.name === wish.get("sweep")) ?? {};
    if (!sweep) return;
    wish.set("sweep", sweep.title || sweep.name);
    for (const [filter, select] of this.#selects) {
      const asked = wish.get(filter) ?? "";
      const options = [asked, words(asked), rate(Number(asked))];
      select.value = [...select.options].find(({ value }) => options.includes(value))?.value ?? "";
    }
  }

  async #choose(): Promise<void> {
    const ticket = ++this.#ticket;
    const asked = [...this.#selects].filter(([, { value }]) => value);
    const wish: Wish = Object.fromEntries(asked.map(([filter, { value }]) => [filter, value]));
    const { outcome: _, ...fields } = wish;
    let found = matching(this.cards, fields);
    if (asksForEnds(wish, this.#order) && found.some(isUnread)) {
      this.#count.textContent = `Reading how ${counted(found.length)} ended …`;
      try {
        await readEnds(found);
      } catch (error) {
        if (ticket === this.#ticket) this.#count.textContent = `${(error as Error).message}.`;
        return;
      }
      if (ticket !== this.#ticket) return; // something else is asked for meanwhile
    }
    found = matching(found, wish);
    this.#shown = ordered(found, this.#order);
    this.#lists.replaceChildren();
    this.#chunks.clear();
    this.#near.disconnect();
    this.#drawn = 0;
    this.#drawing = false;
    const all = counted(this.cards.length);
    const words = asked.length ? `${found.length.toLocaleString("en")} of ${all}` : all;
    this.#count.replaceChildren(found.length ? words : `None of the ${all} is all of this. `);
    if (!found.length) this.#count.append(this.#clear());
    await this.#draw();
  }

  #clear(): HTMLElement {
    const button = element(
      "button",
      { type: "button", class: "gdsim-button-wide" },
      "Clear the filters",
    );
    button.addEventListener("click", () => {
      for (const select of this.#selects.values()) select.value = "";
      void this.#choose();
      this.#selects.get(this.#filters[0]!)?.focus();
    });
    return button;
  }

  /** Draws the next cards. */
  async #draw(): Promise<void> {
    if (this.#drawing) return;
    this.#drawing = true;
    const ticket = this.#ticket;
    const next = this.#shown.slice(this.#drawn, this.#drawn + CHUNK);
    await readEnds(next).catch(() => {}); // the cards say their fields all the same
    if (ticket !== this.#ticket) return;
    const list = element("ul", { class: "gdsim-cards" }, ...next.map((card) => this.#card(card)));
    if (next.length) this.#lists.append(list);
    this.#chunks.set(list, next);
    this.#near.observe(list);
    this.#drawn += next.length;
    this.#more.hidden = this.#drawn >= this.#shown.length;
    this.#drawing = false;
    this.#end.unobserve(this.#more); // observed anew, it is told again whether the end is near
    this.#end.observe(this.#more);
  }

  /** Takes the cards of a chunk out where it is far from the screen, and brings them back. */
  #keep({ target, isIntersecting, boundingClientRect }: IntersectionObserverEntry): void {
    const list = target as HTMLElement, cards = this.#chunks.get(list);
    if (!cards || isIntersecting === Boolean(list.firstChild)) return;
    if (isIntersecting) {
      list.append(...cards.map((card) => this.#card(card)));
      list.style.removeProperty("height");
    } else if (!list.contains(document.activeElement)) {
      list.style.height = `${boundingClientRect.height}px`;
      list.replaceChildren();
    }
  }

  #card(card: Card): HTMLElement {
    const { sweep, run } = card;
    const link = element("a", { href: address(card) });
    const picture = scene(sweep);
    if (picture) link.append(this.#poster(sweep, run.id, picture));
    const title = element("span", { class: "gdsim-card-title" }, this.#title(card));
    const fields = element("span", { class: "gdsim-card-fields" }, this.#fields(card));
    const end = element("span", { class: "gdsim-card-outcome" }, outcome(run));
    end.dataset["status"] = run.outcome?.status ?? "";
    link.append(title, fields, end);
    return element("li", {}, link);
  }

  #title(card: Card): string {
    const name = said(card, "dataset");
    return `${name}, ${said(card, "learning rate")}`;
  }

  /** The other fields in which the runs differ, and where the run ended. */
  #fields(card: Card): string {
    const others = this.#filters.filter((filter) =>
      !["sweep", "dataset", "learning rate", "outcome"].includes(filter) &&
      (filter !== "inputs" || card.run.standardize)
    );
    const words = others.map((filter) =>
      filter === "start" ? `from ${said(card, filter)}` : said(card, filter)
    );
    const { final_loss } = card.run;
    if (final_loss !== undefined) words.push(`loss\u00a0${digits(final_loss, 3)}`);
    return words.join(", ");
  }

  #poster(sweep: Sweep, run: string, picture: string): HTMLElement {
    const [width, height] = sweep.frame_size.map(String) as [string, string];
    const parts = ["media", sweep.name, run, `${picture}.png`].map(encodeURIComponent);
    const src = this.#root + parts.join("/");
    return element("img", { src, width, height, alt: "", loading: "lazy", decoding: "async" });
  }
}

function counted(runs: number): string {
  return `${runs.toLocaleString("en")} ${runs === 1 ? "run" : "runs"}`;
}
