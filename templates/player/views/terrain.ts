/** The still part of the contour view: bands of shade, level lines, and their labels. */

import { clip, type Frame, haloText, letter, pen } from "../axes.ts";
import { contour, type Grid, logLevels, type Polyline } from "../contours.ts";
import { digits } from "../format.ts";
import { channels, type Palette } from "../palette.ts";
import { bilinear, type Landscape } from "./landscape.ts";

const LEVELS = 7;
const DARKEST = 0.4;
/** Least distance of a label from others, in pixels; straight lines may come a little closer. */
const CLEARANCE = 24;

export type Pixel = readonly [x: number, y: number];

export interface Terrain {
  readonly grid: Grid;
  readonly levels: readonly number[];
  readonly lines: readonly (readonly Polyline[])[];
}

const known = new WeakMap<Landscape, Terrain>();

/** Level lines of a landscape. */
export function terrainOf(landscape: Landscape): Terrain {
  let terrain = known.get(landscape);
  if (!terrain) {
    const { grid, least, most } = landscape;
    const levels = logLevels(Math.max(least, most * 1e-6), most, LEVELS);
    terrain = { grid, levels, lines: levels.map((level) => contour(grid, level)) };
    known.set(landscape, terrain);
  }
  return terrain;
}

/** Shades, lines and labels; labels keep clear of the pixels to `avoid`. */
export function drawTerrain(
  to: CanvasRenderingContext2D,
  frame: Frame,
  palette: Palette,
  terrain: Terrain,
  ratio: number,
  avoid: readonly Pixel[],
): void {
  const { box } = frame;
  const shade = shaded(frame, terrain, palette, ratio);
  to.drawImage(shade, box.left, box.top, box.right - box.left, box.bottom - box.top);
  clip(to, box);
  pen(to, palette.data, 0.9);
  to.globalAlpha = 0.75;
  const chains = terrain.lines.map((lines) => lines.map((line) => toPixels(line, terrain, frame)));
  for (const lines of chains) for (const line of lines) strokeChain(to, line);
  to.globalAlpha = 1;
  to.restore();
  drawLabels(to, frame, palette, terrain, chains, avoid);
}

function toPixels(line: Polyline, { grid }: Terrain, { box }: Frame): Float64Array {
  const dx = (box.right - box.left) / (grid.columns - 1);
  const dy = (box.top - box.bottom) / (grid.rows - 1);
  return line.map((value, k) => k % 2 ? box.bottom + value * dy : box.left + value * dx);
}

function strokeChain(to: CanvasRenderingContext2D, line: Float64Array): void {
  to.beginPath();
  for (let k = 0; k < line.length; k += 2) to.lineTo(line[k]!, line[k + 1]!);
  to.stroke();
}

/** One flat shade a band, deeper where the loss is less, like a chart of the sea. */
function shaded({ box }: Frame, terrain: Terrain, palette: Palette, ratio: number) {
  const { grid, levels } = terrain;
  const canvas = document.createElement("canvas");
  const width = canvas.width = Math.max(1, Math.round((box.right - box.left) * ratio));
  const height = canvas.height = Math.max(1, Math.round((box.bottom - box.top) * ratio));
  const to = canvas.getContext("2d")!;
  const image = to.createImageData(width, height);
  const [red, green, blue] = channels(palette.data);
  for (let row = 0; row < height; row++) {
    const v = (1 - row / (height - 1 || 1)) * (grid.rows - 1);
    for (let column = 0; column < width; column++) {
      const value = bilinear(grid, column / (width - 1 || 1) * (grid.columns - 1), v);
      let band = 0;
      while (band < levels.length && value > levels[band]!) band++;
      const pixel = 4 * (row * width + column);
      image.data[pixel] = red;
      image.data[pixel + 1] = green;
      image.data[pixel + 2] = blue;
      image.data[pixel + 3] = 255 * DARKEST * (1 - band / (levels.length || 1));
    }
  }
  to.putImageData(image, 0, 0);
  return canvas;
}

/** One label a level, along its line, as far as can be from the edges and the other labels. */
function drawLabels(
  to: CanvasRenderingContext2D,
  { box, text }: Frame,
  palette: Palette,
  { levels }: Terrain,
  chains: readonly (readonly Float64Array[])[],
  avoid: readonly Pixel[],
): void {
  const placed = [...avoid];
  letter(to, palette, text - 1, "center", "soft");
  for (let k = levels.length - 1; k >= 0; k--) {
    const words = digits(levels[k]!, 3);
    const room = to.measureText(words).width;
    let best = CLEARANCE, x = 0, y = 0, angle = 0;
    for (const line of chains[k]!) {
      for (let p = 8; p + 9 < line.length; p += 4) {
        const px = line[p]!, py = line[p + 1]!;
        const dx = line[p + 8]! - line[p - 8]!, dy = line[p + 9]! - line[p - 7]!;
        const edge = Math.min(px - box.left, box.right - px, py - box.top, box.bottom - py);
        const apart = placed.reduce(
          (least, [qx, qy]) => Math.min(least, Math.hypot(px - qx, py - qy)),
          90,
        );
        const clearance = Math.min(edge - room / 2, apart) + 8 * straightness(line, p);
        if (clearance <= best) continue;
        [best, x, y, angle] = [clearance, px, py, Math.atan(dy / (dx || 1e-9))];
      }
    }
    if (best <= CLEARANCE) continue;
    placed.push([x, y]);
    to.save();
    to.translate(x, y);
    to.rotate(angle);
    haloText(to, words, 0, 0, palette.paper);
    to.restore();
  }
}

/** 1 where the chain runs straight through point `p`, less where it bends. */
function straightness(line: Float64Array, p: number): number {
  const ax = line[p]! - line[p - 8]!, ay = line[p + 1]! - line[p - 7]!;
  const bx = line[p + 8]! - line[p]!, by = line[p + 9]! - line[p + 1]!;
  const lengths = Math.hypot(ax, ay) * Math.hypot(bx, by);
  return lengths > 0 ? (ax * bx + ay * by) / lengths : 0;
}
