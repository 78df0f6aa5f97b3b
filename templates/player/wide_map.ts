/** Outcome maps of more cells than a table can hold: drawn on a canvas, pressed to see a run. */

import { element } from "./dom.ts";
import { watchPalette } from "./palette.ts";
import { describe } from "./pickers.ts";
import type { Trajectory } from "./records.ts";
import { type Field, sameValue, type Value, type Wish } from "./runs.ts";

/** What such a map needs of a player. */
export interface Chooser {
  readonly figure: HTMLElement;
  readonly trajectory: Trajectory | null;
  select(wish: Wish): Promise<void>;
}

interface Axis {
  readonly field: Field;
  readonly label: string;
  readonly values: readonly Value[];
}

/** As the page has it: a line of `cells` for each row, a letter or the digit of a shade for each column. */
interface Told {
  readonly rows: Axis;
  readonly columns: Axis;
  readonly others: Wish;
  readonly cells: readonly string[];
  readonly epochs: readonly [number, number];
  /** How many columns of each row lie below the threshold. */
  readonly past: readonly (number | null)[];
}

type Cell = readonly [row: number, column: number];

const LOW = 3, HIGH = 24; // pixels of a row
const USUAL = 320, TALL = 640; // of all rows
const SHADES = 7;
const TILE = 10; // pixels of a pattern

/** Draws the picture of a map; a press shows its run in the player, whose run is marked. */
export function upgradePicture(canvas: HTMLCanvasElement, player: Chooser | undefined): void {
  const told = JSON.parse(canvas.dataset.map!) as Told;
  const { rows, columns } = told;
  const said = element("p", { class: "gdsim-map-said" });
  canvas.after(said);
  const count = rows.values.length;
  const height = Math.min(TALL, count * Math.max(LOW, Math.min(HIGH, USUAL / count)));
  canvas.style.height = `${Math.round(height)}px`;
  canvas.hidden = false;
  let marked: Cell | null = null;
  const draw = () => {
    const { width, height } = canvas.getBoundingClientRect();
    canvas.width = Math.max(1, Math.round(width * devicePixelRatio));
    canvas.height = Math.max(1, Math.round(height * devicePixelRatio));
    paint(canvas, told);
    if (marked) ring(canvas, told, marked);
  };
  const say = (cell: Cell | null) => said.textContent = cell ? inWords(told, cell) : "";
  const follow = () => {
    const now = player?.trajectory ? cellOf(told, player.trajectory) : null;
    if (String(now) === String(marked)) return;
    marked = now;
    say(marked);
    draw();
  };
  const at = ({ clientX, clientY }: MouseEvent): Cell => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const place = (share: number, count: number) =>
      Math.max(0, Math.min(count - 1, Math.floor(share * count)));
    return [
      place((clientY - top) / height, count),
      place((clientX - left) / width, columns.values.length),
    ];
  };
  canvas.addEventListener("pointermove", (event) => say(at(event)));
  canvas.addEventListener("pointerleave", () => say(marked));
  canvas.addEventListener("click", (event) => {
    const [row, column] = at(event);
    if (told.cells[row]![column] === "-") return;
    player?.select({
      ...told.others,
      [rows.field]: rows.values[row],
      [columns.field]: columns.values[column],
    }).catch((error) => said.textContent = (error as Error).message);
  });
  player?.figure.addEventListener("gdsim:change", follow);
  follow();
  watchPalette(draw);
  new ResizeObserver(draw).observe(canvas); // tells its size at once
}

/** The cell of a run; null where it is none of the map's. */
export function cellOf({ rows, columns, others }: Told, run: Trajectory): Cell | null {
  const fields: Wish = {
    ...run,
    dataset: run.dataset.name,
    init: run.init.name,
    standardize: run.standardize !== null,
  };
  const place = ({ field, values }: Axis) =>
    values.findIndex((value) => sameValue(value, fields[field]!));
  const all = Object.entries(others) as [Field, Value][];
  if (!all.every(([field, value]) => sameValue(value, fields[field]!))) return null;
  const cell = [place(rows), place(columns)] as const;
  return cell.includes(-1) ? null : cell;
}

