/** Light, dark or the system's: what was chosen, kept in this browser only. */

import { keep, kept } from "./memory.ts";

export const CHOICES = ["system", "light", "dark"] as const;
export type Choice = (typeof CHOICES)[number];

/** The choice made last time; `system` where there was none. */
export function remembered(): Choice {
  const found = kept("theme");
  return CHOICES.find((choice) => choice === found) ?? "system";
}

/** Shows the page in a theme; players follow, they watch the attribute. */
export function apply(choice: Choice): void {
  const root = document.documentElement;
  if (choice === "system") root.removeAttribute("data-theme");
  else root.dataset["theme"] = choice;
  // The browser's own bars follow the page.
  for (const meta of document.querySelectorAll<HTMLMetaElement>("meta[data-scheme]")) {
    const scheme = meta.dataset["scheme"];
    if (choice === "system") meta.media = `(prefers-color-scheme: ${scheme})`;
    else meta.media = scheme === choice ? "all" : "not all";
  }
}

/** Applies a choice and remembers it. */
export function choose(choice: Choice): void {
  apply(choice);
  keep("theme", choice);
}

/** The choice after this one, in the order of the button. */
export function following(choice: Choice): Choice {
  return CHOICES[(CHOICES.indexOf(choice) + 1) % CHOICES.length]!;
}
