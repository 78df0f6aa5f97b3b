/** "Edit and run": a listing becomes an editor when its button is pressed; until then nothing of it is read. */

import { element, wordButton } from "../dom.ts";
import { inject } from "./data.ts";
import { EDITOR, RUNNER } from "./root.ts";

export interface Opened {
  readonly source: string;
  readonly base: string;
  readonly label: string;
  /** Where the page is that Python runs in. */
  readonly address: string;
  /** Id of the player's figure; "" for none. */
  readonly player: string;
  readonly fixed: Readonly<Record<string, number>>;
}

/** What the editor's script offers. */
export interface EditorScript {
  open(options: Opened): { element: HTMLElement; focus(): void };
}

declare global {
  interface Window {
    gdsimEditor?: EditorScript;
  }
}

export function startPython(): void {
  if (!EDITOR || !RUNNER) return;
  for (const box of document.querySelectorAll<HTMLElement>(".gdsim-python")) offer(box);
}

function offer(box: HTMLElement): void {
  const bar = element("p", { class: "gdsim-python-bar" });
  const button = wordButton("Edit and run", () => void upgrade());
  bar.append(button);
  box.append(bar);

  async function upgrade(): Promise<void> {
    button.disabled = true;
    try {
      const editor = (await script()).open(optionsOf(box));
      for (const listing of box.querySelectorAll<HTMLElement>("pre")) listing.hidden = true;
      bar.replaceWith(editor.element);
      editor.focus();
    } catch (error) {
      button.disabled = false;
      bar.append(
        element("span", { role: "status" }, ` It cannot open: ${(error as Error).message}.`),
      );
    }
  }
}

function optionsOf(box: HTMLElement): Opened {
  const { source, base, player = "", fixed = "{}", label = "Python" } = box.dataset;
  const shown = box.querySelector("pre")?.textContent?.replace(/\n$/, "") ?? "";
  const whole = source ?? shown;
  return {
    source: whole,
    base: base ?? whole,
    label,
    player,
    address: RUNNER,
    fixed: JSON.parse(fixed),
  };
}

async function script(): Promise<EditorScript> {
  if (!globalThis.window.gdsimEditor) await inject(EDITOR);
  const found = globalThis.window.gdsimEditor;
  if (!found) throw new Error("the editor's script is empty");
  return found;
}
