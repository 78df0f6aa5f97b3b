/** A panel of thresholds that follows the data in a player: its numbers are computed anew, in the page. */

import { element } from "./dom.ts";
import { digits, rate, words } from "./format.ts";
import { epochsTo, theoryOf, whyNoTheory } from "./numerics/theory.ts";
import { type Choice, type Dataset, sameChoice, type Theory } from "./records.ts";
import type { Ground } from "./views/view.ts";

const DIGITS = 4;
const FRACTION = 0.01;
/** Shares of the threshold that are shown beside the fastest rate; below the last a rate crawls. */
const SHARES = [0.05, 0.5, 0.95];
const CRAWLS = 0.1;
const SCALED = ", with standardised inputs";

/** What a panel needs of a player. */
export interface Shower {
  readonly figure: HTMLElement;
  readonly ground: Ground | null;
}

/** Ties a panel to the player that it names, where that is on the page. */
export function upgradeThresholds(panel: HTMLElement, players: readonly Shower[]): void {
  const player = players.find(({ figure }) => figure.id === panel.dataset.follow);
  if (!player || !panel.querySelector("tbody")) return;
  const said = element("p", { class: "gdsim-followed", role: "status" });
  let shown: { dataset: Dataset; loss: Choice; standardize: boolean } | null = null;
  player.figure.addEventListener("gdsim:change", () => {
    if (!player.ground) return;
    const { dataset, trajectory } = player.ground;
    const { loss } = trajectory, standardize = trajectory.standardize !== null;
    if (
      shown && dataset === shown.dataset && sameChoice(loss, shown.loss) &&
      standardize === shown.standardize
    ) return;
    shown = { dataset, loss, standardize };
    if (!said.isConnected) panel.querySelector("p")?.after(said);
    rewrite(panel, said, shown);
  });
}

/** Rates that are worth comparing, cut to four digits so that none passes the threshold. */
export function ratesFor(theory: Theory): number[] {
  const wanted = [...SHARES.map((share) => share * theory.learning_rate_max), theory.fastest];
  return [...new Set(wanted.map(shortened))].sort((one, other) => one - other);
}

/** What plain descent does at a learning rate. */
export function behaviour(learningRate: number, theory: Theory): string {
  if (learningRate >= theory.learning_rate_max) return "diverges";
  if (learningRate > theory.swing_from) return "swings, and settles";
  return learningRate < CRAWLS * theory.learning_rate_max ? "crawls" : "slides down one side";
}

interface Shown {
  readonly dataset: Dataset;
  readonly loss: Choice;
  readonly standardize: boolean;
}

function rewrite(
  panel: HTMLElement,
  said: HTMLElement,
  { dataset, loss, standardize }: Shown,
): void {
  const theory = theoryOf(dataset, loss, standardize);
  const data = (dataset.title || words(dataset.name)) +
    (standardize ? SCALED : "");
  said.textContent = theory
    ? `These are the numbers of ${data}, as in the player.`
    : `${data}, as in the player: ${whyNoTheory(dataset, loss, standardize)}.`;
  const title = panel.querySelector(".gdsim-data-name");
  if (title) title.textContent = data;
  panel.setAttribute("aria-label", `Thresholds: ${data}`);
  panel.classList.toggle("gdsim-no-theory", !theory);
  if (!theory) return;
  for (const place of panel.querySelectorAll<HTMLElement>("[data-fact]")) {
    const fact = place.dataset.fact as keyof Theory;
    const value = theory[fact], count = Number(place.dataset.digits ?? DIGITS);
    place.textContent = fact === "condition_number"
      ? digits(value, count)
      : rate(Number(value.toPrecision(count)));
    if (place instanceof HTMLDataElement) place.value = String(value);
  }
  const start = JSON.parse(panel.dataset.start ?? "[0,0]") as [number, number];
  const rates = panel.dataset.rates
    ? JSON.parse(panel.dataset.rates) as number[]
    : ratesFor(theory);
  const rows = rates.map((learning_rate) => {
    const way = { dataset, loss, standardize, learning_rate, start: { w: start[0], b: start[1] } };
    const epochs = (of: "w" | "b") => inEpochs(epochsTo(way, FRACTION, of));
    return element(
      "tr",
      {},
      element("th", { scope: "row", class: "gdsim-number" }, rate(learning_rate)),
      element("td", {}, behaviour(learning_rate, theory)),
      element("td", { class: "gdsim-number" }, epochs("w")),
      element("td", { class: "gdsim-number" }, epochs("b")),
    );
  });
  panel.querySelector("tbody")?.replaceChildren(...rows);
}

function inEpochs(epochs: number | null): string {
  return epochs === null ? "never" : String(epochs).replace(/\B(?=(\d{3})+$)/g, ",");
}

function shortened(learningRate: number): number {
  const exponent = Math.floor(Math.log10(learningRate)) - DIGITS + 1;
  const whole = Math.round(learningRate / 10 ** exponent);
  const short = Number(`${whole}e${exponent}`);
  return short <= learningRate ? short : Number(`${whole - 1}e${exponent}`);
}
