import assert from "node:assert/strict";
import { optionsOf } from "./options.ts";
import { optimizerNamed } from "./optimizers.ts";
import { problemOf } from "./problem.ts";
import { descendAtOnce, descendInSteps } from "./simulate.ts";
import { datasetOf, FUNDRAISING, LINE, UPRIGHT } from "./test_data.ts";
import { thresholdOf } from "./theory.ts";

const MSE = { name: "mse" }, START = { w: 0, b: 0 };

function updateOf(name: string, rate: number) {
  const { start, options } = optimizerNamed(name)!;
  return start!(rate, optionsOf({ name }, options));
}

for (const name of ["gd", "momentum", "nesterov"]) {
  Deno.test(`just below its threshold ${name} converges, just above it diverges`, () => {
    const dataset = datasetOf(LINE), problem = problemOf(dataset, MSE, false)!;
    const threshold = thresholdOf(dataset, MSE, false, { name })!;
    const end = (share: number) => {
      const plan = { start: START, epochs: 20_000, tolerance: 1e-3 };
      return descendInSteps(problem, updateOf(name, share * threshold), plan).outcome.status;
    };
    assert.equal(end(0.99), "converged");
    assert.equal(end(1.01), "diverged");
  });
}

Deno.test("steps and closed form tell the same run", () => {
  const problem = problemOf(datasetOf(FUNDRAISING), MSE, false)!;
  for (const rate of [0.01, 0.035, 0.04]) {
    const plan = { start: START, epochs: 300, tolerance: 1e-3 };
    const atOnce = descendAtOnce(problem, rate, plan);
    const inSteps = descendInSteps(problem, updateOf("gd", rate), plan);
    assert.deepEqual(atOnce.outcome, inSteps.outcome);
    assert.deepEqual(atOnce.epoch, inSteps.epoch);
    atOnce.loss.forEach((loss, k) => {
      assert.ok(Math.abs(loss - inSteps.loss[k]!) <= 1e-9 * loss, `loss at ${k}`);
    });
  }
});

Deno.test("the outcome's epoch is the first that counts", () => {
  const problem = problemOf(datasetOf(FUNDRAISING), MSE, false)!;
  const path = descendAtOnce(problem, 0.02, { start: START, epochs: 500, tolerance: 1e-3 });
  const { minimum } = problem.quadratic!;
  const target = minimum + 1e-3 * (path.loss[0]! - minimum);
  const first = path.loss.findIndex((loss) => loss <= target);
  assert.deepEqual(path.outcome, { status: "converged", epoch: first });
  const away = descendAtOnce(problem, 0.05, { start: START, epochs: 500, tolerance: 1e-3 });
  assert.equal(away.outcome.status, "diverged");
  assert.equal(away.epoch.at(-1), away.outcome.epoch);
  assert.ok(away.loss.at(-1)! > 1000 * away.loss[0]!);
  assert.ok(away.loss.at(-2)! <= 1000 * away.loss[0]!);
});

Deno.test("an epoch whose numbers are not finite is not stored", () => {
  const problem = problemOf(datasetOf(FUNDRAISING), MSE, false)!;
  const plan = { start: START, epochs: 50, tolerance: 1e-3 };
  for (
    const path of [
      descendAtOnce(problem, 1e300, plan),
      descendInSteps(problem, updateOf("gd", 1e300), plan),
    ]
  ) {
    assert.deepEqual(path.outcome, { status: "diverged", epoch: 1 });
    assert.deepEqual(path.epoch, [0]);
  }
});

Deno.test("Newton's method and exact line search reach the optimum of a parabola", () => {
  const problem = problemOf(datasetOf(FUNDRAISING), MSE, false)!,
    [w, b] = problem.quadratic!.centre;
  for (const name of ["newton", "line-search"]) {
    const path = descendInSteps(problem, updateOf(name, 1), {
      start: START,
      epochs: 200,
      tolerance: 1e-3,
    });
    assert.ok(Math.abs(path.w.at(-1)! - w) < 1e-6 && Math.abs(path.b.at(-1)! - b) < 1e-5, name);
  }
});

Deno.test("where x is constant a run goes to the nearest of the best lines", () => {
  const problem = problemOf(datasetOf(UPRIGHT), MSE, false)!;
  const { flat, centre: [w, b] } = problem.quadratic!;
  assert.ok(flat && Math.abs(3 * w + b - 3) < 1e-12 && Math.abs(w - 3 * b) < 1e-12);
  const path = descendAtOnce(problem, 0.05, { start: START, epochs: 200, tolerance: 1e-3 });
  assert.equal(path.outcome.status, "converged");
});
