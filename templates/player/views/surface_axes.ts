/** The box around the landscape: its floor and the three axes that stand free, however it is turned. */

import { haloText, letter, pen, ticks } from "../axes.ts";
import { digits } from "../format.ts";
import type { Palette } from "../palette.ts";
import type { Range } from "../records.ts";
import type { Margins, Projection } from "./camera.ts";

/** Room for numbers and names. */
export const MARGINS: Margins = { left: 16, right: 34, top: 30, bottom: 30 };
const TICK = 4;

/** What lies behind the ground: the floor's outline and the far upright edge. */
export function drawBox(to: CanvasRenderingContext2D, view: Projection, palette: Palette): void {
  pen(to, palette.rule, 1);
  to.beginPath();
  for (let corner = 0; corner < 4; corner++) {
    view.see(corner === 1 || corner === 2 ? 1 : 0, corner > 1 ? 1 : 0, 0);
    to.lineTo(view.x, view.y);
  }
  to.closePath();
  const farU = view.cosAzimuth > 0 ? 0 : 1, farV = view.sinAzimuth > 0 ? 0 : 1;
  view.see(farU, farV, 0);
  to.moveTo(view.x, view.y);
  view.see(farU, farV, 1);
  to.lineTo(view.x, view.y);
  to.stroke();
}

/** Few ticks with numbers along the near edges of the floor and an upright one; the loss's name above all. */
export function drawBoxAxes(
  to: CanvasRenderingContext2D,
  view: Projection,
  palette: Palette,
  text: number,
  ranges: readonly [Range, Range, Range],
  names: readonly [string, string, string],
): void {
  const nearU = view.cosAzimuth > 0 ? 1 : 0, nearV = view.sinAzimuth > 0 ? 1 : 0;
  letter(to, palette, text, "left");
  to.textBaseline = "alphabetic"; // on the line of the other views' names
  haloText(to, names[2], 2, text, palette.paper);
  to.lineWidth = 1;
  drawFloorAxis(to, view, palette, text, ranges[0], names[0], (s) => [s, nearV]);
  drawFloorAxis(to, view, palette, text, ranges[1], names[1], (s) => [nearU, s]);
  if (view.cosElevation > 0.2) {
    drawUpright(to, view, palette, text, ranges[2], nearU, nearV);
  }
}

function drawFloorAxis(
  to: CanvasRenderingContext2D,
  view: Projection,
  palette: Palette,
  text: number,
  [low, high]: Range,
  name: string,
  place: (share: number) => readonly [number, number],
): void {
  view.see(0.5, 0.5, 0);
  const centreX = view.x, centreY = view.y;
  view.see(...place(0), 0);
  const x0 = view.x, y0 = view.y;
  view.see(...place(1), 0);
  const x1 = view.x, y1 = view.y;
  // Across the edge and away from the floor's middle.
  const length = Math.hypot(x1 - x0, y1 - y0) || 1;
  let outX = (y1 - y0) / length, outY = (x0 - x1) / length;
  if (outX * ((x0 + x1) / 2 - centreX) + outY * ((y0 + y1) / 2 - centreY) < 0) {
    outX = -outX;
    outY = -outY;
  }
  line(to, palette.soft, x0, y0, x1, y1);
  if (length < 70) return;
  const align = Math.abs(outX) < 0.35 ? "center" : outX > 0 ? "left" : "right";
  letter(to, palette, text - 1, align, "soft");
  const near = align === "center" ? text : text - 4;
  for (const value of ticks([low, high], length < 130 ? 2 : 4)) {
    const share = (value - low) / (high - low);
    view.see(...place(share), 0);
    line(to, palette.soft, view.x, view.y, view.x + TICK * outX, view.y + TICK * outY);
    to.fillText(digits(value, 3), view.x + near * outX, view.y + near * outY);
  }
  letter(to, palette, text + 1, "center", "ink", "italic");
  to.fillText(name, (x0 + x1) / 2 + 2.5 * text * outX, (y0 + y1) / 2 + 2.5 * text * outY);
}

function drawUpright(
  to: CanvasRenderingContext2D,
  view: Projection,
  palette: Palette,
  text: number,
  [low, high]: Range,
  nearU: number,
  nearV: number,
): void {
  // Of the two upright edges at the sides, the one at the right.
  view.see(nearU, 1 - nearV, 0);
  const one = view.x;
  view.see(1 - nearU, nearV, 0);
  const u = view.x > one ? 1 - nearU : nearU, v = view.x > one ? nearV : 1 - nearV;
  view.see(u, v, 0);
  const x0 = view.x, y0 = view.y;
  view.see(u, v, 1);
  line(to, palette.soft, x0, y0, view.x, view.y);
  const topY = view.y;
  letter(to, palette, text - 1, "left", "soft");
  for (const value of ticks([low, high], y0 - topY < 90 ? 2 : 4)) {
    view.see(u, v, (value - low) / (high - low));
    line(to, palette.soft, view.x, view.y, view.x + TICK, view.y);
    if (value > low) to.fillText(digits(value, 3), view.x + TICK + 3, view.y);
  }
}

function line(
  to: CanvasRenderingContext2D,
  colour: string,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
): void {
  to.strokeStyle = colour;
  to.beginPath();
  to.moveTo(x0, y0);
  to.lineTo(x1, y1);
  to.stroke();
}
