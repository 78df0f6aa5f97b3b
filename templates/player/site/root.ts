/** Where this page stands in its site, as the page's own script element says. */

const script = document.currentScript as HTMLScriptElement | null;

/** Way from this page to the site's root: "" or "../" or … */
export const ROOT = script?.dataset["root"] ?? "";
/** Site path of this page, such as `lessons/first-steps.html`. */
export const PAGE = script?.dataset["page"] ?? "";
/** Way to the script that searches. */
export const SEARCH = script?.dataset["search"] ?? "";

/** Ways to the scripts of quizzes and tabs, and of the gallery. */
export const LESSON = script?.dataset["lesson"] ?? "", GALLERY = script?.dataset["gallery"] ?? "";

/** Ways to the script of editors and to the page that Python runs in. */
export const EDITOR = script?.dataset["editor"] ?? "", RUNNER = script?.dataset["runner"] ?? "";

/** The site path that a link of this page leads to, without its fragment; null where it leaves the site. */
export function sitePath(link: HTMLAnchorElement): string | null {
  const base = new URL(ROOT || ".", location.href);
  const { origin, protocol, pathname } = link;
  if (protocol !== base.protocol || origin !== base.origin) return null;
  if (!pathname.startsWith(base.pathname)) return null;
  const path = pathname.slice(base.pathname.length);
  return path === "" || path.endsWith("/") ? `${path}index.html` : path;
}
