/** The figure in the page: upgraded in one go, put back whole where the player cannot start. */

import { element } from "./dom.ts";

/** The parts of a player, from top to bottom. */
export interface Parts {
  readonly stage: HTMLElement;
  /** Of a race; hidden while there is none. */
  readonly legend: HTMLElement;
  /** Transport and read-out. */
  readonly dock: HTMLElement;
  /** What is chosen: learning rate and lists. */
  readonly settings: HTMLElement;
  readonly status: HTMLElement;
  readonly folds: HTMLElement;
}

/** Puts the parts in their places, so that nothing moves when data arrives. */
export function upgrade(figure: HTMLElement, parts: Parts): void {
  const { stage, legend, dock, settings, status, folds } = parts;
  const live = element(
    "div",
    { class: "gdsim-live" },
    stage,
    legend,
    dock,
    settings,
    status,
    folds,
  );
  const fallback = figure.querySelector(".gdsim-fallback");
  if (fallback) fallback.after(live);
  else figure.prepend(live);
  figure.classList.add("gdsim-ready");
}

export function describe(figure: HTMLElement, words: string): void {
  const description = figure.querySelector(".gdsim-description");
  if (description) description.textContent = words;
}

/** The figure as it was without scripts, and why. */
export function restore(figure: HTMLElement, error: Error): void {
  figure.classList.remove("gdsim-ready");
  const why = `The interactive player could not start: ${error.message}`;
  const note = element("p", { class: "gdsim-note", role: "status" }, why);
  figure.querySelector(".gdsim-live")?.replaceWith(note);
}

/** Fills the screen with the figure, or gives the screen back; false where the browser cannot. */
export function toggleFullScreen(figure: HTMLElement): boolean {
  if (!document.fullscreenEnabled) return false;
  if (document.fullscreenElement === figure) void document.exitFullscreen();
  else figure.requestFullscreen().catch(() => {}); // refused: nothing changes
  return true;
}
