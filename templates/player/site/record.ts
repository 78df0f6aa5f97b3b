/** A reader's own lines: kept in this browser as they are written, and nowhere else. */

import { element } from "../dom.ts";
import { keep, kept } from "./memory.ts";

const PAUSE = 400; // milliseconds after the last key
const WORDS = "Kept in this browser, and nowhere else.";
const REFUSED = "This browser keeps nothing: copy what you write before you leave.";

/** Fills the fields with what was kept, and keeps what is written. */
export function startRecord(): void {
  for (const section of document.querySelectorAll<HTMLElement>("section.gdsim-record")) {
    const page = section.dataset["page"] ?? "";
    const told = element("p", { class: "gdsim-hint", role: "status" }, WORDS);
    section.append(told);
    for (const field of section.querySelectorAll<HTMLTextAreaElement>("textarea[data-line]")) {
      keepField(field, `record.${page}.${field.dataset["line"]}`, told);
    }
  }
}

function keepField(field: HTMLTextAreaElement, name: string, told: HTMLElement): void {
  field.value = kept(name) ?? "";
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const save = () => {
    clearTimeout(waiting);
    waiting = undefined;
    told.textContent = keep(name, field.value) ? WORDS : REFUSED;
  };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, PAUSE);
  });
  field.addEventListener("change", save);
  addEventListener("pagehide", () => waiting !== undefined && save());
}
