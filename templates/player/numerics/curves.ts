/** The models of the build beside the line, as far as a page draws and computes them. */

import type { LossAt } from "../line_loss.ts";
import type { Choice } from "../records.ts";
import { cos, exp, sigmoid, sin, softplus } from "./elementary.ts";
import { type Loss, lossNamed } from "./losses.ts";

export type Points = { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> };

/** A model of one input. */
export interface Curve {
  /** The prediction for an input as the run saw it, from the params in their order. */
  predict(params: ArrayLike<number>, x: number): number;
  /** Mean loss over two params; null where there are more, or the page does not know the loss. */
  lossOf(loss: Choice, points: Points): LossAt | null;
}

/** From the score w·x + b and a target to what a loss is taken of, and its derivative by the score. */
export interface Link {
  error(score: number, y: number): number;
  slope(score: number, y: number): number;
}

/** Models whose prediction is made of the score: how, and how steeply. */
const MADE: Readonly<
  Record<string, { made(score: number): number; steep(score: number): number }>
> = {
  exponential: { made: exp, steep: exp },
  logistic: { made: sigmoid, steep: (score) => sigmoid(score) * sigmoid(-score) },
  sine: { made: sin, steep: cos },
};

/** The error of a yes-or-no model's score, so that no digits are lost near certainty. */
const MARGIN: Link = {
  error: (score, y) => (1 - 2 * y) * score,
  slope: (_, y) => 1 - 2 * y,
};

const SURPRISE: Loss = {
  quadratic: false,
  curved: true,
  l2: 0,
  value: softplus,
  derivative: sigmoid,
  curvature: (error) => sigmoid(error) * sigmoid(-error),
};

/** A loss of such a model and what it is taken of; null where the page knows one of them not. */
export function linked(model: string, choice: Choice): { link: Link; loss: Loss } | null {
  if (!Object.hasOwn(MADE, model)) return null;
  if (choice.name === "cross-entropy") {
    return model === "logistic" ? { link: MARGIN, loss: SURPRISE } : null;
  }
  const { made, steep } = MADE[model]!, loss = lossNamed(choice);
  return loss && { link: { error: (score, y) => made(score) - y, slope: steep }, loss };
}

/** The model of that name; null where the page does not know it. */
export function curveOf(name: string): Curve | null {
  if (Object.hasOwn(MADE, name)) return bent(name);
  return /^polynomial(-degree-\d+)?$/.test(name) ? POLYNOMIAL : null;
}

function bent(name: string): Curve {
  const { made } = MADE[name]!;
  return {
    predict: (params, x) => made(params[0]! * x + params[1]!),
    lossOf(choice, { x, y }) {
      const known = linked(name, choice);
      if (!known) return null;
      const { link, loss } = known;
      return (w, b) => {
        let sum = 0;
        for (let i = 0; i < x.length; i++) sum += loss.value(link.error(w * x[i]! + b, y[i]!));
        return sum / x.length + 0.5 * loss.l2 * (w * w);
      };
    },
  };
}

/** Powers of x, the highest first. */
const POLYNOMIAL: Curve = {
  predict(params, x) {
    let total = params[0]!;
    for (let k = 1; k < params.length; k++) total = total * x + params[k]!;
    return total;
  },
  lossOf: () => null,
};
