import assert from "node:assert/strict";
import { curveOf } from "./numerics/curves.ts";
import { givenGround } from "./given_run.ts";
import { Grounds } from "./grounds.ts";
import { liveArrival } from "./live_arrival.ts";
import { datasetOf, FUNDRAISING, like, LINE } from "./numerics/test_data.ts";
import type { Library } from "./receive.ts";
import type { Choice, Limits, Run, Sweep, Trajectory } from "./records.ts";

const LIMITS: Limits = {
  x: [0, 9],
  y: [0, 600],
  params: { w: [-1, 60], b: [-1, 120] },
  loss: [1, 1e6],
};
const STARTS: Record<string, { w: number; b: number }> = {
  origin: { w: 0, b: 0 },
  corner: { w: 50, b: 100 },
};

/** A sweep of sgd, and of gd on a loss that a plugin brings, in memory. */
function grounds(): Grounds {
  const runs: Run[] = [];
  const trajectories = new Map<string, Trajectory>();
  const add = (optimizer: Choice, loss: Choice, learning_rate: number, init: string) => {
    const id = `${optimizer.name}.${loss.name}.${learning_rate}.${init}`, { w, b } = STARTS[init]!;
    const fields = { id, optimizer, loss, learning_rate, epochs: 50 };
    const outcome = { status: "budget", epoch: 50 } as const;
    runs.push({ ...fields, dataset: "points", init, standardize: false, outcome } as Run);
    const path = { epoch: [0], params: { w: [w], b: [b] }, loss: [1], gradient_norm: [1] };
    trajectories.set(id, like({ ...fields, path }));
  };
  for (const init of ["origin", "corner"]) {
    for (const rate of [0.001, 0.01]) {
      add({ name: "gd" }, { name: "mse" }, rate, init);
      add({ name: "sgd", seed: 0 }, { name: "mse" }, rate, init);
    }
    add({ name: "gd" }, { name: "logcosh" }, 0.01, init);
  }
  const view = { dataset: "points", standardize: false, limits: LIMITS };
  const sweep = {
    name: "s",
    runs,
    views: [{ ...view, loss: { name: "mse" } }, { ...view, loss: { name: "logcosh" } }],
  } as unknown as Sweep;
  const library = {
    trajectory: (_: string, id: string) => Promise.resolve(trajectories.get(id)),
    dataset: () => Promise.resolve(datasetOf(FUNDRAISING)),
    video: (_: string, id: string, scene: string) => `${id}/${scene}.mp4`,
  } as unknown as Library;
  return new Grounds(library, sweep, () => Promise.resolve({ liveArrival, givenGround, curveOf }));
}

const all = grounds();
const entryOf = (id: string) => all.sweep.runs.find((run) => run.id === id)!;
const GD = entryOf("gd.mse.0.01.origin"), SGD = entryOf("sgd.mse.0.01.origin");

Deno.test("what is wanted as it stands is the run of the sweep", async () => {
  for (
    const wanted of [{}, { learning_rate: 0.01, epochs: 50 }, { start: { w: 0, b: 0 } }, {
      loss: { name: "mse" },
      standardize: false,
    }]
  ) {
    const { ground, note } = await all.live(GD, wanted);
    assert.deepEqual([ground.live, ground.trajectory.id, note], [false, GD.id, ""]);
  }
});

Deno.test("another start is computed on the sweep's own axes", async () => {
  const { entry, ground, note } = await all.live(GD, { start: { w: 20, b: 140 } });
  assert.deepEqual([entry, ground.live, note], [GD, true, ""]);
  assert.deepEqual([ground.w[0], ground.b[0]], [20, 140]);
  assert.equal(ground.limits, LIMITS);
});

Deno.test("a loss that was not swept gets axes by the rule of the build", async () => {
  const { ground } = await all.live(GD, { loss: { name: "mae" } });
  assert.equal(ground.live, true);
  const { w, b } = ground.limits.params;
  assert.ok(w![0] < 0 && w![1] > 50.2 && b![0] < 0 && b![1] > 100.2);
});

Deno.test("chance snaps to the nearest precomputed run, and the note says which", async () => {
  const { entry, ground, note } = await all.live(SGD, {
    start: { w: 45, b: 90 },
    learning_rate: 0.0012,
  });
  assert.equal(entry.id, "sgd.mse.0.001.corner");
  assert.deepEqual([ground.live, ground.trajectory.id], [false, entry.id]);
  assert.match(
    note,
    /^sgd draws its points at random; the nearest run of this sweep is shown: sgd/,
  );
  assert.match(note, /learning rate 0\.001, from corner, 50 epochs/);
});

Deno.test("an optimizer of chance that is wanted on another run is found by its name", async () => {
  const { entry } = await all.live(GD, { optimizer: { name: "sgd", seed: 9 } });
  assert.equal(entry.id, SGD.id);
});

Deno.test("a loss of a plugin snaps likewise", async () => {
  const { entry, note } = await all.live(entryOf("gd.logcosh.0.01.origin"), {
    start: { w: 49, b: 99 },
  });
  assert.equal(entry.id, "gd.logcosh.0.01.corner");
  assert.match(note, /does not know the loss logcosh/);
});

Deno.test("on the reader's own data plain descent stands in for chance and plugins", async () => {
  const dataset = datasetOf(LINE, "own");
  const { ground, note } = await all.live(SGD, { dataset, learning_rate: 1e-3 });
  assert.deepEqual([ground.live, ground.trajectory.optimizer.name], [true, "gd"]);
  assert.match(note, /sgd draws its points at random; gradient descent on the loss mse is shown/);
  const own = await all.live(entryOf("gd.logcosh.0.01.origin"), { dataset, learning_rate: 1e-3 });
  assert.deepEqual(own.ground.trajectory.loss, { name: "mse" });
  assert.equal(own.ground.dataset, dataset);
  assert.ok(own.ground.limits.x[1] > 50 && own.ground.limits.x[1] < 55);
});

Deno.test("numbers that cannot be are refused in words", async () => {
  await assert.rejects(all.live(GD, { start: { w: NaN, b: 0 } }), /two finite numbers/);
  await assert.rejects(all.live(GD, { epochs: 1e9 }), /at most 10,000,000/);
});
