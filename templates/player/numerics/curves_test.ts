import assert from "node:assert/strict";
import { curveOf, linked } from "./curves.ts";

const POINTS = { x: [0, 1, 2, 4], y: [0, 1, 0, 1] };

Deno.test("a curve is what its name says", () => {
  const near = (name: string, params: number[], x: number, truth: number) =>
    assert.ok(Math.abs(curveOf(name)!.predict(params, x) - truth) <= 4e-16 * Math.abs(truth), name);
  near("exponential", [0.5, 1], 2, Math.exp(2));
  near("sine", [2, 1], 3, Math.sin(7));
  near("logistic", [1, 0], Math.log(3), 0.75);
  assert.equal(curveOf("polynomial")!.predict([2, 3, 5], 10), 235);
  assert.equal(curveOf("polynomial-degree-3")!.predict([1, 0, 0, -8], 2), 0);
  for (const name of ["plane", "line", "toString", "polynomial-degree-x"]) {
    assert.equal(curveOf(name), null, name);
  }
});

Deno.test("the loss of a curve is the mean over the points, with the penalty of ridge", () => {
  const mean = (of: (x: number, y: number) => number) =>
    POINTS.x.reduce((sum, x, i) => sum + of(x, POINTS.y[i]!), 0) / 4;
  const near = (model: string, loss: { name: string; l2?: number }, truth: number) => {
    const value = curveOf(model)!.lossOf(loss, POINTS)!(0.7, -1.2);
    assert.ok(Math.abs(value - truth) <= 1e-14 * truth, `${model} ${loss.name}: ${value} ${truth}`);
  };
  const exponential = mean((x, y) => (Math.exp(0.7 * x - 1.2) - y) ** 2);
  near("exponential", { name: "mse" }, exponential);
  near("exponential", { name: "ridge", l2: 2 }, exponential + 0.49);
  near("sine", { name: "mae" }, mean((x, y) => Math.abs(Math.sin(0.7 * x - 1.2) - y)));
  const sure = (x: number) => 1 / (1 + Math.exp(1.2 - 0.7 * x));
  near("logistic", { name: "mse" }, mean((x, y) => (sure(x) - y) ** 2));
  near(
    "logistic",
    { name: "cross-entropy" },
    mean((x, y) => -Math.log(y ? sure(x) : 1 - sure(x))),
  );
  assert.equal(curveOf("sine")!.lossOf({ name: "cross-entropy" }, POINTS), null);
  assert.equal(curveOf("sine")!.lossOf({ name: "own" }, POINTS), null);
  assert.equal(curveOf("polynomial")!.lossOf({ name: "mse" }, POINTS), null);
});

Deno.test("slopes of links are the derivatives of their errors", () => {
  for (
    const [model, loss] of [
      ["exponential", "mse"],
      ["sine", "huber"],
      ["logistic", "mse"],
      ["logistic", "cross-entropy"],
    ] as const
  ) {
    const { link } = linked(model, { name: loss })!, h = 1e-6;
    for (const [score, y] of [[-2, 0], [0.3, 1], [1.9, 0]] as const) {
      const rise = (link.error(score + h, y) - link.error(score - h, y)) / (2 * h);
      assert.ok(Math.abs(rise - link.slope(score, y)) < 1e-7, `${model} ${loss} at ${score}`);
    }
  }
});

Deno.test("a sure answer that is wrong costs its margin, and one that is right nothing", () => {
  const loss = curveOf("logistic")!.lossOf({ name: "cross-entropy" }, { x: [1], y: [0] })!;
  assert.equal(loss(800, 0), 800);
  assert.equal(loss(-800, 0), 0);
});
