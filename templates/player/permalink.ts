/**
 * The state of a player as a fragment: `#player-x&sweep=…&run=…&epoch=…`; for a run that the page computed
 * also `w= b= learning_rate= optimizer= loss= epochs= standardize=`; then `views= camera= race=`.
 */

import type { Choice } from "./records.ts";
import type { Start } from "./start.ts";

/** Rivals that a link may name, and characters it may have; what is beyond is not read. */
const MOST_RIVALS = 5;
const LONGEST = 4000;
const OPTION = /^[a-z][a-z0-9_]{0,31}$/;
const NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/** A run as a link names it: one of the sweep, and what differs from it. */
export interface RunLink {
  readonly run?: string;
  readonly start?: Start;
  readonly learning_rate?: number;
  readonly optimizer?: Choice;
  readonly loss?: Choice;
  readonly epochs?: number;
  readonly standardize?: boolean;
}

export interface Link extends RunLink {
  readonly figure: string;
  readonly sweep?: string;
  /** As written; whether it is a number is for the reader to say. */
  readonly epoch?: string;
  readonly views?: readonly string[];
  readonly camera?: string;
  readonly race?: readonly RunLink[];
  /** What could not be read, in words. */
  readonly notes: readonly string[];
}

/** What a fragment asks for, or null where it is no permalink; nothing in it is trusted. */
export function parseLink(hash: string): Link | null {
  const [figure, ...pairs] = hash.slice(0, LONGEST).replace(/^#/, "").split("&").map(decoded);
  if (!figure) return null;
  const fields = new Map(pairs.map((pair) => split(pair)));
  const notes: string[] = [];
  const rivals = (fields.get("race") ?? "").split(";").filter(Boolean);
  if (rivals.length > MOST_RIVALS) {
    notes.push(`a race holds ${MOST_RIVALS + 1} runs; the rest is left out`);
  }
  const race = rivals.slice(0, MOST_RIVALS).map((text) => parseRival(text, notes));
  const views = fields.get("views")?.split(/[\s,]+/).filter(Boolean);
  return {
    figure,
    ...parseRun(fields, notes),
    ...given("sweep", fields.get("sweep")),
    ...given("epoch", fields.get("epoch")),
    ...given("views", views?.length ? views : undefined),
    ...given("camera", fields.get("camera")),
    ...given("race", race.length ? race : undefined),
    notes,
  };
}

/** The epoch a link asks for in a run of `last` epochs, clamped, with words where it is not as written. */
export function epochIn(
  link: Pick<Link, "epoch">,
  last: number,
): { epoch?: number; note: string } {
  if (link.epoch === undefined) return { note: "" };
  const epoch = numberOf(link.epoch);
  if (epoch === undefined) return { epoch: 0, note: "the link's epoch is not a number" };
  if (epoch >= 0 && epoch <= last) return { epoch, note: "" };
  return {
    epoch: Math.min(last, Math.max(0, epoch)),
    note: `the link's epoch is not in 0 to ${last}`,
  };
}

/** The fragment of a state, with its `#`; fields that are undefined are left out. */
export function formatLink(
  figure: string,
  fields: Readonly<Record<string, string | number | boolean | undefined>>,
): string {
  return `#${encodeURIComponent(figure)}${query(fields)}`;
}

/** The fields of a run in a link. */
export function runFields(link: RunLink): Record<string, string | number | boolean | undefined> {
  const { run, start, learning_rate, optimizer, loss, epochs, standardize } = link;
  return {
    run,
    w: start?.w,
    b: start?.b,
    learning_rate,
    optimizer: optimizer && formatChoice(optimizer),
    loss: loss && formatChoice(loss),
    epochs,
    standardize,
  };
}

/** A rival as one value of `race=`. */
export function formatRival(link: RunLink): string {
  return query(runFields(link)).slice(1).replaceAll(";", "%3B");
}

/** `momentum,beta:0.9`. */
export function formatChoice({ name, ...options }: Choice): string {
  return [name, ...Object.entries(options).map(([key, value]) => `${key}:${String(value)}`)].join();
}

/** A choice as a link writes it; undefined where it is none. */
export function parseChoice(text: string): Choice | undefined {
  const [name = "", ...pairs] = text.split(",");
  if (!NAME.test(name)) return undefined;
  const options: [string, unknown][] = [];
  for (const pair of pairs) {
    const [key, value] = split(pair, ":");
    const number = numberOf(value);
    const read = number ?? (value === "true" ? true : value === "false" ? false : value);
    if (!OPTION.test(key) || key === "name" || typeof read === "string" && !NAME.test(read)) {
      return undefined;
    }
    options.push([key, read]);
  }
  return { ...Object.fromEntries(options), name };
}

/** A finite number written in plain digits, or undefined. */
export function numberOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function parseRival(text: string, notes: string[]): RunLink {
  return parseRun(new Map(text.split("&").map((pair) => split(decoded(pair)))), notes);
}

function parseRun(fields: ReadonlyMap<string, string>, notes: string[]): RunLink {
  const number = (field: string, fits: (value: number) => boolean, kind: string) => {
    const text = fields.get(field);
    const value = numberOf(text);
    const good = value !== undefined && fits(value);
    if (text !== undefined && !good) notes.push(`the link's ${words(field)} is not ${kind}`);
    return good ? value : undefined;
  };
  const choice = (field: string) => {
    const text = fields.get(field);
    const value = text === undefined ? undefined : parseChoice(text);
    if (text !== undefined && !value) notes.push(`the link's ${field} cannot be read`);
    return value;
  };
  const any = () => true;
  const w = number("w", any, "a number"), b = number("b", any, "a number");
  const standardize = fields.get("standardize");
  return {
    ...given("run", fields.get("run")),
    ...given("start", w === undefined || b === undefined ? undefined : { w, b }),
    ...given("learning_rate", number("learning_rate", (rate) => rate > 0, "a number above 0")),
    ...given("optimizer", choice("optimizer")),
    ...given("loss", choice("loss")),
    ...given(
      "epochs",
      number("epochs", (k) => k >= 1 && Number.isInteger(k), "a whole number above 0"),
    ),
    ...given("standardize", standardize === undefined ? undefined : standardize === "true"),
  };
}

function given<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : { [key]: value } as { [key in K]: V };
}

function query(fields: Readonly<Record<string, string | number | boolean | undefined>>): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `&${key}=${encodeURIComponent(String(value))}`)
    .join("");
}

function words(field: string): string {
  return field.replaceAll("_", " ");
}

function split(pair: string, by = "="): [string, string] {
  const at = pair.indexOf(by);
  return at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
