/** The optimizers that the page knows by name. */

import type { Options } from "./options.ts";

const BETA = { beta: 0.9 };

/** The options of each and their defaults. */
export const OPTIMIZER_OPTIONS = {
  gd: {},
  momentum: BETA,
  nesterov: BETA,
  adagrad: { eps: 1e-10 },
  rmsprop: { alpha: 0.99, eps: 1e-8 },
  adam: { beta1: 0.9, beta2: 0.999, eps: 1e-8 },
  "line-search": {},
  newton: {},
  sgd: { seed: 0 },
  minibatch: { size: 8, seed: 0 },
  "square-trick": { seed: 0 },
} as const satisfies Readonly<Record<string, Options>>;

/** Those that draw points at random, which the page does not. */
export const RANDOM: readonly string[] = ["sgd", "minibatch", "square-trick"];
