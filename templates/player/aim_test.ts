import assert from "node:assert/strict";
import { type Aim, aimAt, aimOf, isPlain, linkOf } from "./aim.ts";
import type { Choice, Dataset, Run, Sweep } from "./records.ts";

const KNOWN = { loss: ["mse", "mae", "huber"], optimizer: ["gd", "momentum", "sgd"] };

function run(dataset: string, learning_rate: number, init: string, optimizer: Choice): Run {
  return {
    id: [dataset, optimizer.name, learning_rate, init].join("."),
    dataset,
    loss: { name: "mse" },
    optimizer,
    learning_rate,
    init,
    epochs: 200,
    standardize: false,
    outcome: { status: "budget", epoch: 200 },
  };
}

const GD = { name: "gd" }, MOMENTUM = { name: "momentum", beta: 0.8 };
const RUNS = [
  run("a", 0.01, "origin", GD),
  run("a", 0.001, "origin", GD),
  run("a", 0.01, "corner", GD),
  run("a", 0.01, "origin", MOMENTUM),
  run("b", 1e-4, "origin", GD),
  run("b", 3e-4, "origin", GD),
];
const SWEEP = { name: "s", runs: RUNS, views: [] } as unknown as Sweep;
const PLAIN: Aim = { entry: RUNS[0]!, wanted: {} };

function at(wish: Parameters<typeof aimAt>[2], from = PLAIN): Aim {
  return aimAt(SWEEP, from, wish, KNOWN);
}

Deno.test("what was swept is a run of the sweep and nothing more", () => {
  assert.deepEqual(at({ learning_rate: 0.001 }), { entry: RUNS[1], wanted: {} });
  assert.deepEqual(at({ optimizer: "momentum" }), { entry: RUNS[3], wanted: {} });
  assert.ok(isPlain(at({ init: "corner" })));
});

Deno.test("a rate that was not swept on this dataset is computed there, beside the nearest run", () => {
  assert.deepEqual(at({ learning_rate: 3e-4 }), {
    entry: RUNS[1],
    wanted: { learning_rate: 3e-4 },
  });
});

Deno.test("losses, optimizers, epochs and scaling that the page knows are wanted of it", () => {
  assert.deepEqual(at({ loss: "mae", epochs: 1000, standardize: true }).wanted, {
    loss: { name: "mae" },
    epochs: 1000,
    standardize: true,
  });
  assert.deepEqual(at({ optimizer: { name: "momentum", beta: 0.5 } }).wanted, {
    optimizer: { name: "momentum", beta: 0.5 },
  });
});

Deno.test("what is wanted stays until something else is, or the sweep has it", () => {
  const own = { ...at({ learning_rate: 3e-4 }) };
  const started: Aim = { ...own, wanted: { ...own.wanted, start: { w: 1, b: 2 } } };
  assert.deepEqual(at({ epochs: 50 }, started).wanted, {
    learning_rate: 3e-4,
    epochs: 50,
    start: { w: 1, b: 2 },
  });
  assert.deepEqual(at({ learning_rate: 0.01 }, started).wanted, { start: { w: 1, b: 2 } });
  assert.deepEqual(at({ init: "corner" }, started).wanted, { learning_rate: 3e-4 });
  assert.deepEqual(at({ dataset: "b" }, started), {
    entry: RUNS[5],
    wanted: { start: { w: 1, b: 2 } },
  });
});

Deno.test("another dataset leaves the reader's own data, with the start and rate that suited them", () => {
  const dataset = { name: "mine" } as Dataset;
  const own: Aim = {
    entry: RUNS[0]!,
    wanted: { dataset, start: { w: 0, b: 0 }, learning_rate: 7 },
  };
  assert.deepEqual(at({ dataset: "a" }, own), { entry: RUNS[0], wanted: {} });
  assert.equal(at({ loss: "mae" }, own).wanted.dataset, dataset);
});

Deno.test("what neither the sweep nor the page has is refused with what the sweep has", () => {
  assert.throws(() => at({ dataset: "c" }), /no dataset c; it has a, b/);
  assert.throws(() => at({ optimizer: "lbfgs" }), /no optimizer lbfgs; it has gd, momentum/);
  assert.throws(() => at({ learning_rate: -1 }), /learning rate must be a number above 0, got -1/);
  assert.throws(() => at({ epochs: NaN }), /epochs must be a number above 0/);
});

Deno.test("an aim goes through a link", () => {
  const aim: Aim = {
    entry: RUNS[3]!,
    wanted: { start: { w: 0.5, b: -1 }, loss: { name: "huber", delta: 2 }, epochs: 500 },
  };
  assert.deepEqual(aimOf(SWEEP, RUNS[0]!, linkOf(aim), KNOWN), { aim, note: "" });
});

Deno.test("what a link names that does not exist is left out and said", () => {
  const link = { run: "x", optimizer: { name: "lbfgs" }, epochs: 30 };
  const { aim, note } = aimOf(SWEEP, RUNS[0]!, link, KNOWN);
  assert.deepEqual(aim, { entry: RUNS[0], wanted: { epochs: 30 } });
  assert.match(note, /not here; .*no optimizer lbfgs/);
});

Deno.test("data of the reader's are in no link", () => {
  const dataset = { name: "mine" } as Dataset;
  assert.deepEqual(linkOf({ entry: RUNS[0]!, wanted: { dataset } }), { run: RUNS[0]!.id });
});
