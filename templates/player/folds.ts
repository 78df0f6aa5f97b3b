/** A row of words, each of which unfolds a panel below; one at a time. */

import { element } from "./dom.ts";

export class Folds {
  readonly element: HTMLElement;
  readonly #row = element("div", { class: "gdsim-fold-row" });
  readonly #buttons = new Map<HTMLElement, HTMLButtonElement>();

  constructor() {
    this.element = element("div", { class: "gdsim-folds" }, this.#row);
  }

  /** Adds a panel under a word; `opened` is called each time it unfolds. */
  add(id: string, label: string, panel: HTMLElement, opened?: () => void): void {
    panel.id = id;
    panel.hidden = true;
    panel.classList.add("gdsim-panel");
    const button = element("button", {
      type: "button",
      class: "gdsim-fold",
      "aria-expanded": "false",
      "aria-controls": id,
    }, label);
    button.addEventListener("click", () => {
      const unfolds = panel.hidden;
      this.open(unfolds ? panel : null);
      if (unfolds) opened?.();
    });
    this.#buttons.set(panel, button);
    this.#row.append(button);
    this.element.append(panel);
  }

  /** Takes a panel and its word away. */
  drop(panel: HTMLElement): void {
    this.#buttons.get(panel)?.remove();
    this.#buttons.delete(panel);
    panel.remove();
  }

  /** Adds a button that acts at once. */
  put(button: HTMLButtonElement): void {
    button.classList.add("gdsim-fold");
    this.#row.append(button);
  }

  /** Unfolds a panel and folds the others; null folds all. */
  open(panel: HTMLElement | null): void {
    for (const [other, button] of this.#buttons) {
      other.hidden = other !== panel;
      button.setAttribute("aria-expanded", String(other === panel));
    }
  }
}
