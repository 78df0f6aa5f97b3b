/**
 * A page of the preview: shows what is wrong with the content, and becomes new when the site is built anew.
 * It is loaded by the preview alone; no published page asks for it.
 */

import { element } from "../dom.ts";

interface News {
  readonly state: "building" | "built" | "broken";
  /** How many builds so far wrote something. */
  readonly build: number;
  readonly problems: readonly string[];
}

/** What is on screen, kept over a reload. */
interface Kept {
  readonly scroll: readonly [number, number];
  readonly players: readonly { figure: string; run: string; epoch: number }[];
}

interface Shown {
  readonly figure: HTMLElement;
  readonly run: string;
  readonly epoch: number;
  restore(link: { figure: string; run: string; epoch: string }): Promise<void>;
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

function keep(): void {
  const kept: Kept = {
    scroll: [scrollX, scrollY],
    players: players().map(({ figure, run, epoch }) => ({ figure: figure.id, run, epoch })),
  };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch { /* the page comes back at its top */ }
}

/** Goes back to what was on screen before the reload, as far as it is still there. */
async function putBack(): Promise<void> {
  const text = sessionStorage.getItem(KEY);
  if (text === null) return;
  sessionStorage.removeItem(KEY);
  const kept = JSON.parse(text) as Kept;
  await Promise.allSettled(
    players().flatMap((player) => {
      const state = kept.players.find(({ figure }) => figure === player.figure.id);
      if (!state) return [];
      return [player.restore({ ...state, epoch: String(state.epoch) })];
    }),
  );
  scrollTo(...(kept.scroll as [number, number]));
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
    document.documentElement.dataset.build = state;
    if (state === "building") return;
    show(problems);
    if (build <= served) return;
    news.close();
    keep();
    location.reload();
  };
}

const style = new CSSStyleSheet();
style.replaceSync(STYLE);
document.adoptedStyleSheets.push(style);
const { src } = document.currentScript as HTMLScriptElement;
void putBack().catch(() => {});
follow(Number(new URL(src).searchParams.get("build")));
