/** The records that data scripts deliver, and the check of their schema. */

/** The one model that the page computes and draws. */
export const LINE = "line";

export type Range = readonly [number, number];

/** A registered name with its options: `{name: "huber", delta: 1}`. */
export interface Choice {
  readonly name: string;
  readonly [option: string]: unknown;
}

export type Outcome = {
  readonly status: "converged" | "diverged" | "budget";
  readonly epoch: number;
};

export interface Optimum {
  readonly params: Readonly<Record<string, number>>;
  readonly loss: number;
}

export interface Theory {
  readonly learning_rate_max: number;
  readonly swing_from: number;
  readonly fastest: number;
  readonly condition_number: number;
}

/** Axis limits shared by every run of a sweep on one dataset. */
export interface Limits {
  readonly x: Range;
  readonly y: Range;
  readonly params: Readonly<Record<string, Range>>;
  readonly loss: Range;
}

export interface SweepView {
  readonly dataset: string;
  readonly loss: Choice;
  readonly standardize: boolean;
  readonly limits: Limits;
}

/** One line of a sweep's index: the fields of a run and how it ended. */
export interface Run {
  readonly id: string;
  readonly dataset: string;
  readonly loss: Choice;
  readonly optimizer: Choice;
  readonly learning_rate: number;
  readonly init: string;
  readonly epochs: number;
  readonly standardize: boolean;
  /** Of a wide sweep once its part is read. */
  readonly outcome?: Outcome;
  readonly final_loss?: number;
}

export interface Sweep {
  readonly schema: "gdsim.sweep/1";
  readonly name: string;
  readonly title: string;
  readonly model: { readonly name: string; readonly params: readonly string[] };
  readonly scenes: readonly string[];
  readonly formats: readonly string[];
  readonly fps: number;
  readonly frame_size: readonly [number, number];
  readonly views: readonly SweepView[];
  readonly runs: readonly Run[];
  /** Of a wide sweep: how many runs ended how. */
  readonly outcomes?: { readonly [S in Outcome["status"]]?: number };
  /** Of a wide sweep: how many of its runs have their ends in one file. */
  readonly part?: number;
  /** Of a wide sweep: reads how these runs ended, and those that differ in the learning rate alone. */
  ends?(runs: readonly Run[]): Promise<void>;
}

/** A sweep of many runs as it stands in its index; see `wide.ts`. */
export interface WideSweep extends Omit<Sweep, "schema" | "runs" | "ends"> {
  readonly schema: "gdsim.wide-sweep/1";
  readonly count: number;
  readonly part: number;
  readonly values: Readonly<Record<string, readonly unknown[]>>;
  readonly ids: Readonly<Record<string, readonly string[]>>;
  readonly blocks: readonly (readonly number[])[][];
}

/** How some runs of a wide sweep ended. */
export interface Outcomes {
  readonly schema: "gdsim.outcomes/1";
  readonly begin: number;
  readonly status: string;
  readonly epoch: readonly number[];
  readonly final_loss: readonly number[];
}

/** A run as recorded: one entry a stored epoch in each array of `path`. */
export interface Trajectory {
  readonly schema: "gdsim.trajectory/1";
  readonly id: string;
  readonly sweep: string;
  readonly dataset: { readonly name: string; readonly n: number; readonly digest: string };
  readonly model: { readonly name: string; readonly params: readonly string[] };
  readonly loss: Choice;
  readonly optimizer: Choice;
  readonly learning_rate: number;
  readonly init: { readonly name: string; readonly params: Readonly<Record<string, number>> };
  readonly epochs: number;
  readonly seed: number | null;
  readonly standardize: { readonly mean: number; readonly scale: number } | null;
  readonly tolerance: number;
  readonly outcome: Outcome;
  readonly optimum: Optimum | null;
  readonly theory: Theory | null;
  readonly path: {
    readonly epoch: readonly number[];
    readonly params: Readonly<Record<string, readonly number[]>>;
    readonly loss: readonly number[];
    readonly gradient_norm: readonly number[];
  };
  readonly frame_epoch: readonly number[];
  readonly description: string;
}

export interface Dataset {
  readonly schema: "gdsim.dataset/1";
  readonly name: string;
  readonly title: string;
  readonly note: string;
  readonly source: string;
  readonly labels: { readonly x: string; readonly y: string };
  readonly units: { readonly x: string; readonly y: string };
  readonly n: number;
  readonly digest: string;
  readonly points: { readonly x: readonly number[]; readonly y: readonly number[] };
}

export interface Records {
  "gdsim.sweep/1": Sweep;
  "gdsim.wide-sweep/1": WideSweep;
  "gdsim.outcomes/1": Outcomes;
  "gdsim.trajectory/1": Trajectory;
  "gdsim.dataset/1": Dataset;
}

/** `record` as a schema that this player reads; the error names both versions where they differ. */
export function checked<S extends keyof Records>(record: unknown, ...schemas: S[]): Records[S] {
  const met = (record as { schema?: unknown } | null)?.schema;
  if (!schemas.includes(met as S)) {
    throw new Error(`this player reads ${schemas[0]}, the file holds ${String(met)}`);
  }
  return record as Records[S];
}

/** Equal names and options, whatever the order of the options. */
export function sameChoice(one: Choice, other: Choice): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}
