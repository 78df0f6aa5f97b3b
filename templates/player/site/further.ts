/** Scripts that only some pages need: each is read where its elements stand. */

import { inject } from "./data.ts";
import { GALLERY, LESSON } from "./root.ts";

const FURTHER: readonly (readonly [selector: string, script: string])[] = [
  [".gdsim-quiz, .gdsim-record, .gdsim-tabs", LESSON],
  [".gdsim-gallery", GALLERY],
];

/** Reads what the page needs; what it would change is whole without it. */
export function startFurther(): void {
  for (const [selector, script] of FURTHER) {
    if (!script || !document.querySelector(selector)) continue;
    inject(script).catch((error) => console.warn("gdsim:", error));
  }
}
