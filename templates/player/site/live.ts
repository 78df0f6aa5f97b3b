/**
 * A page of the preview: shows what is wrong with the content, and becomes new when the site is built anew.
 * It is loaded by the preview alone; no published page asks for it.
 */

import { element } from "../dom.ts";
import { type Link, parseLink } from "../permalink.ts";

interface News {
  readonly state: "building" | "built" | "broken";
  /** How many builds so far wrote something. */
  readonly build: number;
  readonly problems: readonly string[];
}

/** What is on screen, kept over a reload. */
interface Kept {
  readonly scroll: readonly [number, number];
  /** The permalinks of players that were looked at, and whether they were playing. */
  readonly players: readonly (readonly [fragment: string, playing: boolean])[];
  /** Places of what is unfolded among all that can be. */
  readonly open: readonly number[];
}

interface Shown {
  readonly figure: HTMLElement;
  readonly link: string | null;
  readonly status: string;
  readonly ready: Promise<void>;
  restore(link: Link): Promise<void>;
  play(): Promise<void>;
}

const STYLE = `
.gdsim-problems {
  position: fixed; inset: auto 0 0; z-index: 100; max-height: 60vh; overflow: auto;
  box-sizing: border-box; padding: 16px 24px; color: #fff; background: #7a1f0e; font: 16px/1.5 system-ui;
}
.gdsim-problems h2 { margin: 0 0 8px; font: 600 18px/1.3 system-ui; color: inherit; }
.gdsim-problems ul { margin: 0; padding-left: 20px; font-family: ui-monospace, monospace; font-size: 14px; }
.gdsim-problems li { overflow-wrap: anywhere; }
.gdsim-problems p { margin: 8px 0 0; opacity: 0.85; }
`;
const KEY = `gdsim-live ${location.pathname}`;

function players(): readonly Shown[] {
  const { gdsim } = globalThis as { gdsim?: { players?: readonly Shown[] } };
  return gdsim?.players ?? [];
}

function folds(): readonly HTMLDetailsElement[] {
  return [...document.querySelectorAll<HTMLDetailsElement>("main details")];
}

/** What was kept and is not all back yet: where a reload follows another it is kept again. */
let waiting = sessionStorage.getItem(KEY);

function keep(): void {
  const kept: Kept = {
    scroll: [scrollX, scrollY],
    players: players().flatMap(({ link, status }) => link ? [[link, status === "playing"]] : []),
    open: folds().flatMap(({ open }, place) => open ? [place] : []),
  };
  try {
    sessionStorage.setItem(KEY, waiting ?? JSON.stringify(kept));
  } catch { /* the page comes back at its top */ }
}

/** Goes back to what was on screen before the reload; whether it is all there, which a half-saved page is not. */
async function putBack(text: string): Promise<boolean> {
  const { scroll: [left, top], players: kept, open } = JSON.parse(text) as Kept;
  folds().forEach((fold, place) => fold.open = open.includes(place));
  scrollTo({ left, top, behavior: "instant" });
  await Promise.allSettled(kept.map(([fragment, playing]) => again(fragment, playing)));
  scrollTo({ left, top, behavior: "instant" });
  return Math.abs(scrollY - top) < 2;
}

async function again(fragment: string, playing: boolean): Promise<void> {
  const link = parseLink(fragment);
  const player = players().find(({ figure }) => figure.id === link?.figure);
  if (!player || !link) return;
  await (fragment === location.hash ? player.ready : player.restore(link)); // it opens with that one
  if (playing) await player.play();
}

/** Lists what is wrong over the page; an empty list takes it away. */
function show(problems: readonly string[]): void {
  document.querySelector(".gdsim-problems")?.remove();
  if (!problems.length) return;
  const heading = problems.length === 1 ? "One problem" : `${problems.length} problems`;
  const list = element("ul", {}, ...problems.map((problem) => element("li", {}, problem)));
  const words = "The last good site stands below. This goes away when the content is mended.";
  document.body.append(
    element(
      "div",
      { class: "gdsim-problems", role: "alert" },
      element("h2", {}, heading),
      list,
      element("p", {}, words),
    ),
  );
}

/** Hears what builds say; a build that wrote something after this page was served makes it load again. */
function follow(served: number): void {
  const news = new EventSource("/_gdsim/news");
  news.onmessage = ({ data }) => {
    const { state, build, problems } = JSON.parse(data) as News;
    if (state !== "building") show(problems);
    if (state !== "building" && build > served) {
      news.close();
      keep();
      location.reload();
      return;
    }
    document.documentElement.dataset.build = state; // this page is of the last build
  };
}

const style = new CSSStyleSheet();
style.replaceSync(STYLE);
document.adoptedStyleSheets.push(style);
const { src } = document.currentScript as HTMLScriptElement;
sessionStorage.removeItem(KEY);
if (waiting !== null) {
  const done = () => waiting = null;
  void putBack(waiting).then((whole) => whole && done(), done);
  for (const act of ["wheel", "keydown", "pointerdown"]) {
    addEventListener(act, done, { once: true, passive: true }); // the reader goes on from here
  }
}
follow(Number(new URL(src).searchParams.get("build")));
