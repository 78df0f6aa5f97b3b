/** What a linked page says, shown while its link is pointed at or focused; the link works without. */

import { element } from "../dom.ts";
import { data } from "./data.ts";
import { PAGE, sitePath } from "./root.ts";

interface Previews {
  readonly schema: string;
  /** Title, summary, first words by site path, percent-encoded. */
  readonly pages: Readonly<Record<string, readonly [string, string, string]>>;
}

const WAIT = 350; // ms before it opens, so that a passing pointer opens nothing
const STAY = 200; // ms in which the pointer may reach it
const PLACES = ".gdsim-text a[href], .gdsim-relations a[href], .gdsim-prerequisites a[href]";

let box: HTMLElement | null = null;
let owner: HTMLAnchorElement | null = null;
let dismissed: HTMLAnchorElement | null = null; // until the pointer or the focus is somewhere else
let timer: ReturnType<typeof setTimeout> | undefined;

/** Opens previews for a mouse and for the keyboard; a touch follows the link. */
export function startPreviews(): void {
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    if (box?.contains(event.target as Node)) clearTimeout(timer);
    else point(linkAt(event.target), WAIT);
  });
  document.addEventListener("focusin", (event) => {
    const link = linkAt(event.target);
    point(link?.matches(":focus-visible") ? link : null, WAIT);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    dismissed = owner;
    close();
  });
}

function linkAt(target: EventTarget | null): HTMLAnchorElement | null {
  const link = target instanceof Element ? target.closest<HTMLAnchorElement>(PLACES) : null;
  if (!link || link.closest("svg") || link.getAttribute("href")?.startsWith("#")) return null;
  const path = sitePath(link);
  return path?.endsWith(".html") && decodeURI(path) !== PAGE ? link : null;
}

function point(link: HTMLAnchorElement | null, wait: number): void {
  if (link && (link === owner || link === dismissed)) return clearTimeout(timer);
  dismissed = null;
  clearTimeout(timer);
  if (link) timer = setTimeout(() => void open(link), wait);
  else if (owner) timer = setTimeout(close, STAY);
}

async function open(link: HTMLAnchorElement): Promise<void> {
  close();
  owner = link;
  const record = await data("previews", "previews.js").catch(() => null) as Previews | null;
  const found = record?.pages[sitePath(link) ?? ""];
  if (!found || owner !== link) return;
  const [title, summary, words] = found;
  box = element("div", { class: "gdsim-preview", role: "status" }, element("strong", {}, title));
  if (summary) box.append(element("p", {}, summary));
  if (words && words !== summary) box.append(element("p", {}, words));
  document.body.append(box);
  place(box, link.getClientRects()[0] ?? link.getBoundingClientRect());
}

/** Below the link, or above it where there is no room; never beyond the sides of the window. */
function place(box: HTMLElement, link: DOMRect): void {
  const { width, height } = box.getBoundingClientRect();
  const left = Math.max(16, Math.min(link.left, document.documentElement.clientWidth - width - 16));
  const below = link.bottom + 8;
  const top = below + height <= innerHeight ? below : Math.max(8, link.top - height - 8);
  box.style.left = `${left + scrollX}px`;
  box.style.top = `${top + scrollY}px`;
}

function close(): void {
  clearTimeout(timer);
  box?.remove();
  box = owner = null;
}
