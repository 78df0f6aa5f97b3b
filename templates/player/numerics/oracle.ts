/** What an optimizer may ask about the loss: from six numbers where it is quadratic, else from the points. */

import type { Link } from "./curves.ts";
import type { Problem, Quadratic } from "./problem.ts";

export interface Oracle {
  /** Loss at (w, b), and the gradient there into `slope`. */
  loss(w: number, b: number, slope: Float64Array): number;
  /** How far the run has to go: excess loss, or the gradient norm where no minimum is known. */
  left(slope: Float64Array, w: number, b: number): number;
  gradient(w: number, b: number, slope: Float64Array): void;
  /** Second derivatives [[a, b], [b, c]] into three places. */
  hessian(w: number, b: number, entries: Float64Array): void;
}

export function oracleOf(problem: Problem): Oracle {
  if (problem.quadratic) return new QuadraticOracle(problem.quadratic);
  return problem.link ? new LinkOracle(problem, problem.link) : new PointOracle(problem);
}

export function norm(slope: Float64Array): number {
  return Math.sqrt(slope[0]! * slope[0]! + slope[1]! * slope[1]!);
}

class QuadraticOracle implements Oracle {
  constructor(readonly shape: Quadratic) {}

  loss(w: number, b: number, slope: Float64Array): number {
    this.gradient(w, b, slope);
    return this.shape.minimum + this.left(slope, w, b);
  }

  left(slope: Float64Array, w: number, b: number): number {
    const { centre } = this.shape;
    return 0.5 * ((w - centre[0]) * slope[0]! + (b - centre[1]) * slope[1]!);
  }

  gradient(w: number, b: number, slope: Float64Array): void {
    const { shape } = this;
    const dw = w - shape.centre[0], db = b - shape.centre[1];
    slope[0] = dw * shape.a + db * shape.b;
    slope[1] = dw * shape.b + db * shape.c;
  }

  hessian(_w: number, _b: number, entries: Float64Array): void {
    entries[0] = this.shape.a;
    entries[1] = this.shape.b;
    entries[2] = this.shape.c;
  }
}

/** Sums run over the points from first to last, as the build takes them. */
class PointOracle implements Oracle {
  constructor(readonly problem: Problem) {}

  loss(w: number, b: number, slope: Float64Array): number {
    const { x, y, loss } = this.problem;
    let total = 0, alongW = 0, alongB = 0;
    for (let i = 0; i < x.length; i++) {
      const residual = w * x[i]! + b - y[i]!, steep = loss.derivative(residual);
      total += loss.value(residual);
      alongW += steep * x[i]!;
      alongB += steep;
    }
    slope[0] = alongW / x.length;
    slope[1] = alongB / x.length;
    return total / x.length;
  }

  left(slope: Float64Array): number {
    return norm(slope);
  }

  gradient(w: number, b: number, slope: Float64Array): void {
    const { x, y, loss } = this.problem;
    let alongW = 0, alongB = 0;
    for (let i = 0; i < x.length; i++) {
      const steep = loss.derivative(w * x[i]! + b - y[i]!);
      alongW += steep * x[i]!;
      alongB += steep;
    }
    slope[0] = alongW / x.length;
    slope[1] = alongB / x.length;
  }

  hessian(w: number, b: number, entries: Float64Array): void {
    const { x, y, loss } = this.problem;
    entries.fill(0);
    for (let i = 0; i < x.length; i++) {
      const bend = loss.curvature(w * x[i]! + b - y[i]!);
      entries[0]! += bend * x[i]! * x[i]!;
      entries[1]! += bend * x[i]!;
      entries[2]! += bend;
    }
    for (let k = 0; k < 3; k++) entries[k]! /= x.length;
  }
}

/** Of a model that is made of a line's score; its Hessian is that of Gauss and Newton. */
class LinkOracle implements Oracle {
  constructor(readonly problem: Problem, readonly link: Link) {}

  loss(w: number, b: number, slope: Float64Array): number {
    const { problem: { x, y, loss }, link } = this;
    let total = 0;
    for (let i = 0; i < x.length; i++) total += loss.value(link.error(w * x[i]! + b, y[i]!));
    this.gradient(w, b, slope);
    return total / x.length + 0.5 * loss.l2 * (w * w);
  }

  left(slope: Float64Array): number {
    return norm(slope);
  }

  gradient(w: number, b: number, slope: Float64Array): void {
    const { problem: { x, y, loss }, link } = this;
    let alongW = 0, alongB = 0;
    for (let i = 0; i < x.length; i++) {
      const score = w * x[i]! + b, steep = link.slope(score, y[i]!);
      const push = loss.derivative(link.error(score, y[i]!));
      alongW += push * (steep * x[i]!);
      alongB += push * steep;
    }
    slope[0] = alongW / x.length + loss.l2 * w;
    slope[1] = alongB / x.length;
  }

  hessian(w: number, b: number, entries: Float64Array): void {
    const { problem: { x, y, loss }, link } = this;
    entries.fill(0);
    for (let i = 0; i < x.length; i++) {
      const score = w * x[i]! + b, steep = link.slope(score, y[i]!);
      const bend = loss.curvature(link.error(score, y[i]!)), across = steep * x[i]!;
      entries[0]! += bend * across * across;
      entries[1]! += bend * across * steep;
      entries[2]! += bend * steep * steep;
    }
    for (let k = 0; k < 3; k++) entries[k]! /= x.length;
    entries[0]! += loss.l2;
  }
}
