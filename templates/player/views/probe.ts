/** What is under the pointer, in words at the corner of a view and a ring on the point; also after a tap. */

import { element } from "../dom.ts";

export class Probe {
  readonly #words = element("p", { class: "gdsim-probe", "aria-hidden": "true" });
  readonly #ring = element("i", { class: "gdsim-probe-ring", "aria-hidden": "true" });

  constructor(cell: HTMLElement) {
    this.hide();
    cell.append(this.#words, this.#ring);
  }

  /** `x` and `y` in CSS pixels of the view. */
  show(words: string, x: number, y: number): void {
    this.#words.textContent = words;
    this.#ring.style.transform = `translate(${x}px, ${y}px)`;
    this.#words.hidden = this.#ring.hidden = false;
  }

  hide(): void {
    this.#words.hidden = this.#ring.hidden = true;
  }
}
