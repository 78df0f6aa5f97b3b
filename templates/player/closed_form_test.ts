import assert from "node:assert/strict";
import { bowlOf, descend, power, storedEpochs } from "./closed_form.ts";
import { liveTrajectory, nearestStart } from "./live.ts";
import { lossOf } from "./line_loss.ts";
import type { Dataset, Trajectory } from "./records.ts";

const FUNDRAISING = { x: [1, 2, 3, 5, 6, 7, 8], y: [155, 197, 244, 356, 409, 448, 500] };
const WIDE = {
  x: Array.from({ length: 50 }, (_, i) => 50 * i / 49),
  y: Array.from({ length: 50 }, (_, i) => 10 + 25 * i / 49 + Math.sin(7 * i)),
};

/** Plain iteration: the definition that the closed form must agree with. */
function iterate(
  { x, y }: typeof WIDE,
  start: { w: number; b: number },
  rate: number,
  epochs: number,
  l2: number,
) {
  let { w, b } = start;
  const path = [{ w, b }];
  for (let k = 0; k < epochs; k++) {
    let slopeW = 0, slopeB = 0;
    for (let i = 0; i < x.length; i++) {
      const residual = w * x[i]! + b - y[i]!;
      slopeW += 2 * residual * x[i]! / x.length;
      slopeB += 2 * residual / x.length;
    }
    w -= rate * (slopeW + l2 * w);
    b -= rate * slopeB;
    path.push({ w, b });
  }
  return path;
}

for (
  const [name, points, rate, start, l2] of [
    ["converging", FUNDRAISING, 0.01, { w: 0, b: 0 }, 0],
    ["swinging", FUNDRAISING, 0.035, { w: 90, b: -10 }, 0],
    ["ill conditioned", WIDE, 6e-4, { w: 0.65, b: 14 }, 0],
    ["ridge", WIDE, 5e-4, { w: 2, b: -3 }, 5],
  ] as const
) {
  Deno.test(`closed form agrees with plain iteration: ${name}`, () => {
    const bowl = bowlOf(points.x, points.y, l2)!;
    const path = descend(bowl, start, rate, 200, 1e-3);
    const truth = iterate(points, start, rate, 200, l2);
    const size = Math.max(...truth.flatMap(({ w, b }) => [Math.abs(w), Math.abs(b)]));
    assert.equal(path.epoch.length, 201);
    truth.forEach(({ w, b }, k) => {
      assert.ok(Math.abs(path.w[k]! - w) <= 1e-9 * size, `w at epoch ${k}`);
      assert.ok(Math.abs(path.b[k]! - b) <= 1e-9 * size, `b at epoch ${k}`);
    });
    const loss = lossOf({ name: "ridge", l2 }, points)!;
    for (const k of [0, 1, 50, 200]) {
      const direct = loss(path.w[k]!, path.b[k]!);
      assert.ok(Math.abs(path.loss[k]! - direct) <= 1e-9 * direct, `loss at epoch ${k}`);
    }
  });
}

Deno.test("the optimum of the fundraising data is that of least squares", () => {
  const bowl = bowlOf(FUNDRAISING.x, FUNDRAISING.y, 0)!;
  assert.ok(Math.abs(bowl.w - 50.2363) < 1e-4);
  assert.ok(Math.abs(bowl.b - 100.2055) < 1e-4);
  assert.ok(Math.abs(2 / bowl.large - 0.036177) < 1e-6);
  assert.ok(Math.abs(bowl.large / bowl.small - 128.2) < 0.1);
});

Deno.test("just below the threshold a run converges, just above it diverges", () => {
  const bowl = bowlOf(WIDE.x, WIDE.y, 0)!;
  const threshold = 2 / bowl.large;
  const end = (rate: number) => descend(bowl, { w: 0, b: 0 }, rate, 1e6, 1e-3).outcome;
  assert.equal(end(0.99 * threshold).status, "converged");
  assert.equal(end(1.01 * threshold).status, "diverged");
});

Deno.test("the outcome's epoch is the first that counts", () => {
  const bowl = bowlOf(FUNDRAISING.x, FUNDRAISING.y, 0)!;
  const path = descend(bowl, { w: 0, b: 0 }, 0.02, 500, 1e-3);
  const target = bowl.loss + 1e-3 * (path.loss[0]! - bowl.loss);
  const first = path.loss.findIndex((loss) => loss <= target);
  assert.deepEqual(path.outcome, { status: "converged", epoch: first });
  const away = descend(bowl, { w: 0, b: 0 }, 0.05, 500, 1e-3);
  assert.equal(away.outcome.status, "diverged");
  assert.equal(away.epoch.at(-1), away.outcome.epoch);
  assert.ok(away.loss.at(-1)! > 1000 * away.loss[0]!);
  assert.ok(away.loss.at(-2)! <= 1000 * away.loss[0]!);
});

Deno.test("points that do not decide a line have no bowl", () => {
  assert.equal(bowlOf([3, 3, 3], [1, 2, 3], 0), null);
  assert.equal(bowlOf([1], [1], 0), null);
});

Deno.test("powers by repeated squaring", () => {
  assert.equal(power(2, 10), 1024);
  assert.equal(power(-0.5, 3), -0.125);
  assert.equal(power(7, 0), 1);
  assert.equal(power(0.5, 1e6), 0);
});

Deno.test("stored epochs: all to 1,000, then two digits, and the last", () => {
  const epochs = storedEpochs(12345);
  assert.deepEqual(epochs.slice(999, 1003), [999, 1000, 1100, 1200]);
  assert.deepEqual(epochs.slice(-4), [10000, 11000, 12000, 12345]);
  assert.deepEqual(storedEpochs(3), [0, 1, 2, 3]);
});

const DATASET = { points: FUNDRAISING } as unknown as Dataset;
const LIKE = {
  id: "a",
  model: { name: "line" },
  loss: { name: "mse" },
  optimizer: { name: "gd" },
  learning_rate: 0.02,
  epochs: 50,
  tolerance: 1e-3,
  standardize: null,
} as unknown as Trajectory;

Deno.test("a live run starts where it is told and is marked as computed here", () => {
  const live = liveTrajectory(LIKE, DATASET, { w: 20, b: 140 })!;
  assert.deepEqual([live.path.params.w![0], live.path.params.b![0]], [20, 140]);
  assert.deepEqual(live.init, { name: "live", params: { w: 20, b: 140 } });
  assert.equal(live.path.epoch.length, 51);
});

Deno.test("without a closed form there is no live run", () => {
  const adam = { ...LIKE, optimizer: { name: "adam" } };
  const mae = { ...LIKE, loss: { name: "mae" } };
  assert.equal(liveTrajectory(adam, DATASET, { w: 0, b: 0 }), null);
  assert.equal(liveTrajectory(mae, DATASET, { w: 0, b: 0 }), null);
});

Deno.test("a start too far for numbers is refused in words", () => {
  assert.throws(() => liveTrajectory(LIKE, DATASET, { w: 1e200, b: 0 }), /too far/);
});

Deno.test("the nearest start is measured in the widths of the axes", () => {
  const from = (w: number, b: number) =>
    ({ path: { params: { w: [w], b: [b] } } }) as unknown as Trajectory;
  const [near, far] = [from(0, 10), from(1, 0)];
  assert.equal(nearestStart([far, near], { w: 0, b: 0 }, { w: 1, b: 100 }), near);
});
