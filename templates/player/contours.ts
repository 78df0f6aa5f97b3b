/** Level lines of a function on a grid: levels, marching squares, joined into polylines. */

import type { Range } from "./records.ts";

/** Values at `columns` × `rows` evenly spaced points, row by row from the low corner. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly values: Float64Array;
}

/** A chain of points in grid coordinates: x0, y0, x1, y1, …; a closed one ends where it starts. */
export type Polyline = Float64Array;

export function sample(
  f: (u: number, v: number) => number,
  u: Range,
  v: Range,
  columns: number,
  rows: number,
): Grid {
  const values = new Float64Array(columns * rows);
  for (let j = 0; j < rows; j++) {
    const at = v[0] + (v[1] - v[0]) * j / (rows - 1);
    for (let i = 0; i < columns; i++) {
      values[j * columns + i] = f(u[0] + (u[1] - u[0]) * i / (columns - 1), at);
    }
  }
  return { columns, rows, values };
}

const MANTISSAS = [[1], [1, 3], [1, 2, 5], [1, 1.5, 2, 3, 5, 7], [
  1,
  1.2,
  1.5,
  2,
  2.5,
  3,
  4,
  5,
  6,
  8,
]];

/** Round levels on a log scale between `low` and `high`, both > 0: at least `wanted` where it can be. */
export function logLevels(low: number, high: number, wanted: number): number[] {
  if (!(low > 0 && high > low)) return [];
  const from = Math.floor(Math.log10(low)), to = Math.ceil(Math.log10(high));
  let levels: number[] = [];
  for (const mantissas of MANTISSAS) {
    levels = [];
    for (let power = from; power <= to; power++) {
      for (const mantissa of mantissas) {
        const level = Number(`${mantissa}e${power}`);
        if (level > low && level < high) levels.push(level);
      }
    }
    if (levels.length >= wanted) break;
  }
  return levels;
}

/** The lines on which the grid's values pass `level`. */
export function contour(grid: Grid, level: number): Polyline[] {
  const { columns, rows } = grid;
  // A crossing lies on the edge from point p to the right (2p) or upwards (2p + 1), and joins two others.
  const links = new Int32Array(4 * columns * rows).fill(-1);
  const crossings: number[] = [];
  for (let j = 0; j + 1 < rows; j++) {
    for (let i = 0; i + 1 < columns; i++) joinCell(grid, level, j * columns + i, links, crossings);
  }
  const lines: Polyline[] = [];
  const used = new Uint8Array(2 * columns * rows);
  for (const open of [true, false]) { // lines that start at the border first, then rings
    for (const crossing of crossings) {
      if (used[crossing] || (open && links[2 * crossing + 1] !== -1)) continue;
      lines.push(follow(grid, level, crossing, links, used));
    }
  }
  return lines;
}

/** For the sixteen cases of corners above the level: pairs of edges (bottom 0, right 1, top 2, left 3). */
const CASES = [
  [],
  [3, 0],
  [0, 1],
  [3, 1],
  [1, 2],
  [3, 0, 1, 2],
  [0, 2],
  [3, 2],
  [2, 3],
  [2, 0],
  [0, 1, 2, 3],
  [2, 1],
  [1, 3],
  [1, 0],
  [0, 3],
  [],
];

function joinCell(grid: Grid, level: number, p: number, links: Int32Array, crossings: number[]) {
  const { columns, values } = grid;
  const a = values[p]!, b = values[p + 1]!;
  const c = values[p + columns + 1]!, d = values[p + columns]!;
  let index = (a > level ? 1 : 0) | (b > level ? 2 : 0) | (c > level ? 4 : 0) | (d > level ? 8 : 0);
  // A saddle: the middle of the cell says which pair of corners is joined.
  if ((index === 5 || index === 10) && a + b + c + d > 4 * level) index = 15 - index;
  const edges = CASES[index]!;
  for (let k = 0; k < edges.length; k += 2) {
    const one = edgeOf(edges[k]!, p, columns), other = edgeOf(edges[k + 1]!, p, columns);
    link(one, other, links, crossings);
    link(other, one, links, crossings);
  }
}

function edgeOf(side: number, p: number, columns: number): number {
  if (side === 0) return 2 * p;
  if (side === 1) return 2 * (p + 1) + 1;
  if (side === 2) return 2 * (p + columns);
  return 2 * p + 1;
}

function link(from: number, to: number, links: Int32Array, crossings: number[]) {
  if (links[2 * from] === -1) {
    links[2 * from] = to;
    crossings.push(from);
  } else {
    links[2 * from + 1] = to;
  }
}

function follow(
  grid: Grid,
  level: number,
  start: number,
  links: Int32Array,
  used: Uint8Array,
): Polyline {
  const points: number[] = [];
  let crossing = start;
  while (crossing !== -1 && !used[crossing]) {
    used[crossing] = 1;
    pushCrossing(grid, level, crossing, points);
    const next = links[2 * crossing]!;
    crossing = next !== -1 && !used[next] ? next : links[2 * crossing + 1]!;
  }
  if (crossing === start) points.push(points[0]!, points[1]!);
  return Float64Array.from(points);
}

function pushCrossing(grid: Grid, level: number, crossing: number, points: number[]) {
  const { columns, values } = grid;
  const p = crossing >> 1, upwards = crossing & 1;
  const low = values[p]!, high = values[upwards ? p + columns : p + 1]!;
  const way = (level - low) / (high - low);
  const i = p % columns, j = (p - i) / columns;
  points.push(upwards ? i : i + way, upwards ? j + way : j);
}
