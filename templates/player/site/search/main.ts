/** The field and its results; the one global is `gdsimSearch`, which the site's script calls. */

import { element } from "../../dom.ts";
import type { SearchOptions } from "../find.ts";
import { context, type Result, SiteSearch } from "./index.ts";

const KINDS = { page: "page", dataset: "dataset", run: "run" } as const;

globalThis.window.gdsimSearch = { mount };

function mount(place: HTMLElement, { root, records, query = "" }: SearchOptions): void {
  const field = element("input", {
    type: "search",
    name: "q",
    placeholder: "Search pages, runs and datasets",
    autocomplete: "off",
    spellcheck: "false",
    "aria-label": "Search pages, runs and datasets",
  });
  const form = element(
    "form",
    { class: "gdsim-search-form", role: "search" },
    element("label", {}, field),
  );
  const status = element("p", { class: "gdsim-search-status", role: "status" });
  const list = element("ul", { class: "gdsim-results" });
  place.append(form, status, list);

  let search: Promise<SiteSearch> | null = null;
  const show = async () => {
    const asked = field.value.trim();
    search ??= records().then((record) => new SiteSearch(record));
    try {
      const results = asked ? (await search).find(asked) : [];
      if (field.value.trim() !== asked) return;
      list.replaceChildren(...results.map((result) => item(result, root)));
      status.textContent = words(asked, results.length);
    } catch (error) {
      search = null; // may be tried again
      list.replaceChildren();
      status.textContent = `Search cannot start: ${(error as Error).message}.`;
    }
  };
  field.addEventListener("input", () => void show());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void show().then(() => list.querySelector("a")?.click());
  });
  place.addEventListener("keydown", (event) => move(event, field, list));
  status.textContent = words("", 0);
  field.value = query;
  if (query) void show();
  if (!(place instanceof HTMLDialogElement)) field.focus();
}

function words(query: string, count: number): string {
  if (!query) return "Type a word. ↑ and ↓ choose, Enter opens, Escape closes.";
  if (!count) return "Nothing found. Try fewer letters of the word, or another one.";
  return count === 1 ? "1 result" : count < 30 ? `${count} results` : "The best 30 results";
}

/** ↑ and ↓ go through the field and the results. */
function move(event: KeyboardEvent, field: HTMLElement, list: HTMLElement): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const stops = [field, ...list.querySelectorAll<HTMLElement>("a")];
  const here = stops.indexOf(document.activeElement as HTMLElement);
  const next = here + (event.key === "ArrowDown" ? 1 : -1);
  if (here < 0 || !stops[next]) return;
  event.preventDefault();
  stops[next].focus();
}

/** A result as a link; whatever was typed or written is text. */
function item({ url, record, words }: Result, root: string): HTMLLIElement {
  const { kind, title, heading = "", text = "" } = record;
  const link = element("a", { href: root + url });
  if (kind !== "page") link.append(element("small", {}, KINDS[kind]));
  link.append(element("strong", {}, ...marked(title, words)));
  if (heading) link.append(" · ", ...marked(heading, words));
  if (text) link.append(element("p", {}, ...marked(text, words)));
  return element("li", {}, link);
}

function marked(text: string, words: readonly string[]): (Node | string)[] {
  return context(text, words).map(([piece, met]) => met ? element("mark", {}, piece) : piece);
}
