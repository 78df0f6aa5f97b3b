/** The script of editors, read when the first is opened; its one global is `gdsimEditor`. */

import type { EditorScript, Opened } from "../site/python.ts";
import { Editor, type Stage } from "./editor.ts";
import { Runner } from "./runner.ts";

let runner: Runner | undefined;

function open({ source, base, label, address, player, fixed }: Opened): {
  element: HTMLElement;
  focus(): void;
} {
  const players = (globalThis as unknown as { gdsim?: { players: Stage[] } }).gdsim?.players ?? [];
  const stage = players.find(({ figure }) => figure.id === player) ?? null;
  runner ??= new Runner(address);
  const shared = runner;
  return new Editor({ source, base, label, runner: () => shared, stage, fixed });
}

Object.assign(globalThis, { gdsimEditor: { open } satisfies EditorScript });
