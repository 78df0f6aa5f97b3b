/** The deterministic optimizers of the build, a run at a time. */

import type { Choice } from "../records.ts";
import { solveShortest } from "./eigen.ts";
import { check, choiceOf, decay, type Options, optionsOf, positive } from "./options.ts";
import { OPTIMIZER_OPTIONS as OPTIONS } from "./optimizer_options.ts";
import type { Oracle } from "./oracle.ts";

/** Writes the step to add to (w, b) into `step`; `slope` holds the gradient there. */
export type Update = (
  w: number,
  b: number,
  slope: Float64Array,
  oracle: Oracle,
  step: Float64Array,
) => void;

export interface Optimizer {
  /** Names and defaults. */
  readonly options: Options;
  /** An update with a memory of its own; absent where points are drawn at random. */
  readonly start?: (rate: number, options: Options) => Update;
  /** Whether it asks for the Hessian, which not every loss has. */
  readonly curved?: true;
  /** Whether the step is −rate × gradient, for which closed forms exist. */
  readonly plain?: true;
  /** How often an update asks for the gradient, beyond once. */
  readonly looks?: number;
}

const DOUBLINGS = 200, HALVINGS = 80;

/** Every optimizer the page knows, with its options and their defaults. */
export const OPTIMIZERS: Readonly<Record<string, Optimizer>> = {
  gd: { options: OPTIONS.gd, start: (rate) => velocity(rate, 0, false), plain: true },
  momentum: {
    options: OPTIONS.momentum,
    start: (rate, o) => velocity(rate, decayIn("momentum", o), false),
  },
  nesterov: {
    options: OPTIONS.nesterov,
    start: (rate, o) => velocity(rate, decayIn("nesterov", o), true),
  },
  adagrad: { options: OPTIONS.adagrad, start: adagrad },
  rmsprop: { options: OPTIONS.rmsprop, start: rmsprop },
  adam: { options: OPTIONS.adam, start: adam },
  "line-search": { options: OPTIONS["line-search"], start: lineSearch, looks: HALVINGS },
  newton: { options: OPTIONS.newton, start: newton, curved: true },
  sgd: { options: OPTIONS.sgd },
  minibatch: { options: OPTIONS.minibatch },
  "square-trick": { options: OPTIONS["square-trick"] },
};

export function optimizerNamed(name: string): Optimizer | null {
  return Object.hasOwn(OPTIMIZERS, name) ? OPTIMIZERS[name]! : null;
}

/** `optimizer` with all its options; null where unknown, RangeError where an option is wrong. */
export function wholeOptimizer(optimizer: Choice): Choice | null {
  const entry = optimizerNamed(optimizer.name);
  if (!entry) return null;
  const options = optionsOf(optimizer, entry.options);
  entry.start?.(1, options);
  return choiceOf(optimizer.name, options);
}

function decayIn(name: string, options: Options, key = "beta"): number {
  return check(name, options, key, "in [0, 1)", decay);
}

/** v ← βv + g, θ ← θ − ηv; Nesterov's looks one step ahead; without memory this is plain descent. */
function velocity(rate: number, beta: number, ahead: boolean): Update {
  const v = new Float64Array(2);
  return (_w, _b, slope, _oracle, step) => {
    for (let k = 0; k < 2; k++) {
      v[k] = beta * v[k]! + slope[k]!;
      step[k] = -rate * (ahead ? slope[k]! + beta * v[k]! : v[k]!);
    }
  };
}

function adagrad(rate: number, options: Options): Update {
  const eps = check("adagrad", options, "eps", "> 0", positive);
  const squares = new Float64Array(2);
  return (_w, _b, slope, _oracle, step) => {
    for (let k = 0; k < 2; k++) {
      squares[k]! += slope[k]! * slope[k]!;
      step[k] = -rate * slope[k]! / (Math.sqrt(squares[k]!) + eps);
    }
  };
}

function rmsprop(rate: number, options: Options): Update {
  const alpha = decayIn("rmsprop", options, "alpha");
  const eps = check("rmsprop", options, "eps", "> 0", positive);
  const squares = new Float64Array(2);
  return (_w, _b, slope, _oracle, step) => {
    for (let k = 0; k < 2; k++) {
      squares[k] = alpha * squares[k]! + (1 - alpha) * (slope[k]! * slope[k]!);
      step[k] = -rate * slope[k]! / (Math.sqrt(squares[k]!) + eps);
    }
  };
}

function adam(rate: number, options: Options): Update {
  const beta1 = decayIn("adam", options, "beta1"), beta2 = decayIn("adam", options, "beta2");
  const eps = check("adam", options, "eps", "> 0", positive);
  const first = new Float64Array(2), second = new Float64Array(2);
  let decay1 = 1, decay2 = 1;
  return (_w, _b, slope, _oracle, step) => {
    decay1 *= beta1;
    decay2 *= beta2;
    const length = -(rate / (1 - decay1)), bias = Math.sqrt(1 - decay2);
    for (let k = 0; k < 2; k++) {
      first[k] = beta1 * first[k]! + (1 - beta1) * slope[k]!;
      second[k] = beta2 * second[k]! + (1 - beta2) * (slope[k]! * slope[k]!);
      step[k] = length * first[k]! / (Math.sqrt(second[k]!) / bias + eps);
    }
  };
}

/** Brackets the least loss along the gradient by doubling, then bisects. */
function lineSearch(rate: number): Update {
  const ahead = new Float64Array(2);
  return (w, b, slope, oracle, step) => {
    const falling = (length: number) => {
      oracle.gradient(w - length * slope[0]!, b - length * slope[1]!, ahead);
      return ahead[0]! * slope[0]! + ahead[1]! * slope[1]! > 0;
    };
    let low = 0, high = rate;
    for (let k = 0; k < DOUBLINGS && falling(high); k++) {
      low = high;
      high = 2 * high;
    }
    for (let k = 0; k < HALVINGS; k++) {
      const middle = 0.5 * (low + high);
      if (middle === low || middle === high) break; // nothing lies between them any more
      if (falling(middle)) low = middle;
      else high = middle;
    }
    const length = -(0.5 * (low + high));
    step[0] = length * slope[0]!;
    step[1] = length * slope[1]!;
  };
}

/** The shortest step to a point of least loss of the local parabola; the rate plays no part. */
function newton(): Update {
  const entries = new Float64Array(3);
  return (w, b, slope, oracle, step) => {
    oracle.hessian(w, b, entries);
    solveShortest(entries[0]!, entries[1]!, entries[2]!, slope[0]!, slope[1]!, step);
    step[0] = -step[0]!;
    step[1] = -step[1]!;
  };
}
