/** The list of runs as a gallery: pictures to filter and to put in order, drawn a few at a time. */

import { element, picker } from "../dom.ts";
import { digits } from "../format.ts";
import type { Sweep } from "../records.ts";
import {
  address,
  type Card,
  choices,
  type Filter,
  matching,
  type Order,
  ordered,
  ORDERS,
  outcome,
  said,
  scene,
  useful,
  type Wish,
} from "./gallery_runs.ts";
import { Sweeps } from "./sweeps.ts";

const CHUNK = 48; // cards drawn at once
const AHEAD = "800px"; // of the end of the list, where the next ones are drawn

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
    const some = "some" in section.dataset ? runsIn(section) : null;
    const runs = some ? sweep.runs.filter(({ id }) => some.has(id)) : sweep.runs;
    return runs.map((run) => ({ sweep, run, player }));
  }));
  return found.flat();
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
  readonly #list = element("ul", { class: "gdsim-cards" });
  readonly #count = element("p", { class: "gdsim-gallery-count", role: "status" });
  readonly #more = element(
    "button",
    { type: "button", class: "gdsim-button-wide" },
    "Show more runs",
  );
  readonly #selects = new Map<Filter, HTMLSelectElement>();
  readonly #end = new IntersectionObserver((seen) => {
    if (seen.some(({ isIntersecting }) => isIntersecting)) this.#draw();
  }, { rootMargin: AHEAD });
  #order: Order = ORDERS[0];
  #shown: readonly Card[] = [];
  #drawn = 0;

  constructor(box: HTMLElement, readonly cards: readonly Card[]) {
    this.#root = box.dataset["root"] ?? "";
    this.#filters = useful(cards);
    this.#more.addEventListener("click", () => this.#draw());
    box.replaceChildren(this.#controls(), this.#count, this.#list, this.#more);
    box.classList.add("gdsim-ready");
    this.#choose();
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
    for (const order of ORDERS) select.append(new Option(order, order));
    form.append(box);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", () => {
      this.#order = select.value as Order;
      this.#choose();
    });
    return form;
  }

  #choose(): void {
    const asked = [...this.#selects].filter(([, { value }]) => value);
    const wish: Wish = Object.fromEntries(asked.map(([filter, { value }]) => [filter, value]));
    this.#shown = ordered(matching(this.cards, wish), this.#order);
    this.#list.replaceChildren();
    this.#drawn = 0;
    this.#draw();
    const all = this.cards.length.toLocaleString("en");
    const words = asked.length
      ? `${this.#shown.length.toLocaleString("en")} of ${all} runs`
      : `${all} runs`;
    this.#count.replaceChildren(
      this.#shown.length ? words : `None of the ${all} runs is all of this. `,
    );
    if (!this.#shown.length) this.#count.append(this.#clear());
  }

  #clear(): HTMLElement {
    const button = element(
      "button",
      { type: "button", class: "gdsim-button-wide" },
      "Clear the filters",
    );
    button.addEventListener("click", () => {
      for (const select of this.#selects.values()) select.value = "";
      this.#choose();
      this.#selects.get(this.#filters[0]!)?.focus();
    });
    return button;
  }

  #draw(): void {
    const next = this.#shown.slice(this.#drawn, this.#drawn + CHUNK);
    this.#list.append(...next.map((card) => this.#card(card)));
    this.#drawn += next.length;
    this.#more.hidden = this.#drawn >= this.#shown.length;
    this.#end.unobserve(this.#more); // observed anew, it is told again whether the end is near
    this.#end.observe(this.#more);
  }

  #card(card: Card): HTMLElement {
    const { sweep, run } = card;
    const link = element("a", { href: address(card) });
    const picture = scene(sweep);
    if (picture) link.append(this.#poster(sweep, run.id, picture));
    const title = element("span", { class: "gdsim-card-title" }, this.#title(card));
    const fields = element("span", { class: "gdsim-card-fields" }, this.#fields(card));
    const end = element("span", { class: "gdsim-card-outcome" }, outcome(run));
    end.dataset["status"] = run.outcome.status;
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
