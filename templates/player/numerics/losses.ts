/** The losses of the build, of a residual (prediction − target). */

import type { Choice } from "../records.ts";
import { check, choiceOf, type Options, optionsOf, positive } from "./options.ts";

// Classes, so that engines inline the calls in a loop over the points.
export interface Loss {
  /** Whether the curvature is the same everywhere; closed forms then exist. */
  readonly quadratic: boolean;
  /** Whether the second derivative says something: a kink has none. */
  readonly curved: boolean;
  /** Weight of the penalty (l2/2)·w². */
  readonly l2: number;
  value(residual: number): number;
  derivative(residual: number): number;
  curvature(residual: number): number;
}

/** Every loss the page knows, with the options of each and their defaults. */
export const LOSSES: Readonly<Record<string, Options>> = {
  mse: {},
  mae: {},
  huber: { delta: 1 },
  ridge: { l2: 1 },
};

/** `loss` with all its options; null where the page does not know it, RangeError where one is wrong. */
export function wholeLoss(loss: Choice): Choice | null {
  const defaults = Object.hasOwn(LOSSES, loss.name) ? LOSSES[loss.name] : undefined;
  return defaults ? choiceOf(loss.name, optionsOf(loss, defaults)) : null;
}

/** The loss of that name and those options; null and RangeError as `wholeLoss`. */
export function lossNamed(loss: Choice): Loss | null {
  const whole = wholeLoss(loss);
  if (!whole) return null;
  const { name, ...rest } = whole;
  const options = rest as Record<string, number>;
  if (name === "mae") return new Absolute();
  if (name === "huber") return new Huber(check(name, options, "delta", "> 0", positive));
  return new Squares(name === "ridge" ? check(name, options, "l2", "≥ 0", (l2) => l2 >= 0) : 0);
}

class Squares implements Loss {
  readonly quadratic = true;
  readonly curved = true;

  constructor(readonly l2: number) {}

  value(residual: number): number {
    return residual * residual;
  }

  derivative(residual: number): number {
    return 2 * residual;
  }

  curvature(): number {
    return 2;
  }
}

class Absolute implements Loss {
  readonly quadratic = false;
  readonly curved = false;
  readonly l2 = 0;

  value(residual: number): number {
    return Math.abs(residual);
  }

  derivative(residual: number): number {
    return Math.sign(residual);
  }

  curvature(): number {
    return 0;
  }
}

class Huber implements Loss {
  readonly quadratic = false;
  readonly curved = true;
  readonly l2 = 0;

  constructor(readonly delta: number) {}

  value(residual: number): number {
    const size = Math.abs(residual), { delta } = this;
    return size <= delta ? 0.5 * residual * residual : delta * (size - 0.5 * delta);
  }

  derivative(residual: number): number {
    const { delta } = this;
    return residual < -delta ? -delta : residual > delta ? delta : residual;
  }

  curvature(residual: number): number {
    return Math.abs(residual) <= this.delta ? 1 : 0;
  }
}
