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

/** Okabe and Ito's colours for runs side by side (doi:10.1038/nmeth.1618 gives the palette). */
const RACE = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"] as const;
const DASHES: number[][] = [[], [7, 4], [2, 3], [9, 3, 2, 3], [13, 4], [
  4,
  2,
  1,
  2,
]];
/** The marks of a race as SVG paths of about radius 1 around 0 0: disc, square, triangle, diamond, … */
export const RACE_SHAPES = [
  "M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0Z",
  "M-.88-.88H.88V.88H-.88Z",
  "M0-1.2L1.1.75H-1.1Z",
  "M0-1.25L1.05 0L0 1.25L-1.05 0Z",
  "M0 1.2L1.1-.75H-1.1Z",
  "M-1.15-.4H-.4V-1.15H.4V-.4H1.15V.4H.4V1.15H-.4V.4H-1.15Z",
] as const;

/** Colour of run `k` of a race; 0 is the run on screen. */
export function raceColour(k: number): string {
  return RACE[k % RACE.length]!;
}

/** Dash pattern of run `k` of a race, in pixels. */
export function raceDash(k: number): number[] {
  return DASHES[k % DASHES.length]!;
}

/** Viridis in 24 bands from the least to the greatest, as in rendered frames. */
const VIRIDIS = "440154471164482071472e7c443b843f48893a548c34608d2f6c8e2a768e26818e228b8d" +
  "1f958b1fa08824aa832fb47c42be7158c76570cf578bd646a8db34c5e021e2e418fde725";
export const BANDS = VIRIDIS.length / 6;

/** Red, green and blue of band `k`. */
export function viridis(k: number): [number, number, number] {
  return channels(`#${VIRIDIS.slice(6 * k, 6 * k + 6)}`);
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
