/** Opens search over the page: by `/`, by Ctrl or ⌘ with K, and by the link in the header. */

import { element } from "../dom.ts";
import { data, inject } from "./data.ts";
import { ROOT, SEARCH } from "./root.ts";

/** What the script that searches offers; it is read when it is first needed. */
export interface SearchScript {
  /** Fills `place` with a field and its results; `close` is given where the field is over a page. */
  mount(place: HTMLElement, options: SearchOptions): void;
}

export interface SearchOptions {
  readonly root: string;
  readonly records: () => Promise<unknown>;
  readonly query?: string;
}

declare global {
  interface Window {
    gdsimSearch?: SearchScript;
  }
}

/** Binds keys and link; fills the page `search.html`. */
export function startSearch(): void {
  const link = document.querySelector<HTMLAnchorElement>(".gdsim-find");
  const page = document.getElementById("search");
  link?.append(element("kbd", { "aria-hidden": "true" }, "/"));
  link?.setAttribute("aria-keyshortcuts", "/");
  if (page) {
    const query = new URLSearchParams(location.search).get("q") ?? "";
    void script().then((search) => search.mount(page, { ...options, query }));
    link?.addEventListener("click", (event) => focusField(event, page));
  } else {
    link?.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      void open(link);
    });
  }
  document.addEventListener("keydown", (event) => {
    if (!isShortcut(event)) return;
    event.preventDefault();
    if (page) page.querySelector("input")?.focus();
    else void open(link);
  });
}

const options: SearchOptions = { root: ROOT, records: () => data("search", "search-index.js") };

function focusField(event: Event, page: HTMLElement): void {
  event.preventDefault();
  page.querySelector("input")?.focus();
}

function isShortcut(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  if (event.key === "k" && (event.ctrlKey || event.metaKey)) return true;
  const typing = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  // In an editor's shadow tree the target is its host.
  return event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing &&
    !target.shadowRoot;
}

let dialog: HTMLDialogElement | null = null;

/** Shows the field over the page; where its script cannot be read, the page of search is opened. */
async function open(link: HTMLAnchorElement | null): Promise<void> {
  if (dialog?.open) return;
  try {
    const search = await script();
    if (!dialog) {
      const box = dialog = element("dialog", {
        class: "gdsim-search-over",
        "aria-label": "Search",
      });
      document.body.append(box);
      search.mount(box, options);
      box.addEventListener("click", (event) => {
        if (event.target === box) box.close(); // beside the box
        if ((event.target as Element).closest("a")) box.close();
      });
    }
    dialog.showModal();
    const field = dialog.querySelector("input");
    field?.focus();
    field?.select();
  } catch {
    if (link) location.href = link.href;
  }
}

async function script(): Promise<SearchScript> {
  if (!globalThis.window.gdsimSearch) await inject(SEARCH);
  const found = globalThis.window.gdsimSearch;
  if (!found) throw new Error("the script of search is empty");
  return found;
}
