/** What page, frame and worker say to each other; none trusts the next one inwards. */

/** Code and what it runs on. */
export interface Request {
  readonly code: string;
  readonly points: { readonly x: readonly number[]; readonly y: readonly number[] } | null;
  readonly w: number;
  readonly b: number;
  readonly learning_rate: number;
  readonly epochs: number;
}

/** A mistake in the code: `line` is 0 where it is in none. */
export interface Mistake {
  readonly kind: string;
  readonly message: string;
  readonly line: number;
  readonly trace: string;
}

export interface Points {
  readonly x: number[];
  readonly y: number[];
}

/** What came of a request. */
export interface Answer {
  readonly error: Mistake | null;
  /** Params at each epoch, the start first; null where the code defines no descent. */
  readonly path: { readonly w: number[]; readonly b: number[] } | null;
  /** Points that the code put in place of those given. */
  readonly drawn: Points | null;
}

/** Why a run was ended from outside. */
export type Ended = "time" | "output" | "stopped" | "failed";

export type FromFrame =
  | { readonly type: "ready" }
  | { readonly type: "started" }
  | { readonly type: "output"; readonly text: string }
  | { readonly type: "answer"; readonly answer: Answer }
  | { readonly type: "ended"; readonly why: Ended };

export type ToFrame =
  | { readonly type: "run"; readonly request: Request }
  | { readonly type: "stop" };

export const TIME_LIMIT = 2000; // milliseconds, from when the interpreter is up
export const OUTPUT_LIMIT = 200_000; // characters
export const MOST_EPOCHS = 100_000;
export const MOST_POINTS = 10_000;

/** `value` as an answer, every part checked; null where it is none. Whoever wrote it is not trusted. */
export function checkedAnswer(value: unknown): Answer | null {
  if (!isRecord(value)) return null;
  const { error, path, drawn } = value;
  const mistake = error === null ? null : checkedMistake(error);
  const way = path === null ? null : columns(path, ["w", "b"], MOST_EPOCHS + 1, false);
  const points = drawn === null ? null : columns(drawn, ["x", "y"], MOST_POINTS, true);
  if (mistake === undefined || way === undefined || points === undefined) return null;
  return { error: mistake, path: way as Answer["path"], drawn: points as Answer["drawn"] };
}

function checkedMistake(value: unknown): Mistake | undefined {
  if (!isRecord(value)) return undefined;
  const { kind, message, line, trace } = value;
  if (!Number.isInteger(line)) return undefined;
  if (![kind, message, trace].every((text) => typeof text === "string")) return undefined;
  return {
    kind: String(kind).slice(0, 100),
    message: String(message).slice(0, 1000),
    line: line as number,
    trace: String(trace).slice(0, 5000),
  };
}

function columns(
  value: unknown,
  names: readonly [string, string],
  most: number,
  finite: boolean,
): Record<string, number[]> | undefined {
  if (!isRecord(value)) return undefined;
  const [one, other] = names.map((name) => value[name]);
  if (!Array.isArray(one) || !Array.isArray(other)) return undefined;
  if (one.length !== other.length || !one.length || one.length > most) return undefined;
  const fits = (item: unknown) => typeof item === "number" && (!finite || Number.isFinite(item));
  if (!one.every(fits) || !other.every(fits)) return undefined;
  return { [names[0]]: [...one], [names[1]]: [...other] };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
