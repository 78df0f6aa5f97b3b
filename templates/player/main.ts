/** Upgrades the figures of a page to players; the one global is `window.gdsim`. */

import { partsFrom } from "./parts.ts";
import { parseLink } from "./permalink.ts";
import { Player } from "./player.ts";
import { receive } from "./receive.ts";

const players: Player[] = [];
Object.assign(window, { gdsim: { players, receive } });

const load = partsFrom(document.currentScript?.dataset ?? {});
const link = parseLink(location.hash);
for (const figure of document.querySelectorAll<HTMLElement>("figure.gdsim-player")) {
  try {
    players.push(new Player(figure, link?.figure === figure.id ? link : null, load));
  } catch (error) {
    console.warn("gdsim: a player could not start:", error); // its figure stays as it was
  }
}

const maps = document.querySelectorAll<HTMLElement>("figure.gdsim-map");
const panels = document.querySelectorAll<HTMLElement>(".gdsim-thresholds[data-follow]");
if (maps.length || panels.length) {
  load("beside").then(({ upgradeMap, upgradeThresholds }) => {
    for (const map of maps) upgradeMap(map, players, () => load("wide"));
    for (const panel of panels) upgradeThresholds(panel, players);
  }).catch((error) => console.warn("gdsim:", error)); // cells of a map are links all the same
}

addEventListener("hashchange", () => {
  const link = parseLink(location.hash);
  const player = players.find(({ figure }) => figure.id === link?.figure);
  if (link) player?.restore(link).catch((error) => console.warn("gdsim:", error));
});
