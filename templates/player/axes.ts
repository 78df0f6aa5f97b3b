/** Linear axes: scales from values to pixels, round ticks, and their drawing. */

import { digits } from "./format.ts";
import type { Palette } from "./palette.ts";
import type { Range } from "./records.ts";

/** pixel = offset + factor · value. */
export interface Scale {
  readonly domain: Range;
  readonly offset: number;
  readonly factor: number;
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

export function scale(domain: Range, from: number, to: number): Scale {
  const factor = (to - from) / (domain[1] - domain[0] || 1);
  return { domain, offset: from - factor * domain[0], factor };
}

export function at(scale: Scale, value: number): number {
  return scale.offset + scale.factor * value;
}

/** The value at a pixel: the way back from `at`. */
export function value(scale: Scale, pixel: number): number {
  return (pixel - scale.offset) / scale.factor;
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
  const text = width < 300 ? 12 : 13;
  const widest = Math.max(...ticks(y, 4).map((value) => digits(value, 4).length), 2);
  const box = {
    left: Math.round(14 + widest * text * 0.52),
    right: width - 10,
    top: Math.round(text * 2.1),
    bottom: height - Math.round(text * 3.1),
  };
  return {
    box,
    x: scale(x, box.left, box.right),
    y: scale(y, box.bottom, box.top),
    text,
  };
}

/** Ticks with their numbers, the two axis lines, and both labels, horizontal. */
export function drawAxes(
  to: CanvasRenderingContext2D,
  { box, x, y, text }: Frame,
  palette: Palette,
  labels: { readonly x: string; readonly y: string },
  grid: boolean,
): void {
  to.font = `${text}px ${palette.text}`;
  to.fillStyle = palette.soft;
  to.strokeStyle = palette.rule;
  to.lineWidth = 1;
  to.textBaseline = "middle";
  to.textAlign = "right";
  for (const value of ticks(y.domain, 4)) {
    const pixel = Math.round(at(y, value)) + 0.5;
    if (grid) stroke(to, box.left, pixel, box.right, pixel);
    else stroke(to, box.left - 4, pixel, box.left, pixel);
    to.fillText(digits(value, 4), box.left - 7, pixel);
  }
  to.textAlign = "center";
  to.textBaseline = "top";
  for (const value of ticks(x.domain, box.right - box.left < 260 ? 4 : 5)) {
    const pixel = Math.round(at(x, value)) + 0.5;
    stroke(to, pixel, box.bottom, pixel, box.bottom + 4);
    to.fillText(digits(value, 4), pixel, box.bottom + 7);
  }
  to.fillStyle = palette.ink;
  to.textAlign = "right";
  to.textBaseline = "alphabetic";
  to.fillText(labels.x, box.right, box.bottom + Math.round(text * 2.75));
  to.textAlign = "left";
  to.fillText(labels.y, 2, text);
  to.strokeStyle = palette.soft;
  to.globalAlpha = 0.6;
  stroke(to, box.left, box.bottom + 0.5, box.right, box.bottom + 0.5);
  to.globalAlpha = 1;
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

/** Words over a drawing, legible on whatever is below. */
export function haloText(
  to: CanvasRenderingContext2D,
  words: string,
  x: number,
  y: number,
  halo: string,
): void {
  to.lineJoin = "round";
  to.lineWidth = 4;
  to.strokeStyle = halo;
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
