/** What is asked for: a run of the sweep and what differs from it; and how a wish changes that. */

import type { Wanted } from "./live.ts";
import type { RunLink } from "./permalink.ts";
import type { Choice, Run, Sweep } from "./records.ts";
import { type Field, FIELDS, findRun, sameValue, type Value, type Wish } from "./runs.ts";

export interface Aim {
  readonly entry: Run;
  readonly wanted: Wanted;
}

/** Fields whose value need not be swept: the page can compute them. */
const COMPUTED = ["standardize", "loss", "optimizer", "learning_rate", "epochs"] as const;
type Computed = typeof COMPUTED[number];
type Changeable = { -readonly [K in keyof Wanted]: Wanted[K] };

/** What the page computes by name. */
export interface Computable {
  readonly loss: readonly string[];
  readonly optimizer: readonly string[];
}

/**
 * The aim after a wish: fields that are not wished for are kept where they can be, and what no run of
 * the sweep has on that ground is wanted of the page. Throws where a name is known neither there nor here.
 */
export function aimAt(sweep: Sweep, current: Aim, wish: Wish, known: Computable): Aim {
  const leavesOwnData = wish.dataset !== undefined && current.wanted.dataset;
  const kept: Changeable = leavesOwnData ? {} : { ...current.wanted };
  if (wish.init !== undefined) delete kept.start;
  const named: { [F in Field]?: Value } = {};
  const near: Record<string, Value> = {};
  for (const field of FIELDS) {
    const value = wish[field];
    if (value === undefined) continue;
    if (!isComputed(field) || !isKnown(field, value, known)) named[field] = value;
    else near[field] = typeof value === "string" && isChoice(field) ? value : checked(field, value);
  }
  const { run } = findRun(sweep, { ...current.entry, ...near }, named);
  for (const field of COMPUTED) {
    const value = near[field] ?? (named[field] === undefined ? kept[field] : undefined);
    delete kept[field];
    if (value !== undefined && !sameValue(run[field], value)) {
      kept[field] = checked(field, value) as never;
    }
  }
  return { entry: run, wanted: kept };
}

/** Whether anything differs from the run of the sweep. */
export function isPlain({ wanted }: Aim): boolean {
  return Object.values(wanted).every((value) => value === undefined);
}

/** The aim of a link, as far as it names what exists. */
export function aimOf(
  sweep: Sweep,
  otherwise: Run,
  link: RunLink,
  known: Computable,
): { aim: Aim; note: string } {
  const named = sweep.runs.find((run) => run.id === link.run);
  const notes = link.run !== undefined && !named ? ["the link names a run that is not here"] : [];
  let aim: Aim = { entry: named ?? otherwise, wanted: {} };
  for (const field of COMPUTED) {
    const value = link[field];
    if (value === undefined) continue;
    try {
      aim = aimAt(sweep, aim, { [field]: value }, known);
    } catch (error) {
      notes.push((error as Error).message);
    }
  }
  if (link.start) aim = { ...aim, wanted: { ...aim.wanted, start: link.start } };
  return { aim, note: notes.join("; ") };
}

/** The fields of an aim as a link names them; data of the reader's is in no link. */
export function linkOf({ entry, wanted: { dataset: _, ...wanted } }: Aim): RunLink {
  const given = Object.entries(wanted).filter(([, value]) => value !== undefined);
  return { run: entry.id, ...Object.fromEntries(given) };
}

function isComputed(field: Field): field is Computed {
  return (COMPUTED as readonly string[]).includes(field);
}

function isKnown(field: Computed, value: Value, known: Computable): boolean {
  if (!isChoice(field)) return true;
  return known[field].includes(typeof value === "object" ? value.name : String(value));
}

function isChoice(field: Field): field is "loss" | "optimizer" {
  return field === "loss" || field === "optimizer";
}

function checked(field: Computed, value: Value): Value {
  if (isChoice(field)) {
    return typeof value === "object" ? value : { name: String(value) } satisfies Choice;
  }
  if (field === "standardize") return Boolean(value);
  const number = Number(value);
  if (!(number > 0) || !Number.isFinite(number)) {
    throw new RangeError(
      `${field.replace("_", " ")} must be a number above 0, got ${String(value)}`,
    );
  }
  return field === "epochs" ? Math.max(1, Math.round(number)) : number;
}
