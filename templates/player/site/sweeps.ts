/** Records of sweeps for a page's own script, which may or may not stand beside a player's. */

import { Library, receive } from "../receive.ts";
import type { Sweep } from "../records.ts";
import { unfolded } from "../wide.ts";

type Receiver = { receive?: (record: unknown) => void };

export class Sweeps {
  readonly #library: Library;

  constructor(root: string) {
    this.#library = new Library(root, () => Promise.resolve({ unfolded }));
    listen();
  }

  read(name: string): Promise<Sweep> {
    return this.#library.sweep(name);
  }
}

let listening = false;

/** Data scripts call `gdsim.receive`; a player on the page has one too, and each hears only its own. */
function listen(): void {
  if (listening) return;
  listening = true;
  const page = window as { gdsim?: Receiver };
  const theirs = page.gdsim?.receive;
  page.gdsim = Object.assign(page.gdsim ?? { players: [] }, {
    receive: (record: unknown) => {
      receive(record);
      theirs?.(record);
    },
  });
}
