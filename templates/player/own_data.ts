/** The reader's own table: the rules and the messages of the build. It stays in the page. */

import { clean, decoded, type Mistake, mistake, Mistakes, printable, quoted } from "./csv_text.ts";
import { delimiterOf, type Row, rowsOf } from "./csv_text.ts";
import { grouped } from "./numerics/words.ts";
import type { Dataset } from "./records.ts";

/** Rows a page computes with; the build takes more. */
export const MOST_ROWS = 100_000;
const MOST_BYTES = 64 * 2 ** 20;
/** Squares of sums of squares of larger values overflow. */
const LARGEST = 1e70;
const SHOWN = 100;
const NUMBER = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;

interface Table {
  readonly header: readonly string[];
  readonly rows: readonly Row[];
  readonly decimalComma: boolean;
}

/** The first two columns of a table as x and y, or every mistake as `file:line: message`. */
export function readCsv(
  data: string | Uint8Array,
  filename: string,
): { dataset: Dataset } | { mistakes: string[] } {
  try {
    if (data.length > MOST_BYTES) {
      throw mistake(1, "is larger than 64 MB, the most that is read of such a file");
    }
    const text = clean(typeof data === "string" ? data : decoded(data));
    const table = tableOf(text);
    return { dataset: datasetOf(filename, text, table, pointsOf(table)) };
  } catch (error) {
    if (!(error instanceof Mistakes)) throw error;
    const said = [...error.list].sort(inOrder).map(({ line, message }) =>
      printable(`${filename.replaceAll("\n", "\\n")}:${line}: ${message}`)
    );
    return { mistakes: [...new Set(said)] };
  }
}

function tableOf(text: string): Table {
  const delimiter = delimiterOf(text);
  const all: Row[] = [];
  for (const row of rowsOf(text, delimiter)) {
    all.push(row);
    if (all.length > MOST_ROWS + 1) {
      const words = `has more than ${grouped(MOST_ROWS)} rows, the most a page computes with`;
      throw mistake(row.line, `${words}; the build takes more`);
    }
  }
  const [head, ...rows] = all;
  if (!head) {
    throw mistake(1, "the table is empty; it needs a header row and at least one row of numbers");
  }
  const header = head.cells;
  if (header.length < 2) {
    const words = `found one column, ${
      quoted(header[0]!, 40)
    }; separate columns by ',' ';' or a tab`;
    throw mistake(head.line, words);
  }
  if (header.every((cell) => NUMBER.test(cell.replaceAll(",", ".")))) {
    const met = header.slice(0, 4).map((cell) => quoted(cell, 20)).join(", ");
    throw mistake(head.line, `the header row names the columns, got numbers: [${met}]`);
  }
  if (!rows.length) throw mistake(head.line, "there is a header and no row of numbers below it");
  const ragged = rows.filter(({ cells }) => cells.length !== header.length);
  if (ragged.length) {
    throw firstOf(ragged.map(({ cells, line }) => {
      return { line, message: `has ${cells.length} cells, the header has ${header.length}` };
    }));
  }
  const doubled = header.filter((name, k) => header.indexOf(name) !== k).sort();
  if (doubled.length) throw mistake(1, `two columns are named ${quoted(doubled[0]!, 40)}`);
  return { header, rows, decimalComma: delimiter !== "," };
}

function pointsOf({ header, rows, decimalComma }: Table): { x: number[]; y: number[] } {
  const mistakes: Mistake[] = [];
  const column = (at: number) =>
    rows.map(({ cells, line }) => {
      const cell = decimalComma ? cells[at]!.replaceAll(",", ".") : cells[at]!;
      const number = NUMBER.test(cell);
      if (number && Math.abs(Number(cell)) <= LARGEST) return Number(cell);
      const wanted = number ? "within ±1e+70" : "a number";
      const message = `${header[at]} must be ${wanted}, got ${quoted(cells[at]!, 40)}`;
      mistakes.push({ line, message });
      return NaN;
    });
  const points = { x: column(0), y: column(1) };
  if (mistakes.length) throw firstOf(mistakes);
  return points;
}

function datasetOf(
  filename: string,
  text: string,
  { header }: Table,
  points: Dataset["points"],
): Dataset {
  const title = filename.replace(/^.*[/\\]/, "").replace(/(.)\.[^.]*$/, "$1");
  return {
    schema: "gdsim.dataset/1",
    name: title.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "-").replaceAll(/^-|-$/g, "") || "own",
    title,
    note: "",
    source: "",
    labels: { x: header[0]!, y: header[1]! },
    units: { x: "", y: "" },
    n: points.x.length,
    digest: `own:${fingerprint(text)}`,
    points,
  };
}

/** Tells tables apart within a page (FNV-1a). */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16);
}

/** At most a hundred mistakes, and a last one that counts the rest. */
function firstOf(mistakes: Mistake[]): Mistakes {
  if (mistakes.length <= SHOWN) return new Mistakes(mistakes);
  const ordered = [...mistakes].sort(inOrder), rest = mistakes.length - SHOWN;
  const message = `and ${grouped(rest)} more lines like these`;
  return new Mistakes([...ordered.slice(0, SHOWN), { line: ordered[SHOWN]!.line, message }]);
}

function inOrder(one: Mistake, other: Mistake): number {
  return one.line - other.line || (one.message < other.message ? -1 : 1);
}
