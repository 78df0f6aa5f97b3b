import assert from "node:assert/strict";
import { ClosedForm, power, settles } from "./closed_form.ts";
import { problemOf, type Quadratic } from "./numerics/problem.ts";
import { datasetOf, FUNDRAISING, LINE } from "./numerics/test_data.ts";
import type { Choice } from "./records.ts";

function shapeOf(points: typeof FUNDRAISING, loss: Choice = { name: "mse" }): Quadratic {
  return problemOf(datasetOf(points), loss, false)!.quadratic!;
}

/** Plain iteration: the definition that the closed form must agree with. */
function iterate({ x, y }: typeof LINE, w: number, b: number, rate: number, l2: number) {
  const path = [{ w, b }], n = x.length;
  for (let k = 0; k < 200; k++) {
    let slopeW = l2 * w, slopeB = 0;
    for (let i = 0; i < n; i++) {
      const residual = w * x[i]! + b - y[i]!;
      slopeW += 2 * residual * x[i]! / n;
      slopeB += 2 * residual / n;
    }
    w -= rate * slopeW;
    b -= rate * slopeB;
    path.push({ w, b });
  }
  return path;
}

for (
  const [name, points, rate, start, l2] of [
    ["converging", FUNDRAISING, 0.01, { w: 0, b: 0 }, 0],
    ["swinging", FUNDRAISING, 0.035, { w: 90, b: -10 }, 0],
    ["ill conditioned", LINE, 6e-4, { w: 0.65, b: 14 }, 0],
    ["ridge", LINE, 5e-4, { w: 2, b: -3 }, 5],
  ] as const
) {
  Deno.test(`closed form agrees with plain iteration: ${name}`, () => {
    const form = new ClosedForm(shapeOf(points, { name: "ridge", l2 }), start, rate);
    const truth = iterate(points, start.w, start.b, rate, l2);
    const size = Math.max(...truth.flatMap(({ w, b }) => [Math.abs(w), Math.abs(b)]));
    truth.forEach(({ w, b }, k) => {
      const here = form.at(k);
      assert.ok(Math.abs(here.w - w) <= 1e-9 * size, `w at epoch ${k}`);
      assert.ok(Math.abs(here.b - b) <= 1e-9 * size, `b at epoch ${k}`);
    });
  });
}

Deno.test("the optimum of the fundraising data is that of least squares", () => {
  const { centre: [w, b], large, small } = shapeOf(FUNDRAISING);
  assert.ok(Math.abs(w - 50.2363) < 1e-4);
  assert.ok(Math.abs(b - 100.2055) < 1e-4);
  assert.ok(Math.abs(2 / large - 0.036177) < 1e-6);
  assert.ok(Math.abs(large / small - 128.2) < 0.1);
});

Deno.test("at epoch 0 the params are the start, to the last bit", () => {
  const { w, b } = new ClosedForm(shapeOf(LINE), { w: 0.1, b: 0.7 }, 1e-3).at(0);
  assert.deepEqual([w, b], [0.1, 0.7]);
});

Deno.test("a coordinate of 0 stays 0 beyond the threshold", () => {
  const shape = shapeOf(FUNDRAISING), [w, b] = shape.centre;
  const { excess } = new ClosedForm(shape, { w, b }, 10).at(1e6);
  assert.equal(excess, 0);
});

Deno.test("the first epoch under a limit is found among millions", () => {
  const form = new ClosedForm(shapeOf(LINE), { w: 0, b: 0 }, 1e-6);
  const limit = 1e-3 * form.excess(0), first = form.firstEpoch((e) => e <= limit, 1e7);
  assert.ok(first > 1e5);
  assert.ok(form.excess(first) <= limit && form.excess(first - 1) > limit);
  assert.equal(form.firstEpoch((e) => e <= limit, 1000), -1);
});

Deno.test("powers by repeated squaring", () => {
  assert.equal(power(2, 10), 1024);
  assert.equal(power(-0.5, 3), -0.125);
  assert.equal(power(7, 0), 1);
  assert.equal(power(0.5, 1e6), 0);
});

Deno.test("a sum of powers settles where it stays within the limit for good", () => {
  const terms = [3, -2], factors = [0.9, -0.8];
  const size = (k: number) => Math.abs(3 * 0.9 ** k - 2 * (-0.8) ** k);
  const first = settles(terms, factors, 0.01)!;
  assert.ok(size(first - 1) > 0.01);
  for (let k = first; k < first + 100; k++) assert.ok(size(k) <= 0.01);
  assert.equal(settles([1], [1.01], 0.5), null);
  assert.equal(settles([1], [0.5], 0), null);
  assert.equal(settles([0, 0], [2, 2], 0), 0);
});
