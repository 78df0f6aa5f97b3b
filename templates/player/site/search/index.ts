/** What can be found, and how: MiniSearch over the records of a site. */

import MiniSearch, { type SearchResult } from "minisearch";
import { rate } from "../../format.ts";

/** A record of `search-index.js`. */
export interface Found {
  readonly kind: "page" | "dataset" | "run";
  readonly url?: string;
  readonly title: string;
  readonly heading?: string;
  readonly text?: string;
  readonly tags?: string;
  readonly sweep?: string;
  readonly dataset?: string;
  /** Of a sweep whose runs are not listed: the values of its fields. */
  readonly values?: Readonly<Record<string, readonly (string | number)[]>>;
}

interface Index {
  readonly schema: "gdsim.search/1";
  readonly players: Readonly<Record<string, string>>;
  readonly pages: readonly Found[];
  readonly runs: readonly Found[];
}

/** A result: where it leads, its record, and the words that matched. */
export interface Result {
  readonly url: string;
  readonly record: Found;
  readonly words: readonly string[];
}

/** Letters and digits of any script, as one word; dots and signs stay inside numbers and ids. */
const WORD = /[\p{L}\p{N}]+(?:[.’'-][\p{L}\p{N}]+)*/gu;

/** The words of a text; what is joined by a sign is a word whole and in its parts. */
export function wordsOf(text: string): string[] {
  return (text.match(WORD) ?? []).flatMap((word) => {
    const parts = word.split(/[.’'-]/);
    return parts.length > 1 ? [word, ...parts] : [word];
  });
}

/** A word as words are compared: without case and accents. */
export function folded(word: string): string {
  return word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

export class SiteSearch {
  readonly #records: readonly Found[];
  readonly #players: Index["players"];
  readonly #index: MiniSearch;

  /** Takes the record of `search-index.js`; throws where it is none. */
  constructor(record: unknown) {
    const index = record as Index;
    if (index?.schema !== "gdsim.search/1") {
      throw new Error("search-index.js is of another version");
    }
    this.#players = index.players;
    this.#records = [...index.pages, ...index.runs];
    this.#index = new MiniSearch({
      fields: ["title", "heading", "tags", "text"],
      tokenize: wordsOf,
      processTerm: folded,
    });
    this.#index.addAll(this.#records.map((record, id) => ({ id, ...record })));
  }

  /** The best results first; none for a query without a word. */
  find(query: string, most = 30): Result[] {
    const asked = query.slice(0, 200);
    const search = (fuzzy: (term: string) => number | false) =>
      this.#index.search(asked, {
        boost: { title: 4, heading: 3, tags: 2 },
        boostDocument: (id: number) => this.#records[id]?.kind === "run" ? 0.6 : 1,
        combineWith: "AND",
        prefix: (term: string) => term.length > 1,
        fuzzy,
      });
    // A slip in a short word is looked for only where nothing else is found.
    let found = search((term) => term.length > 4 ? 0.2 : false);
    if (!found.length) {
      found = search((term) => term.length > 5 ? 0.34 : term.length > 2 ? 1 : false);
    }
    const runs = this.#records.flatMap((record) => runsIn(record, asked));
    return [...runs, ...found.map((result) => this.#result(result))].slice(0, most);
  }

  #result({ id, terms }: SearchResult): Result {
    const record = this.#records[id]!;
    return { url: this.#url(record), record, words: terms };
  }

  /** Pages know their address; a run opens in the first player of its sweep, a dataset in its first run. */
  #url({ url, sweep, heading, dataset }: Found): string {
    if (url !== undefined) return url;
    const part = encodeURIComponent;
    if (sweep === undefined) {
      const run = this.#records.find((record) => record.sweep && record.dataset === dataset);
      return run ? this.#url(run) : "gallery.html";
    }
    const player = this.#players[sweep] ?? `embed/${part(sweep)}.html#player-${part(sweep)}`;
    return `${player}&sweep=${part(sweep)}&run=${part(heading ?? "")}`;
  }
}

/** The runs of a sweep that a query describes by values of its fields, as the gallery shows them. */
function runsIn({ values, title, url, sweep }: Found, query: string): Result[] {
  const asked = query.split(/[\s,;=]+/).map(folded).filter(Boolean);
  if (!values || !asked.length) return [];
  const met = new URLSearchParams(), told: string[] = [];
  for (const word of asked) {
    const field = Object.keys(values).find((name) => {
      const value = values[name]!.find((value) => isMeant(value, word));
      if (value === undefined) return false;
      met.set(name, String(value));
      told.push(`${name} ${typeof value === "number" ? rate(value) : value}`);
      return true;
    });
    if (!field && !wordsOf(folded(title)).includes(word) && !FIELD_WORDS.includes(word)) return [];
  }
  if (!met.size) return [];
  met.set("sweep", sweep!);
  const record = { kind: "run", title, heading: told.join(", ") } as const;
  return [{ url: `${url}#${met}`, record, words: asked }];
}

const FIELD_WORDS = ["learning", "rate", "start", "from", "dataset", "loss", "optimizer", "runs"];

/** Numbers by their value, names from the beginning of one of their words. */
function isMeant(value: string | number, word: string): boolean {
  if (typeof value === "number") return Number(word) === value;
  const name = folded(value);
  return name === word ||
    word.length > 2 && name.split("-").some((part) => part.startsWith(word));
}

/** A stretch of `text` around the first of `words`, in pieces that say whether they matched. */
export function context(text: string, words: readonly string[], length = 160): [string, boolean][] {
  const wanted = new Set(words);
  const places = [...text.matchAll(WORD)].filter(([word]) =>
    wordsOf(word).some((part) => wanted.has(folded(part)))
  );
  const first = places[0]?.index ?? 0;
  const from = first < length / 2 ? 0 : text.lastIndexOf(" ", first - length / 3) + 1;
  const end = text.length <= from + length ? text.length : text.lastIndexOf(" ", from + length);
  const to = end > from ? end : Math.min(text.length, from + length);
  const pieces: [string, boolean][] = from ? [["… ", false]] : [];
  let at = from;
  for (const { index, 0: word } of places) {
    if (index < at || index + word.length > to) continue;
    pieces.push([text.slice(at, index), false], [word, true]);
    at = index + word.length;
  }
  pieces.push([text.slice(at, to) + (to < text.length ? " …" : ""), false]);
  return pieces.filter(([piece]) => piece);
}
