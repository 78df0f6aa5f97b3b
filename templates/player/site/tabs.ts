/** Panels one below the other become tabs: one is shown, arrows go from title to title. */

import { element } from "../dom.ts";

export function startTabs(): void {
  const groups = [...document.querySelectorAll<HTMLElement>(".gdsim-tabs")].map((box) =>
    new Tabs(box)
  );
  const reveal = () => {
    const target = document.getElementById(decoded(location.hash.slice(1)));
    if (target && groups.filter((tabs) => tabs.reveal(target)).length) target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  if (groups.length) reveal();
}

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

class Tabs {
  readonly #panels: readonly HTMLElement[];
  readonly #tabs: readonly HTMLButtonElement[];

  constructor(box: HTMLElement) {
    this.#panels = [...box.querySelectorAll<HTMLElement>(":scope > .gdsim-tab")];
    this.#tabs = this.#panels.map((panel, index) => this.#tab(panel, index));
    const list = element("div", { class: "gdsim-tablist", role: "tablist" }, ...this.#tabs);
    list.addEventListener("keydown", (event) => this.#key(event));
    box.prepend(list);
    box.classList.add("gdsim-ready");
    this.#show(0);
  }

  /** Shows the panel that holds `target`; says whether one does and was hidden. */
  reveal(target: Element): boolean {
    const index = this.#panels.findIndex((panel) => panel.contains(target));
    const hidden = index >= 0 && this.#panels[index]!.hasAttribute("hidden");
    if (hidden) this.#show(index);
    return hidden;
  }

  #tab(panel: HTMLElement, index: number): HTMLButtonElement {
    const title = panel.querySelector<HTMLElement>(":scope > .gdsim-tab-title")!;
    const tab = element("button", { type: "button", role: "tab", "aria-controls": panel.id });
    tab.append(...[...title.childNodes].map((node) => node.cloneNode(true)));
    tab.id = title.id;
    title.removeAttribute("id");
    title.hidden = true; // on paper, where all panels stand, it shows again
    panel.setAttribute("role", "tabpanel");
    panel.addEventListener("beforematch", () => this.#show(index)); // found by the browser's search
    tab.addEventListener("click", () => this.#show(index));
    return tab;
  }

  #key(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const at = this.#tabs.findIndex((tab) => tab.tabIndex === 0);
    const next = step(at, this.#tabs.length);
    this.#show(next);
    this.#tabs[next]!.focus();
  }

  #show(index: number): void {
    for (const [at, panel] of this.#panels.entries()) {
      const here = at === index;
      if (here) panel.removeAttribute("hidden");
      else panel.setAttribute("hidden", "until-found");
      // What is found by searching keeps its box, which nobody should meet on the way.
      panel.ariaHidden = here ? null : "true";
      panel.tabIndex = here ? 0 : -1;
      this.#tabs[at]!.setAttribute("aria-selected", String(here));
      this.#tabs[at]!.tabIndex = here ? 0 : -1;
    }
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
