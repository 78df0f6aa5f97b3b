/** Which views are shown, and how they are drawn. */

import { element, tick } from "./dom.ts";
import { words } from "./format.ts";
import type { ViewOptions } from "./views/view.ts";

const OPTIONS: readonly [keyof ViewOptions, string, readonly string[]][] = [
  ["eigen", "fast and slow direction", ["contour", "surface"]],
  ["logEpoch", "epochs on a log axis", ["loss", "params"]],
  ["logLoss", "loss on a log axis", ["loss"]],
  ["rmse", "root of the squared error", ["loss"]],
];

export class ViewsPanel {
  readonly element = element("div", {});
  readonly #views = new Map<string, HTMLInputElement>();
  readonly #options = new Map<keyof ViewOptions, HTMLInputElement>();

  constructor(
    names: readonly string[],
    toggle: (name: string, visible: boolean) => void,
    set: (options: Partial<ViewOptions>) => void,
  ) {
    const views = element("div", { class: "gdsim-ticks", role: "group", "aria-label": "Views" });
    for (const name of names) {
      const { box, input } = tick(words(name), (on) => toggle(name, on));
      this.#views.set(name, input);
      views.append(box);
    }
    const options = element("div", { class: "gdsim-ticks", role: "group", "aria-label": "How" });
    for (const [option, label, where] of OPTIONS) {
      if (!where.some((view) => names.includes(view))) continue;
      const { box, input } = tick(label, (on) => set({ [option]: on }));
      this.#options.set(option, input);
      options.append(box);
    }
    this.element.append(views, options);
  }

  /** Ticks what is shown; the last view cannot be taken away. */
  show(shown: readonly string[], options: ViewOptions): void {
    for (const [name, input] of this.#views) {
      input.checked = shown.includes(name);
      input.disabled = input.checked && shown.length === 1;
    }
    for (const [option, input] of this.#options) input.checked = options[option];
  }
}
