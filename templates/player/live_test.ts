import assert from "node:assert/strict";
import { liveRun } from "./live.ts";
import { whyNotHere } from "./reach.ts";
import { LOSSES } from "./numerics/losses.ts";
import { OPTIMIZERS } from "./numerics/optimizers.ts";
import { datasetOf, FUNDRAISING, like, LINE, UPRIGHT } from "./numerics/test_data.ts";

const POINTS = datasetOf(FUNDRAISING);

Deno.test("a live run starts where it is told and is marked as computed here", () => {
  const { trajectory, note } = liveRun(like(), POINTS, { start: { w: 20, b: 140 } })!;
  assert.deepEqual([trajectory.path.params.w![0], trajectory.path.params.b![0]], [20, 140]);
  assert.deepEqual(trajectory.init, { name: "live", params: { w: 20, b: 140 } });
  assert.equal(trajectory.path.epoch.length, 51);
  assert.equal(note, "");
});

Deno.test("what is not wanted is that of the run", () => {
  const { trajectory } = liveRun(like(), POINTS, { epochs: 7 })!;
  assert.deepEqual([trajectory.learning_rate, trajectory.epochs], [0.02, 7]);
  assert.deepEqual(trajectory.init, { name: "origin", params: { w: 0, b: 0 } });
});

Deno.test("an id tells live runs apart and is the same for the same run", () => {
  const wishes = [
    { epochs: 7 },
    { learning_rate: 0.01 },
    { standardize: true },
    { loss: { name: "huber" } },
    { loss: { name: "huber", delta: 2 } },
    { optimizer: { name: "adam" } },
    { start: { w: 1, b: 2 } },
    { dataset: datasetOf(LINE, "line") },
  ];
  const ids = () => wishes.map((wanted) => liveRun(like(), POINTS, wanted)!.trajectory.id);
  assert.equal(new Set(ids()).size, wishes.length);
  assert.deepEqual(ids(), ids());
});

Deno.test("options left out are the defaults, and all stand in the record", () => {
  const { loss, optimizer } = liveRun(like(), POINTS, {
    loss: { name: "huber" },
    optimizer: { name: "adam", beta1: 0.5 },
  })!.trajectory;
  assert.deepEqual(loss, { name: "huber", delta: 1 });
  assert.deepEqual(optimizer, { name: "adam", beta1: 0.5, beta2: 0.999, eps: 1e-8 });
});

Deno.test("chance and what plugins bring is not computed here, and words say why", () => {
  assert.equal(whyNotHere("line", { name: "mse" }, { name: "adam" }), "");
  for (const name of ["sgd", "minibatch", "square-trick"]) {
    assert.match(whyNotHere("line", { name: "mse" }, { name }), /draws its points at random/);
    assert.equal(liveRun(like(), POINTS, { optimizer: { name } }), null);
  }
  assert.match(whyNotHere("cubic", { name: "mse" }, { name: "gd" }), /model cubic/);
  assert.match(whyNotHere("line", { name: "own" }, { name: "gd" }), /loss own/);
  assert.match(whyNotHere("line", { name: "toString" }, { name: "gd" }), /loss toString/);
  assert.match(whyNotHere("line", { name: "mse" }, { name: "own" }), /optimizer own/);
});

for (
  const [wanted, words] of [
    [{ learning_rate: 0 }, /learning_rate must be a number > 0/],
    [{ learning_rate: Infinity }, /learning_rate must be/],
    [{ epochs: 0 }, /whole number ≥ 1, got 0/],
    [{ epochs: 2.5 }, /whole number/],
    [{ epochs: 1e7 + 1 }, /at most 10,000,000, got 10,000,001/],
    [{ start: { w: NaN, b: 0 } }, /two finite numbers/],
    [{ start: { w: 0, b: 1e101 } }, /within ±1e100/],
    [{ loss: { name: "huber", delta: 0 } }, /delta must be > 0, got 0/],
    [{ loss: { name: "huber", slope: 1 } }, /huber has no option slope; it has delta/],
    [{ loss: { name: "mse", delta: 1 } }, /mse has no option delta; it has none/],
    [{ loss: { name: "ridge", l2: -1 } }, /l2 must be ≥ 0/],
    [{ optimizer: { name: "momentum", beta: 1 } }, /momentum: beta must be in \[0, 1\), got 1/],
    [{ optimizer: { name: "adam", eps: "x" } }, /adam: eps must be a number, got x/],
    [
      { optimizer: { name: "newton" }, loss: { name: "mae" } },
      /newton needs a loss with curvature/,
    ],
    [{ standardize: true, dataset: datasetOf(UPRIGHT) }, /cannot be standardised: x is constant/],
  ] as const
) {
  Deno.test(`refused in words: ${JSON.stringify(wanted).slice(0, 60)}`, () => {
    assert.throws(() => liveRun(like(), POINTS, wanted), (error) => {
      return error instanceof RangeError && words.test(error.message);
    });
  });
}

Deno.test("a start where the loss overflows is refused", () => {
  const far = { x: [0, 1e60], y: [0, 1] };
  assert.throws(
    () => liveRun(like(), datasetOf(far), { start: { w: 1e90, b: 0 } }),
    /too far away/,
  );
});

Deno.test("more work than a page has time for is cut, and words say so", () => {
  const wanted = { optimizer: { name: "gd" }, loss: { name: "mae" }, epochs: 1e7 };
  const many = Array.from({ length: 20_000 }, (_, i) => i);
  const { trajectory, note } = liveRun(like(), datasetOf({ x: many, y: many }), wanted)!;
  assert.equal(trajectory.epochs, 10_000);
  assert.equal(trajectory.path.epoch.at(-1), 10_000);
  assert.match(
    note,
    /10,000,000 epochs on 20,000 points are too many for a page; the first 10,000/,
  );
  assert.match(trajectory.description, /in 10,000 epochs/);
});

Deno.test("ten million epochs of plain descent are computed at once", () => {
  const { trajectory, note } = liveRun(like({ learning_rate: 1e-6 }), POINTS, { epochs: 1e7 })!;
  assert.equal(note, "");
  assert.equal(trajectory.path.epoch.at(-1), 1e7);
  assert.equal(trajectory.outcome.status, "converged");
});

Deno.test("every loss goes with every optimizer that can have it", () => {
  for (const loss of Object.keys(LOSSES)) {
    for (const [name, { start, curved }] of Object.entries(OPTIMIZERS)) {
      if (!start || curved && loss === "mae") continue;
      // Far out Huber's loss is a cone, where Newton's method has no step to take.
      const choice = loss === "huber" ? { name: loss, delta: 1000 } : { name: loss };
      const wanted = { loss: choice, optimizer: { name }, learning_rate: 0.01 };
      const { trajectory } = liveRun(like(), POINTS, wanted)!;
      const { loss: losses } = trajectory.path;
      assert.ok(losses.at(-1)! < losses[0]!, `${name} on ${loss}`);
    }
  }
});