/** A cell as it is read out: its fields and how its run ends. */
export function inWords({ rows, columns, cells, epochs }: Told, [row, column]: Cell): string {
  const code = cells[row]![column]!;
  const fields = [columns, rows].map(({ field, label, values }, k) =>
    `${label} ${describe(field, values[k ? row : column]!)}`
  );
  return `${fields.join(", ")}: ${ends(code, epochs)}`;
}

function ends(code: string, [low, high]: Told["epochs"]): string {
  if (code === "-") return "not swept";
  if (code === "d") return "diverges";
  if (code === "b") return "not there when the run ends";
  const epoch = low * (high / low) ** (Number(code) / (SHADES - 1));
  return `converges after some ${Number(epoch.toPrecision(2)).toLocaleString("en")} epochs`;
}

/** Where cells begin, in pixels of the canvas. */
function edges({ width, height }: HTMLCanvasElement, { rows, columns }: Told) {
  return {
    x: (column: number) => Math.round(column * width / columns.values.length),
    y: (row: number) => Math.round(row * height / rows.values.length),
  };
}

function paint(canvas: HTMLCanvasElement, told: Told): void {
  const to = canvas.getContext("2d")!;
  const { x, y } = edges(canvas, told);
  const style = getComputedStyle(canvas);
  const colour = (name: string) => style.getPropertyValue(`--gdsim-${name}`).trim();
  const fills = new Map<string, string | CanvasPattern>([
    ["-", colour("paper")],
    ["d", hatched(colour("panel"), colour("soft"))],
    ["b", dotted(colour("panel"), colour(`heat-${SHADES - 1}`))],
    ...Array.from({ length: SHADES }, (_, k) => [String(k), colour(`heat-${k}`)] as const),
  ]);
  for (const [row, line] of told.cells.entries()) {
    // Neighbours of one shade are one rectangle: it is fast, and has no seams.
    for (const { 0: { length }, index, 1: code } of line.matchAll(/(.)\1*/g)) {
      to.fillStyle = fills.get(code!)!;
      to.fillRect(x(index), y(row), x(index + length) - x(index), y(row + 1) - y(row));
    }
  }
  to.fillStyle = colour("threshold");
  for (const [row, below] of told.past.entries()) {
    if (below === null || below >= told.columns.values.length) continue;
    to.fillRect(x(below) - 2, y(row), 4, y(row + 1) - y(row));
  }
}

/** A ring around a cell, large enough to be seen. */
function ring(canvas: HTMLCanvasElement, told: Told, [row, column]: Cell): void {
  const to = canvas.getContext("2d")!;
  const style = getComputedStyle(canvas);
  const { x, y } = edges(canvas, told);
  to.beginPath();
  to.arc(
    (x(column) + x(column + 1)) / 2,
    (y(row) + y(row + 1)) / 2,
    8 * devicePixelRatio,
    0,
    2 * Math.PI,
  );
  for (const [name, width] of [["paper", 6], ["current", 3]] as const) {
    to.strokeStyle = style.getPropertyValue(`--gdsim-${name}`).trim();
    to.lineWidth = width * devicePixelRatio;
    to.stroke();
  }
}

function hatched(ground: string, line: string): CanvasPattern {
  return tile(ground, (to) => {
    to.strokeStyle = line;
    for (const x of [-TILE, 0, TILE]) {
      to.moveTo(x, TILE);
      to.lineTo(x + TILE, 0);
    }
    to.stroke();
  });
}

function dotted(ground: string, dot: string): CanvasPattern {
  return tile(ground, (to) => {
    to.fillStyle = dot;
    for (const x of [TILE / 4, 3 * TILE / 4]) to.fillRect(x - 1, x - 1, 2, 2);
  });
}

/** A square of a pattern. */
function tile(ground: string, draw: (to: CanvasRenderingContext2D) => void): CanvasPattern {
  const canvas = element("canvas", { width: String(TILE), height: String(TILE) });
  const to = canvas.getContext("2d")!;
  to.fillStyle = ground;
  to.fillRect(0, 0, TILE, TILE);
  draw(to);
  return to.createPattern(canvas, "repeat")!;
}
