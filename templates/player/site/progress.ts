/** Which pages of this site were read to their end on this machine; kept in the browser, told to nobody. */

import { keep, kept } from "./memory.ts";
import { PAGE, ROOT, sitePath } from "./root.ts";

/** Marks pages that were read, and notes this one when its end comes into sight. */
export function startProgress(): void {
  const name = `read ${new URL(ROOT || ".", location.href).pathname}`;
  const read = readList(kept(name));
  markRead(read);
  const end = document.querySelector(".gdsim-around, .gdsim-relations");
  if (!end || !PAGE || read.has(PAGE)) return;
  const watcher = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    watcher.disconnect();
    const latest = readList(kept(name)); // another tab may have read meanwhile
    keep(name, JSON.stringify([...latest.add(PAGE)]));
    markRead(latest);
  });
  watcher.observe(end);
}

/** The pages in a kept text; whatever else it is counts as nothing. */
export function readList(text: string | null): Set<string> {
  try {
    const value: unknown = JSON.parse(text ?? "[]");
    return new Set(Array.isArray(value) ? value.filter((item) => typeof item === "string") : []);
  } catch {
    return new Set();
  }
}

function markRead(read: ReadonlySet<string>): void {
  const places = ".gdsim-side a, .gdsim-menu nav a, .gdsim-children a";
  for (const link of document.querySelectorAll<HTMLAnchorElement>(places)) {
    const path = sitePath(link);
    link.classList.toggle("gdsim-read", path !== null && read.has(decodeURI(path)));
  }
}
