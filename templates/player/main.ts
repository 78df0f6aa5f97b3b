/** Upgrades the figures of a page to players; the one global is `window.gdsim`. */

import { parseLink } from "./permalink.ts";
import { Player } from "./player.ts";
import { receive } from "./receive.ts";

const players: Player[] = [];
Object.assign(window, { gdsim: { players, receive } });

const link = parseLink(location.hash);
for (const figure of document.querySelectorAll<HTMLElement>("figure.gdsim-player")) {
  try {
    players.push(new Player(figure, link?.figure === figure.id ? link : null));
  } catch (error) {
    console.warn("gdsim: a player could not start:", error); // its figure stays as it was
  }
}

addEventListener("hashchange", () => {
  const link = parseLink(location.hash);
  const player = players.find(({ figure }) => figure.id === link?.figure);
  if (link) player?.restore(link).catch((error) => console.warn("gdsim:", error));
});
