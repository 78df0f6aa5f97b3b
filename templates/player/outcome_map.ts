/** Outcome maps: a cell shows its run in the player beside it, and the cell of the run on screen is marked. */

import { parseLink } from "./permalink.ts";
import type { Link } from "./permalink.ts";
import type { Wide } from "./parts.ts";
import type { Chooser } from "./wide_map.ts";

/** What a map needs of a player. */
export interface Shower extends Chooser {
  readonly figure: HTMLElement;
  readonly run: string;
  restore(link: Link): Promise<void>;
}

/** Ties a map to the player that it names, where that is on the page. */
export function upgradeMap(
  map: HTMLElement,
  players: readonly Shower[],
  wide: () => Promise<Wide>,
): void {
  for (const cell of map.querySelectorAll<HTMLAnchorElement>("a[data-permalink]")) {
    cell.setAttribute("href", cell.dataset.permalink!);
  }
  const player = players.find(({ figure }) => figure.id === map.dataset.for);
  const picture = map.querySelector<HTMLCanvasElement>("canvas[data-map]");
  if (picture) {
    wide().then(
      ({ upgradePicture }) => upgradePicture(picture, player),
      (error) => console.warn("gdsim: a map stays a table:", error),
    );
  }
  if (!player) return;
  const cells = new Map<string, HTMLAnchorElement>();
  for (const cell of map.querySelectorAll<HTMLAnchorElement>("a[data-run]")) {
    cells.set(cell.dataset.run!, cell);
  }
  let marked: HTMLAnchorElement | undefined;
  const mark = (run: string) => {
    const cell = cells.get(run);
    if (cell === marked) return;
    marked?.removeAttribute("aria-current");
    cell?.setAttribute("aria-current", "true");
    marked = cell;
  };
  mark(player.run);
  player.figure.addEventListener("gdsim:change", () => mark(player.run));
  map.addEventListener("click", (event) => {
    const cell = (event.target as Element).closest<HTMLAnchorElement>("a[data-run]");
    if (!cell || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = parseLink(cell.hash);
    if (!link) return;
    event.preventDefault();
    player.restore(link).catch((error) => console.warn("gdsim:", error));
  });
}
