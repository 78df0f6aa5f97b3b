/** Marks that views share: the marker of a run, the arrow where it has left, the optimum, a start, names. */

import { arrow, type Box, haloText, letter, pen } from "../axes.ts";
import { digits } from "../format.ts";
import { type Palette, RACE_SHAPES, raceColour } from "../palette.ts";

const shapes: Path2D[] = [];

/** Marker `k`: a disc for the run on screen, another shape for each rival. */
export function drawMarker(
  to: CanvasRenderingContext2D,
  k: number,
  x: number,
  y: number,
  colour: string,
  rim: string,
): void {
  const shape = shapes[k] ??= new Path2D(RACE_SHAPES[k % RACE_SHAPES.length]);
  const radius = k ? 5 : 6;
  to.translate(x, y);
  to.scale(radius, radius);
  to.fillStyle = colour;
  to.fill(shape);
  pen(to, rim, 2 / radius);
  to.stroke(shape);
  to.scale(1 / radius, 1 / radius);
  to.translate(-x, -y);
}

/** Colours of run `k`: in a race its own, else those of marker and path. */
export function inkOf(palette: Palette, k: number, runs: number, role: "current" | "path"): string {
  return runs > 1 ? raceColour(k) : palette[role];
}

/** The marker within `box`; where it is outside, an arrow on the edge. Returns whether it is inside. */
export function drawMarkerIn(
  to: CanvasRenderingContext2D,
  box: Box,
  k: number,
  x: number,
  y: number,
  colour: string,
  rim: string,
): boolean {
  const edgeX = Math.min(box.right, Math.max(box.left, x));
  const edgeY = Math.min(box.bottom, Math.max(box.top, y));
  // Rounding may put what lies on an edge a hair beyond it.
  if (Math.abs(edgeX - x) < 0.5 && Math.abs(edgeY - y) < 0.5) {
    drawMarker(to, k, edgeX, edgeY, colour, rim);
    return true;
  }
  to.fillStyle = colour;
  arrow(to, edgeX, edgeY, Math.atan2(Math.sign(y - edgeY), Math.sign(x - edgeX)));
  return false;
}

/** Of params that have left the view. */
export function outside(w: number, b: number): string {
  return `outside: w ${digits(w, 3)}, b ${digits(b, 3)}`;
}

/** Words beside an arrow on the edge of `box`, towards its middle. */
export function sayBeside(
  to: CanvasRenderingContext2D,
  words: string,
  { left, right, top, bottom }: Box,
  x: number,
  y: number,
  text: number,
  palette: Palette,
): void {
  const edge = Math.min(right, Math.max(left, x)), leftHalf = edge < (left + right) / 2;
  letter(to, palette, text, leftHalf ? "left" : "right");
  // Under the path that leaves there, over it at the foot of the box.
  const level = Math.max(top + text, y > bottom - 2 * text ? bottom - 1.5 * text : y + 1.4 * text);
  haloText(to, words, edge + (leftHalf ? 18 : -18), level, palette.paper);
}

/** A green diamond with a paper rim, as in rendered frames. */
export function drawOptimum(to: CanvasRenderingContext2D, x: number, y: number, palette: Palette) {
  const size = 6;
  to.beginPath();
  to.moveTo(x, y - size);
  to.lineTo(x + size, y);
  to.lineTo(x, y + size);
  to.lineTo(x - size, y);
  to.closePath();
  to.fillStyle = palette.optimum;
  to.fill();
  pen(to, palette.paper, 1.4);
  to.stroke();
}

/** An open ring where a run starts. */
export function drawStart(to: CanvasRenderingContext2D, x: number, y: number, palette: Palette) {
  to.beginPath();
  to.arc(x, y, 4, 0, 2 * Math.PI);
  to.fillStyle = palette.paper;
  to.fill();
  pen(to, palette.path, 1.6);
  to.stroke();
}

/** A name beside a point, on the side that has room. */
export function drawName(
  to: CanvasRenderingContext2D,
  words: string,
  x: number,
  y: number,
  palette: Palette,
  text: number,
  right: number,
): void {
  const wide = x > right - 60;
  letter(to, palette, text, wide ? "right" : "left", "ink", "italic");
  haloText(to, words, wide ? x - 7 : x + 7, y, palette.paper);
}
