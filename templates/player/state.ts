/** What a player shows, as one plain object, and the pure function that gives the next one. */

import type { Outcome } from "./records.ts";

export const SPEEDS = [1, 2, 5, 10, 15, 30, 60, 120, 240] as const;

export type Direction = 1 | -1;

export interface State {
  /** Stored epochs of the run, rising from 0; no other epoch is ever shown. */
  readonly epochs: readonly number[];
  readonly outcome: Outcome;
  /** Last epoch of the run itself; in a race others may go on. */
  readonly ends: number;
  /** Position in `epochs`. */
  readonly index: number;
  /** Way to the next position, in [0, 1); display only. */
  readonly phase: number;
  /** Epoch last asked for; a run that ends before it is shown at its end. */
  readonly wanted: number;
  readonly playing: boolean;
  /** Way that playing goes: 1 on, −1 back. */
  readonly direction: Direction;
  /** Whether playing begins anew where it comes to an end. */
  readonly loop: boolean;
  /** Stored epochs a second. */
  readonly speed: number;
  /** Whether the slider is logarithmic; null leaves it to the run: where epochs were left out. */
  readonly logTime: boolean | null;
  /** Words about the last action, or "". */
  readonly note: string;
}

export type Action =
  | {
    /** Epochs of the timeline, and how the run on screen ends. */
    readonly type: "run";
    readonly epochs: readonly number[];
    readonly outcome: Outcome;
    readonly ends?: number;
    readonly note?: string;
  }
  | { readonly type: "seek"; readonly epoch: number; readonly note?: string }
  | { readonly type: "place"; readonly index: number }
  | { readonly type: "step"; readonly by: number }
  | { readonly type: "play"; readonly direction?: Direction }
  | { readonly type: "pause" }
  | { readonly type: "tick"; readonly seconds: number }
  | { readonly type: "speed"; readonly speed: number }
  | { readonly type: "loop"; readonly on: boolean }
  | { readonly type: "time"; readonly log: boolean }
  | { readonly type: "say"; readonly note: string };

export const EMPTY: State = {
  epochs: [0],
  outcome: { status: "budget", epoch: 0 },
  ends: 0,
  index: 0,
  phase: 0,
  wanted: 0,
  playing: false,
  direction: 1,
  loop: false,
  speed: 30,
  logTime: null,
  note: "",
};

/** The state after `action`. */
export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case "run":
      return changeRun(state, action);
    case "seek":
      return seek(state, action.epoch, action.note);
    case "place":
      return place(state, action.index);
    case "step":
      return { ...place(state, state.index + Math.trunc(action.by)), playing: false };
    case "play":
      return play(state, action.direction ?? 1);
    case "pause":
      return { ...state, playing: false, phase: 0, note: "" };
    case "tick":
      return tick(state, action.seconds);
    case "speed":
      return { ...state, speed: clamp(action.speed, SPEEDS[0], SPEEDS[SPEEDS.length - 1]!) };
    case "loop":
      return { ...state, loop: action.on };
    case "time":
      return { ...state, logTime: action.log };
    case "say":
      return { ...state, note: action.note };
  }
}

/** The epoch shown; always one that was computed and stored. */
export function epochOf(state: State): number {
  return state.epochs[state.index] ?? 0;
}

/** "idle", "playing", or how the run ended where the epoch shown has reached that. */
export function statusOf(state: State): string {
  if (state.playing) return state.direction > 0 ? "playing" : "playing backwards";
  const { status, epoch } = state.outcome;
  if (status === "converged" && epochOf(state) >= epoch) return `converged at epoch ${epoch}`;
  if (status === "diverged" && ended(state)) return `diverged at epoch ${epoch}`;
  if (status === "budget" && ended(state)) return `budget spent after ${epoch} epochs`;
  return "idle";
}

/** Whether epochs were left out of what is stored. */
export function isDecimated(epochs: readonly number[]): boolean {
  return epochs[epochs.length - 1] !== epochs.length - 1;
}

/** Whether the slider is logarithmic: as the reader chose, else where epochs were left out. */
export function isLog({ logTime, epochs }: State): boolean {
  return logTime ?? isDecimated(epochs);
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

function changeRun(state: State, action: Extract<Action, { type: "run" }>): State {
  const { epochs, outcome, note = "" } = action;
  const last = epochs.length - 1;
  const index = indexNearest(epochs, state.wanted);
  const playing = state.playing && (state.loop || index < last || state.direction < 0);
  const ends = action.ends ?? epochs[last]!;
  return { ...state, epochs, outcome, ends, index, phase: 0, playing, note };
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

function play(state: State, direction: Direction): State {
  const last = state.epochs.length - 1;
  if (last < 1) return state;
  const end = direction > 0 ? last : 0;
  const from = state.index === end && !state.phase ? place(state, last - end) : state;
  return { ...from, playing: true, direction, note: "" };
}

function tick(state: State, seconds: number): State {
  if (!state.playing) return state;
  const last = state.epochs.length - 1;
  let position = state.index + state.phase + seconds * state.speed * state.direction;
  if (state.loop) {
    const round = last + 1; // the last epoch is shown as long as any other
    position -= round * Math.floor(position / round);
  } else if (state.direction > 0 ? position >= last : position <= 0) {
    return { ...place(state, state.direction > 0 ? last : 0), playing: false };
  }
  const index = Math.floor(position);
  return { ...state, index, phase: position - index, wanted: state.epochs[index]! };
}

/** Whether the run is over at the epoch shown; other runs of a race may go on. */
function ended(state: State): boolean {
  return state.index === state.epochs.length - 1 || epochOf(state) >= state.ends;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
