/** Axes, linear and logarithmic: scales from values to pixels, round ticks, and their drawing. */

import { logLevels } from "./contours.ts";
import { digits } from "./format.ts";
import type { Palette } from "./palette.ts";
import type { Range } from "./records.ts";

/** How values lie along a scale: evenly, by their logarithm, or by that of one more (epochs, from 0). */
export type Spacing = "linear" | "log" | "log1p";

/** pixel = offset + factor · value, of the value's logarithm where the spacing says so. */
export interface Scale {
  readonly domain: Range;
  readonly offset: number;
  readonly factor: number;
  readonly spacing: Spacing;
}

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Box, scales and sizes of a plot; made anew when its size changes. */
export interface Frame {
  readonly box: Box;
  readonly x: Scale;
  readonly y: Scale;
  /** Text height in CSS pixels. */
  readonly text: number;
}

export function scale(
  domain: Range,
  from: number,
  to: number,
  spacing: Spacing = "linear",
): Scale {
  const low = warped(domain[0], spacing), high = warped(domain[1], spacing);
  const factor = (to - from) / (high - low || 1);
  return { domain, offset: from - factor * low, factor, spacing };
}

export function at(scale: Scale, value: number): number {
  return scale.offset + scale.factor * warped(value, scale.spacing);
}

/** The value at a pixel: the way back from `at`. */
export function value(scale: Scale, pixel: number): number {
  const place = (pixel - scale.offset) / scale.factor;
  if (scale.spacing === "linear") return place;
  return scale.spacing === "log" ? Math.exp(place) : Math.expm1(place);
}

function warped(value: number, spacing: Spacing): number {
  if (spacing === "linear") return value;
  return spacing === "log" ? Math.log(Math.max(value, 1e-300)) : Math.log1p(value);
}

/** A pixel held where a canvas still computes with it. */
export function held(pixel: number): number {
  return Math.min(1e5, Math.max(-1e5, pixel));
}

/** Round values on a scale, about `count` of them. */
export function ticksOf({ domain: [low, high], spacing }: Scale, count: number): number[] {
  if (spacing === "linear") return ticks([low, high], count);
  const fromZero = spacing === "log1p";
  const found = logLevels((fromZero ? 1 : low) * (1 - 1e-9), high * (1 + 1e-9), 3);
  const every = Math.ceil(found.length / (count + 2));
  const kept = found.filter((_, k) => k % every === 0);
  return fromZero ? [0, ...kept] : kept;
}

/** Round values inside `domain`, about `count` of them, steps of 1, 2 or 5. */
export function ticks(domain: Range, count: number): number[] {
  const span = domain[1] - domain[0];
  if (!(span > 0) || !Number.isFinite(span)) return [];
  const power = Math.floor(Math.log10(span / count));
  const step = [1, 2, 5, 10].map((lead) => Number(`${lead}e${power}`))
    .find((step) => span / step <= count + 0.5)!;
  const first = Math.ceil(domain[0] / step - 1e-9);
  const values: number[] = [];
  for (let k = first; k * step <= domain[1] + 1e-9 * step; k++) {
    values.push(Number((k * step).toPrecision(12)));
  }
  return values;
}

/** A plot of these limits in `width` × `height`: room at the left for tick labels, above for the y label. */
export function frame(x: Range, y: Range, width: number, height: number): Frame {
  const text = textSize(width);
  const bottom = height - Math.round(text * 3.1);
  const tall = scale(y, bottom, Math.round(text * 2.1));
  const left = leftOf(tall, text), right = width - 10;
  return { box: boxOf(left, right, tall), x: scale(x, left, right), y: tall, text };
}

/** How many ticks a scale has room for, one in so many pixels. */
function roomFor(scale: Scale, every: number): number {
  const length = Math.abs(at(scale, scale.domain[1]) - at(scale, scale.domain[0]));
  return Math.min(8, Math.max(3, Math.round(length / every)));
}

/** Text height in a figure of this width. */
export function textSize(width: number): number {
  return width < 300 ? 12 : width < 560 ? 13 : 15;
}

/** Where a plot begins, so that the labels of `y` stand left of it. */
export function leftOf(y: Scale, text: number): number {
  const widest = Math.max(...ticksOf(y, roomFor(y, 50)).map((value) => digits(value, 4).length), 2);
  return Math.round(14 + widest * text * 0.52);
}

