/** Text of a table and its parts, read and shown as the build does. */

const UNSEEN = /[\p{C}\p{Z}]/u;
const BLANK = /^[^\S\ufeff]+|[^\S\ufeff]+$/g;
/** Control characters but tab and line end, and those that reorder the text around them. */
const UNWELCOME = /(?![\n\t])[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;
const LONGEST_CELL = 131_072;

/** A mistake at a line; `said` joins file, line and message. */
export interface Mistake {
  readonly line: number;
  readonly message: string;
}

export class Mistakes extends Error {
  constructor(readonly list: readonly Mistake[]) {
    super("mistakes in a table");
  }
}

export function mistake(line: number, message: string): Mistakes {
  return new Mistakes([{ line, message }]);
}

/** UTF-8 bytes as text without byte-order mark. */
export function decoded(data: Uint8Array): string {
  const [one, two] = data;
  const marked = one === 0xff && two === 0xfe || one === 0xfe && two === 0xff;
  if (marked || one === 0 || two === 0) throw mistake(1, "is UTF-16; save it as UTF-8");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    const line = lineAt(data, firstWrong(data));
    throw mistake(line, "is not UTF-8 (perhaps Latin-1); save it as UTF-8");
  }
}

/** Where the bytes cease to be UTF-8: the most that decode as the beginning of a text. */
function firstWrong(data: Uint8Array): number {
  let low = 0, high = data.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(data.subarray(0, middle), { stream: true });
      low = middle;
    } catch {
      high = middle - 1;
    }
  }
  return low;
}

function lineAt(data: Uint8Array, end: number): number {
  return data.subarray(0, end).reduce((lines, byte) => lines + (byte === 10 ? 1 : 0), 1);
}

/** `text` with plain line ends; refused where it holds control characters or bidi overrides. */
export function clean(text: string): string {
  const lines = text.replace(/^\ufeff/, "").replaceAll(/\r\n?/g, "\n");
  const bad = new Map<string, number>();
  for (const { 0: character, index } of lines.matchAll(UNWELCOME)) {
    if (!bad.has(character)) bad.set(character, lines.slice(0, index).split("\n").length);
  }
  if (bad.size) {
    throw new Mistakes([...bad].map(([character, line]) => {
      const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
      return { line, message: `holds the control character U+${code}` };
    }));
  }
  return lines;
}

export interface Row {
  readonly cells: string[];
  /** The line it starts on. */
  readonly line: number;
}

/** Of the marks that may part cells the one met most in the header, outside quotes. */
export function delimiterOf(text: string): string {
  const met = { ",": 0, ";": 0, "\t": 0 };
  const mark = /[,;\t\n]/g;
  mark.lastIndex = Math.max(text.search(/[^\n]/), 0);
  for (;;) {
    if (text[mark.lastIndex] === '"') {
      const end = endOfQuotes(text, mark.lastIndex + 1);
      mark.lastIndex = end < 0 ? text.length : end + 1;
    }
    const found = mark.exec(text)?.[0] ?? "\n";
    if (found === "\n") break;
    met[found as keyof typeof met]++;
  }
  return ([",", ";", "\t"] as const).reduce((a, b) => met[b] > met[a] ? b : a);
}

/** The rows of a CSV, cells without blanks around them; blank lines are passed over. */
export function* rowsOf(text: string, delimiter: string): Generator<Row> {
  let at = 0, line = 1;
  while (at < text.length) {
    const cells: string[] = [], start = line;
    for (let ended = false; !ended;) {
      const quoted = text[at] === '"';
      const [cell, next] = quoted
        ? quotedCell(text, at + 1, start)
        : plainCell(text, at, delimiter);
      if (cell.length > LONGEST_CELL) throw tooLong(start);
      for (const character of quoted ? cell : "") if (character === "\n") line++;
      const mark = text[next] ?? "\n";
      if (mark !== delimiter && mark !== "\n") {
        throw mistake(start, `CSV: '${delimiter}' expected after '"'`);
      }
      cells.push(cell.replaceAll(BLANK, ""));
      ended = mark === "\n";
      at = next + 1;
    }
    line++;
    if (cells.some((cell) => cell)) yield { cells, line: start };
  }
}

function plainCell(text: string, from: number, delimiter: string): [string, number] {
  let end = from;
  while (end < text.length && text[end] !== delimiter && text[end] !== "\n") end++;
  return [text.slice(from, end), end];
}

function quotedCell(text: string, from: number, line: number): [string, number] {
  const end = endOfQuotes(text, from);
  if (end < 0) {
    const long = text.length - from > LONGEST_CELL;
    throw long ? tooLong(line) : mistake(line, "CSV: unexpected end of data");
  }
  return [text.slice(from, end).replaceAll('""', '"'), end + 1];
}

/** Where the mark stands that ends a text in quotes; −1 where nothing does. */
function endOfQuotes(text: string, from: number): number {
  let end = text.indexOf('"', from);
  while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  return end;
}

function tooLong(line: number): Mistakes {
  return mistake(line, `CSV: field larger than field limit (${LONGEST_CELL})`);
}

/** A text in quotes, at most `most` characters of it, what cannot be seen as escapes. */
export function quoted(text: string, most: number): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = Array.from([...text].slice(0, most), (character) => {
    if (character === "\\" || character === mark) return `\\${character}`;
    return seen(character);
  });
  return mark + escaped.join("") + mark;
}

/** A message in which nothing is hidden. */
export function printable(text: string): string {
  return Array.from(text, (character) => character === "\n" ? character : seen(character)).join("");
}

function seen(character: string): string {
  if (character === " " || !UNSEEN.test(character)) return character;
  const named = { "\t": "\\t", "\n": "\\n", "\r": "\\r" }[character];
  if (named) return named;
  const code = character.codePointAt(0)!.toString(16);
  if (code.length <= 2) return `\\x${code.padStart(2, "0")}`;
  return code.length <= 4 ? `\\u${code.padStart(4, "0")}` : `\\U${code.padStart(8, "0")}`;
}
