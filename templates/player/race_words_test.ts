import assert from "node:assert/strict";
import {
  comparable,
  describeRace,
  indexFrom,
  labelsOf,
  LOST,
  rank,
  standing,
} from "./race_words.ts";
import type { Trajectory } from "./records.ts";

/** What tells runs apart, over one run. */
function run(changes: Record<string, unknown> = {}): Trajectory {
  return {
    dataset: { name: "clean-linear", n: 50, digest: "sha256:1" },
    standardize: null,
    loss: { name: "mse" },
    optimizer: { name: "gd" },
    learning_rate: 2e-4,
    init: { name: "origin", params: { w: 0, b: 0 } },
    epochs: 200,
    ...changes,
  } as unknown as Trajectory;
}

function ranked(...values: number[]): { marks: Float64Array; ranks: Uint8Array } {
  const marks = Float64Array.from(values), ranks = new Uint8Array(values.length);
  rank(marks, ranks);
  return { marks, ranks };
}

Deno.test("labels are the fields in which runs differ", () => {
  assert.deepEqual(labelsOf([run(), run({ learning_rate: 5e-5 })]), [
    { label: "2e-4", named: "learning rate 2e-4" },
    { label: "5e-5", named: "learning rate 5e-5" },
  ]);
  const momentum = { name: "momentum", beta: 0.9 };
  const both = labelsOf([run(), run({ learning_rate: 0.1, optimizer: momentum })]);
  assert.deepEqual(both.map(({ named }) => named), ["gradient descent, 2e-4", "momentum, 0.1"]);
});

Deno.test("choices of one name are told by the options in which they differ", () => {
  const [low, high, plain] = labelsOf([
    run({ optimizer: { name: "momentum", beta: 0.5, damp: 1 } }),
    run({ optimizer: { name: "momentum", beta: 0.9, damp: 1 } }),
    run(),
  ]);
  assert.equal(low!.label, "momentum beta 0.5");
  assert.equal(high!.label, "momentum beta 0.9");
  assert.equal(plain!.label, "gradient descent");
});

Deno.test("a start of the reader's is told by where it is", () => {
  const own = run({ init: { name: "live", params: { w: -0.25, b: 12 } } });
  const other = run({ init: { name: "live", params: { w: 1, b: 12 } } });
  assert.deepEqual(labelsOf([run(), own, other]).map(({ named }) => named), [
    "start origin",
    "start (−0.25, 12)",
    "start (1, 12)",
  ]);
});

Deno.test("losses compare on one dataset under one loss", () => {
  assert.equal(comparable([run(), run({ learning_rate: 1 })]), true);
  assert.equal(comparable([run(), run({ loss: { name: "mae" } })]), false);
  assert.equal(comparable([run(), run({ dataset: { name: "other", digest: "sha256:2" } })]), false);
});

Deno.test("the least mark is first, level ones share a rank, those that are lost come last", () => {
  assert.deepEqual([...ranked(3, 1, 2).ranks], [3, 1, 2]);
  assert.deepEqual([...ranked(2, 1, 1 + 1e-9).ranks], [3, 1, 1]);
  assert.deepEqual([...ranked(LOST, 5, LOST, 4).ranks], [3, 2, 3, 1]);
  assert.deepEqual([...ranked(0, 0).ranks], [1, 1]);
});

Deno.test("who is ahead is said in words", () => {
  const said = (...values: number[]) => {
    const { marks, ranks } = ranked(...values);
    return standing(["a", "b", "c"].slice(0, values.length), marks, ranks);
  };
  assert.equal(said(2, 1, 3), "ahead: b");
  assert.equal(said(1, 1, 3), "level: a and b");
  assert.equal(said(1, 1, 1), "all are level");
  assert.equal(said(LOST, LOST), "all have diverged");
});

Deno.test("a race is described run by run", () => {
  const path = { loss: [123900, 5, 1609.25] };
  const runs = [
    run({ path, outcome: { status: "budget", epoch: 120 } }),
    run({ path, outcome: { status: "diverged", epoch: 60 }, learning_rate: 0.037 }),
  ];
  assert.equal(
    describeRace(runs),
    "2 runs side by side. Learning rate 2e-4: loss 123900 to 1609, not there yet at epoch 120; " +
      "learning rate 0.037: loss 123900 to 1609, diverged at epoch 60.",
  );
});

Deno.test("the stored epoch at or below is found from anywhere", () => {
  const epochs = [0, 1, 2, 10, 100];
  for (const near of [0, 2, 4, 99]) {
    assert.equal(indexFrom(near, epochs, 0), 0);
    assert.equal(indexFrom(near, epochs, 9), 2);
    assert.equal(indexFrom(near, epochs, 10), 3);
    assert.equal(indexFrom(near, epochs, 1e9), 4);
  }
});
