/** The views of a player: made, given runs, and drawn together. */

import { element } from "./dom.ts";
import type { Palette } from "./palette.ts";
import type { Sweep } from "./records.ts";
import { ContourView } from "./views/contour.ts";
import { FitView } from "./views/fit.ts";
import { VideoView } from "./views/video.ts";
import type { Ground, Moment, View } from "./views/view.ts";

/** Views that are drawn in the page. Another scene's name means its video. */
const LIVE: Readonly<
  Record<string, (canvas: HTMLCanvasElement, palette: Palette) => View>
> = {
  fit: (canvas, palette) => new FitView(canvas, palette),
  contour: (canvas, palette) => new ContourView(canvas, palette),
};
/** What the page can draw them for. */
const LIVE_MODEL = "line";
const LIVE_LOSSES = ["mse", "ridge", "mae", "huber"];

export class Stage {
  readonly element: HTMLElement;
  readonly #cells = new Map<string, HTMLElement>();
  readonly #views: View[] = [];

  /** Reserves a place for each view; nothing moves when they are filled. */
  constructor(names: readonly string[]) {
    this.element = element("div", {
      class: "gdsim-stage",
      role: "group",
      tabindex: "0",
      "aria-label":
        "Animation. Space plays, left and right step, with shift ten epochs, Home and End go to the ends, [ and ] change the speed.",
      "data-count": String(names.length),
    });
    for (const name of names) {
      const cell = element("div", { class: "gdsim-view", "data-view": name });
      this.#cells.set(name, cell);
      this.element.append(cell);
    }
  }

  /** Fills the places with what the sweep can show; a view it has no scene for is taken out. */
  open(sweep: Sweep, palette: Palette): void {
    const known = sweep.model.name === LIVE_MODEL &&
      sweep.views.every((view) => LIVE_LOSSES.includes(view.loss.name));
    for (const [name, cell] of this.#cells) {
      const make = known ? LIVE[name] : undefined;
      cell.style.aspectRatio = sweep.frame_size.join(" / ");
      if (make) {
        const canvas = element("canvas", { role: "img" });
        cell.append(canvas);
        this.#views.push(make(canvas, palette));
      } else if (sweep.scenes.includes(name) && sweep.formats.includes("mp4")) {
        cell.setAttribute("role", "img");
        this.#views.push(new VideoView(cell, name, sweep.fps));
      } else {
        cell.remove();
        this.#cells.delete(name);
      }
    }
    this.element.dataset.count = String(this.#views.length);
    if (!this.#views.length) throw new Error("none of the views asked for can be shown");
  }

  show(ground: Ground): void {
    const names = [...this.#cells.keys()];
    this.#views.forEach((view, k) => {
      view.element.setAttribute("aria-label", `${names[k]}: ${ground.trajectory.description}`);
      view.show(ground);
    });
  }

  refresh(palette: Palette): void {
    for (const view of this.#views) view.refresh(palette);
  }

  /** Draws every view; resolves when the last of them shows the moment. */
  async draw(moment: Moment): Promise<void> {
    await Promise.all(this.#views.map((view) => view.draw(moment)));
  }
}
