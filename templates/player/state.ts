/** What a player shows, as one plain object, and the pure function that gives the next one. */

import type { Outcome } from "./records.ts";

export const SPEEDS = [1, 2, 5, 10, 15, 30, 60, 120, 240] as const;

export interface State {
  /** Stored epochs of the run, rising from 0; no other epoch is ever shown. */
  readonly epochs: readonly number[];
  readonly outcome: Outcome;
  /** Position in `epochs`. */
  readonly index: number;
  /** Way to the next position, in [0, 1); display only. */
  readonly phase: number;
  /** Epoch last asked for; a run that ends before it is shown at its end. */
  readonly wanted: number;
  readonly playing: boolean;
  /** Stored epochs a second. */
  readonly speed: number;
  /** Words about the last action, or "". */
  readonly note: string;
}

export type Action =
  | {
    readonly type: "run";
    readonly epochs: readonly number[];
    readonly outcome: Outcome;
    readonly note?: string;
  }
  | { readonly type: "seek"; readonly epoch: number; readonly note?: string }
  | { readonly type: "place"; readonly index: number }
  | { readonly type: "step"; readonly by: number }
  | { readonly type: "play" }
  | { readonly type: "pause" }
  | { readonly type: "tick"; readonly seconds: number }
  | { readonly type: "speed"; readonly speed: number };

export const EMPTY: State = {
  epochs: [0],
  outcome: { status: "budget", epoch: 0 },
  index: 0,
  phase: 0,
  wanted: 0,
  playing: false,
  speed: 30,
  note: "",
};

/** The state after `action`. */
export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case "run":
      return changeRun(state, action.epochs, action.outcome, action.note ?? "");
    case "seek":
      return seek(state, action.epoch, action.note);
    case "place":
      return place(state, action.index);
    case "step":
      return { ...place(state, state.index + Math.trunc(action.by)), playing: false };
    case "play":
      return play(state);
    case "pause":
      return { ...state, playing: false, phase: 0, note: "" };
    case "tick":
      return tick(state, action.seconds);
    case "speed":
      return { ...state, speed: clamp(action.speed, SPEEDS[0], SPEEDS[SPEEDS.length - 1]!) };
  }
}

/** The epoch shown; always one that was computed and stored. */
export function epochOf(state: State): number {
  return state.epochs[state.index] ?? 0;
}

/** "idle", "playing", or how the run ended where the epoch shown has reached that. */
export function statusOf(state: State): string {
  if (state.playing) return "playing";
  const { status, epoch } = state.outcome;
  const last = state.index === state.epochs.length - 1;
  if (status === "converged" && epochOf(state) >= epoch) return `converged at epoch ${epoch}`;
  if (status === "diverged" && last) return `diverged at epoch ${epoch}`;
  if (status === "budget" && last) return `budget spent after ${epoch} epochs`;
  return "idle";
}

/** Whether epochs were left out of what is stored. */
export function isDecimated(epochs: readonly number[]): boolean {
  return epochs[epochs.length - 1] !== epochs.length - 1;
}

/** Position of the largest entry ≤ `value` in a rising list; 0 where there is none. */
export function indexAtMost(rising: ArrayLike<number>, value: number): number {
  let low = 0, high = rising.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (rising[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Position of the entry nearest to `value` in a rising list; the earlier of two equally near. */
export function indexNearest(rising: ArrayLike<number>, value: number): number {
  const low = indexAtMost(rising, value);
  const next = rising[low + 1];
  return next !== undefined && next - value < value - rising[low]! ? low + 1 : low;
}

/** The speed `by` stops faster (or slower, where negative). */
export function speedStop(speed: number, by: number): number {
  return SPEEDS[clamp(indexNearest(SPEEDS, speed) + by, 0, SPEEDS.length - 1)]!;
}

function changeRun(
  state: State,
  epochs: readonly number[],
  outcome: Outcome,
  note: string,
): State {
  const index = indexNearest(epochs, state.wanted);
  const playing = state.playing && index < epochs.length - 1;
  return { ...state, epochs, outcome, index, phase: 0, playing, note };
}

function seek(state: State, epoch: number, note?: string): State {
  const last = state.epochs[state.epochs.length - 1]!;
  const wanted = clamp(Number.isFinite(epoch) ? epoch : 0, 0, last);
  const index = indexNearest(state.epochs, wanted);
  const shown = state.epochs[index]!;
  const between = shown === wanted ? "" : `epoch ${wanted} is not stored; the nearest is ${shown}`;
  return { ...state, index, phase: 0, wanted: shown, note: note ?? between };
}

function place(state: State, index: number): State {
  const at = clamp(Math.round(index), 0, state.epochs.length - 1);
  return { ...state, index: at, phase: 0, wanted: state.epochs[at]!, note: "" };
}

function play(state: State): State {
  if (state.epochs.length < 2) return state;
  const atEnd = state.index === state.epochs.length - 1;
  return { ...(atEnd ? place(state, 0) : state), playing: true, note: "" };
}

function tick(state: State, seconds: number): State {
  if (!state.playing) return state;
  const position = state.index + state.phase + seconds * state.speed;
  const last = state.epochs.length - 1;
  if (position >= last) return { ...place(state, last), playing: false };
  const index = Math.floor(position);
  return { ...state, index, phase: position - index, wanted: state.epochs[index]! };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
