/** The page's colours and faces, read from its custom properties, and word of their change. */

const ROLES = {
  paper: "#fffdf8",
  ink: "#1d1b18",
  soft: "#57534b",
  rule: "#e4dfd3",
  panel: "#f6f2e8",
  data: "#64748b",
  current: "#d55e00",
  path: "#1d1b18",
  optimum: "#009e73",
  text: "serif",
};

export type Palette = { readonly [role in keyof typeof ROLES]: string };

/** The palette in force at `element`; a role the page does not define keeps the light default. */
export function paletteAt(element: Element): Palette {
  const style = getComputedStyle(element);
  const entries = Object.entries(ROLES).map(([role, otherwise]) => [
    role,
    style.getPropertyValue(`--gdsim-${role}`).trim() || otherwise,
  ]);
  return Object.fromEntries(entries) as Palette;
}

/** Calls `changed` when the page turns dark or light, or its fonts arrive. */
export function watchPalette(changed: () => void): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
  new MutationObserver(changed).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["data-theme"],
  });
  document.fonts?.addEventListener("loadingdone", changed);
}

/** Red, green and blue of `#rrggbb`. */
export function channels(colour: string): [number, number, number] {
  const value = Number.parseInt(colour.slice(1, 7), 16);
  return [value >> 16 & 255, value >> 8 & 255, value & 255];
}
