import assert from "node:assert/strict";
import { givenGround } from "./given_run.ts";
import { liveRun } from "./live.ts";
import { limitsFor } from "./numerics/limits.ts";
import { problemOf } from "./numerics/problem.ts";
import { datasetOf, FUNDRAISING, like, LINE } from "./numerics/test_data.ts";
import { taskOf } from "./start.ts";
import type { Ground } from "./views/view.ts";

const POINTS = datasetOf(FUNDRAISING);

function base(standardize = false): Ground {
  const { trajectory } = liveRun(like(), POINTS, { standardize, epochs: 120 })!;
  const problem = problemOf(POINTS, { name: "mse" }, standardize)!;
  const limits = limitsFor(POINTS, problem, [{ w: 0, b: 0 }]);
  const empty = new Float64Array();
  return {
    trajectory,
    dataset: POINTS,
    limits,
    curve: null,
    w: empty,
    b: empty,
    live: true,
    video: () => "",
  };
}

Deno.test("a task is what the run on screen does", () => {
  const task = taskOf(base());
  assert.deepEqual(task.points, FUNDRAISING);
  assert.deepEqual([task.w, task.b, task.learning_rate, task.epochs], [0, 0, 0.02, 120]);
  const mean = taskOf(base(true)).points.x.reduce((sum, x) => sum + x) / 7;
  assert.ok(Math.abs(mean) < 1e-12);
});

Deno.test("a given run has the losses and the outcome that the same run has elsewhere", () => {
  const known = base(), { path } = known.trajectory;
  const { trajectory, w, limits } = givenGround(known, {
    w: path.params.w!,
    b: path.params.b!,
    learning_rate: 0.02,
  });
  assert.equal(trajectory.path.epoch.length, 121);
  assert.ok(Math.abs(trajectory.path.loss[120]! / path.loss[120]! - 1) < 1e-9);
  assert.deepEqual(trajectory.outcome, known.trajectory.outcome);
  assert.equal(w.length, 121);
  assert.equal(limits, known.limits);
  assert.match(trajectory.description, /^Your code on the dataset points/);
  assert.notEqual(trajectory.id, known.trajectory.id);
});

Deno.test("params that leave all bounds are a run that diverged", () => {
  const w = [0, 100, 1e9, NaN], b = [0, 0, 0, 0];
  const { trajectory } = givenGround(base(), { w, b, learning_rate: 1 });
  assert.deepEqual(trajectory.outcome, { status: "diverged", epoch: 2 });
  assert.ok(trajectory.path.loss.every(Number.isFinite));
});

Deno.test("points of the code's own are drawn and have limits of their own", () => {
  const ground = givenGround(base(true), {
    w: [0, 1],
    b: [0, 1],
    learning_rate: 1,
    points: LINE,
  });
  assert.deepEqual(ground.dataset.points, LINE);
  assert.equal(ground.trajectory.standardize, null);
  assert.notEqual(ground.trajectory.dataset.digest, POINTS.digest);
  assert.ok(ground.limits.x[1] > 50);
});

Deno.test("two runs that differ have two ids", () => {
  const ids = [[0, 1], [0, 2]].map((w) =>
    givenGround(base(), { w, b: [0, 1], learning_rate: 1 }).trajectory.id
  );
  assert.notEqual(ids[0], ids[1]);
});

Deno.test("a run without params is refused", () => {
  assert.throws(() => givenGround(base(), { w: [], b: [], learning_rate: 1 }), RangeError);
});
