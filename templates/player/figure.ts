/** The figure in the page: upgraded in one go, put back whole where the player cannot start. */

import { element } from "./dom.ts";

/** Reserves the places of stage, controls and pickers, so that nothing moves when data arrives. */
export function upgrade(figure: HTMLElement, stage: HTMLElement, ...below: HTMLElement[]): void {
  const pickers = element("div", { class: "gdsim-pickers" });
  const live = element("div", { class: "gdsim-live" }, stage, ...below, pickers);
  const fallback = figure.querySelector(".gdsim-fallback");
  if (fallback) fallback.after(live);
  else figure.prepend(live);
  figure.classList.add("gdsim-ready");
}

export function putPickers(figure: HTMLElement, pickers: HTMLElement): void {
  figure.querySelector(".gdsim-pickers")!.replaceWith(pickers);
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
