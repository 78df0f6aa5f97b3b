import assert from "node:assert/strict";
import { inputs, lossOf } from "./line_loss.ts";
import { FUNDRAISING } from "./numerics/test_data.ts";

function direct(value: (residual: number) => number, w: number, b: number): number {
  const { x, y } = FUNDRAISING;
  return x.reduce((sum, u, i) => sum + value(w * u + b - y[i]!), 0) / x.length;
}

Deno.test("each loss is its mean over the points, with the penalty of ridge", () => {
  const square = (r: number) => r * r;
  const huber = (r: number) => Math.abs(r) <= 5 ? r * r / 2 : 5 * (Math.abs(r) - 2.5);
  for (const [w, b] of [[0, 0], [50, 100], [49, 103]] as const) {
    const near = (loss: Parameters<typeof lossOf>[0], truth: number) => {
      const value = lossOf(loss, FUNDRAISING)!(w, b);
      assert.ok(Math.abs(value - truth) <= 1e-12 * truth, `${loss.name} at ${w}, ${b}`);
    };
    near({ name: "mse" }, direct(square, w, b));
    near({ name: "ridge", l2: 3 }, direct(square, w, b) + 1.5 * w * w);
    near({ name: "mae" }, direct(Math.abs, w, b));
    near({ name: "huber", delta: 5 }, direct(huber, w, b));
  }
  assert.equal(lossOf({ name: "own" }, FUNDRAISING), null);
});

Deno.test("inputs are standardised as the run saw them", () => {
  assert.deepEqual([...inputs([1, 3], null)], [1, 3]);
  assert.deepEqual([...inputs([1, 3], { mean: 2, scale: 0.5 })], [-2, 2]);
});