/** The box of a plot between these columns, with the rows of `y`. */
export function boxOf(left: number, right: number, y: Scale): Box {
  return { left, right, top: at(y, y.domain[1]), bottom: at(y, y.domain[0]) };
}

/** Ticks with their numbers, the two axis lines, and both labels, horizontal. */
export function drawAxes(
  to: CanvasRenderingContext2D,
  { box, x, y, text }: Frame,
  palette: Palette,
  labels: { readonly x: string; readonly y: string },
): void {
  pen(to, palette.rule, 1);
  letter(to, palette, text, "right", "soft");
  for (const value of ticksOf(y, roomFor(y, 50))) {
    const pixel = Math.round(at(y, value)) + 0.5;
    stroke(to, box.left - 4, pixel, box.left, pixel);
    to.fillText(digits(value, 4), box.left - 7, pixel);
  }
  to.textAlign = "center";
  to.textBaseline = "top";
  for (const value of ticksOf(x, roomFor(x, 65))) {
    const pixel = Math.round(at(x, value)) + 0.5;
    stroke(to, pixel, box.bottom, pixel, box.bottom + 4);
    if (!labels.x) continue;
    const words = digits(value, 4), half = to.measureText(words).width / 2;
    to.fillText(words, Math.min(pixel, box.right + 9 - half), box.bottom + 7);
  }
  to.fillStyle = palette.ink;
  to.textAlign = "right";
  to.textBaseline = "alphabetic";
  to.fillText(labels.x, box.right, box.bottom + Math.round(text * 2.75));
  to.textAlign = "left";
  to.fillText(labels.y, 2, box.top - Math.round(text * 1.1));
  to.strokeStyle = palette.soft;
  to.globalAlpha = 0.6;
  stroke(to, box.left, box.bottom + 0.5, box.right, box.bottom + 0.5);
  to.globalAlpha = 1;
}

/** Lines to come. */
export function pen(to: CanvasRenderingContext2D, colour: string, width: number): void {
  to.strokeStyle = colour;
  to.lineWidth = width;
}

/** Words to come: size, side of their point, colour by role, and style; centred on a line. */
export function letter(
  to: CanvasRenderingContext2D,
  palette: Palette,
  size: number,
  align: CanvasTextAlign,
  role: "ink" | "soft" = "ink",
  style = "",
): void {
  to.font = `${style} ${size}px ${palette.text}`;
  to.fillStyle = palette[role];
  to.textAlign = align;
  to.textBaseline = "middle";
}

export function stroke(
  to: CanvasRenderingContext2D,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
): void {
  to.beginPath();
  to.moveTo(x0, y0);
  to.lineTo(x1, y1);
  to.stroke();
}

/** Restricts drawing to the box until `restore`. */
export function clip(to: CanvasRenderingContext2D, { left, right, top, bottom }: Box): void {
  to.save();
  to.beginPath();
  to.rect(left, top, right - left, bottom - top);
  to.clip();
}

/** A dashed level with its name at the right end, over or under it. */
export function drawLevel(
  to: CanvasRenderingContext2D,
  { box, y, text }: Frame,
  palette: Palette,
  level: number,
  name: string,
): void {
  const pixel = at(y, level);
  if (!(pixel >= box.top && pixel <= box.bottom)) return;
  pen(to, palette.optimum, 1.4);
  to.setLineDash([6, 4]);
  stroke(to, box.left, pixel, box.right, pixel);
  to.setLineDash([]);
  letter(to, palette, text, "right", "soft", "italic");
  const below = pixel < (box.top + box.bottom) / 2;
  haloText(to, name, box.right - 2, pixel + (below ? 0.8 : -0.8) * text, palette.paper);
}

/** Words over a drawing, legible on whatever is below. */
export function haloText(
  to: CanvasRenderingContext2D,
  words: string,
  x: number,
  y: number,
  halo: string,
): void {
  to.lineJoin = "round";
  pen(to, halo, 4);
  to.strokeText(words, x, y);
  to.fillText(words, x, y);
}

/** A filled arrow head at (x, y) pointing along `angle`. */
export function arrow(to: CanvasRenderingContext2D, x: number, y: number, angle: number): void {
  const c = Math.cos(angle), s = Math.sin(angle);
  to.beginPath();
  to.moveTo(x, y);
  to.lineTo(x - 12 * c - 6 * s, y - 12 * s + 6 * c);
  to.lineTo(x - 12 * c + 6 * s, y - 12 * s - 6 * c);
  to.closePath();
  to.fill();
}
