/** The state of a player as a fragment: `#player-x&sweep=…&run=…&epoch=…`, with `w= b=` for a live start. */

export interface Link {
  readonly figure: string;
  readonly run?: string;
  /** As written; whether it is a number is for the reader to say. */
  readonly epoch?: string;
  readonly start?: { readonly w: number; readonly b: number };
  readonly learning_rate?: number;
}

/** What a fragment asks for, or null where it is no permalink; nothing in it is trusted. */
export function parseLink(hash: string): Link | null {
  const [figure, ...pairs] = hash.replace(/^#/, "").split("&").map(decoded);
  if (!figure) return null;
  const fields = new Map(pairs.map((pair) => split(pair)));
  const run = fields.get("run");
  const epoch = fields.get("epoch");
  const rate = numberOf(fields.get("learning_rate"));
  const w = numberOf(fields.get("w")), b = numberOf(fields.get("b"));
  return {
    figure,
    ...(run === undefined ? {} : { run }),
    ...(epoch === undefined ? {} : { epoch }),
    ...(w === undefined || b === undefined ? {} : { start: { w, b } }),
    ...(rate === undefined ? {} : { learning_rate: rate }),
  };
}

/** The epoch a link asks for in a run of `last` epochs, clamped, with words where it is not as written. */
export function epochIn(link: Link, last: number): { epoch?: number; note: string } {
  if (link.epoch === undefined) return { note: "" };
  const epoch = numberOf(link.epoch);
  if (epoch === undefined) return { epoch: 0, note: "the link's epoch is not a number" };
  if (epoch >= 0 && epoch <= last) return { epoch, note: "" };
  return {
    epoch: Math.min(last, Math.max(0, epoch)),
    note: `the link's epoch is not in 0 to ${last}`,
  };
}

/** The fragment of a state, with its `#`. */
export function formatLink(
  figure: string,
  fields: Readonly<Record<string, string | number | undefined>>,
): string {
  const pairs = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `&${key}=${encodeURIComponent(String(value))}`);
  return `#${encodeURIComponent(figure)}${pairs.join("")}`;
}

/** A finite number written in plain digits, or undefined. */
export function numberOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function split(pair: string): [string, string] {
  const at = pair.indexOf("=");
  return at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
