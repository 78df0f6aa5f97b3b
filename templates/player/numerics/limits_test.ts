import assert from "node:assert/strict";
import { limitsAround, limitsFor, padded } from "./limits.ts";
import { problemOf } from "./problem.ts";
import { datasetOf, FUNDRAISING } from "./test_data.ts";

const POINTS = datasetOf(FUNDRAISING);

Deno.test("axes have air and are never empty", () => {
  assert.deepEqual(padded([0, 10]), [-0.5, 10.5]);
  assert.deepEqual(padded([4, 4]), [2, 6]);
  assert.deepEqual(padded([0]), [-0.5, 0.5]);
});

Deno.test("limits hold start and optimum, of a loss without a closed form too", () => {
  for (const name of ["mse", "mae"]) {
    const problem = problemOf(POINTS, { name }, false)!;
    const { w, b } = limitsFor(POINTS, problem, [{ w: -5, b: 20 }]).params;
    assert.ok(w![0] < -5 && w![1] > 50.24 && b![0] < 20 && b![1] > 100.2);
  }
});

Deno.test("a start inside moves no axis, one outside does", () => {
  const problem = problemOf(POINTS, { name: "mse" }, false)!, origin = { w: 0, b: 0 };
  const base = limitsFor(POINTS, problem, [origin]);
  assert.deepEqual(limitsAround(POINTS, problem, origin, { w: 10, b: 10 }), base);
  const wider = limitsAround(POINTS, problem, origin, { w: 500, b: 10 });
  assert.ok(wider.params.w![1] > 500);
});
