import assert from "node:assert/strict";
import type { Outcomes, WideSweep } from "./records.ts";
import { findRun, valuesOf } from "./runs.ts";
import { unfolded } from "./wide.ts";

const RECORD = {
  schema: "gdsim.wide-sweep/1",
  name: "s",
  count: 10,
  part: 4,
  outcomes: { converged: 10 },
  values: {
    dataset: ["a", "b"],
    loss: [{ name: "mse" }],
    optimizer: [{ name: "gd" }],
    learning_rate: [0.1, 0.2, 0.3],
    init: ["origin", "corner"],
    epochs: [10],
    standardize: [false],
  },
  ids: {
    dataset: ["a", "b"],
    loss: ["mse"],
    optimizer: ["gd"],
    learning_rate: ["lr-0.1", "lr-0.2", "lr-0.3"],
    init: ["origin", "corner"],
    standardize: [""],
    epochs: [""],
  },
  blocks: [[[0], [0], [0], [0, 1, 2], [0, 1], [0], [0]], [[1], [0], [0], [1, 2], [0, 1], [0], [0]]],
} as unknown as WideSweep;

/** Outcomes that tell their place by their epoch; counts what is read. */
function reader() {
  const asked: number[] = [];
  const read = (part: number): Promise<Outcomes> => {
    asked.push(part);
    const begin = 4 * part, count = Math.min(4, 10 - begin);
    const epoch = Array.from({ length: count }, (_, k) => begin + k);
    return Promise.resolve({
      schema: "gdsim.outcomes/1",
      begin,
      status: "cdbc".slice(0, count),
      epoch,
      final_loss: epoch.map((k) => k / 2),
    });
  };
  return { asked, read };
}

/** Anew each time: a record is unfolded once. */
const record = () => ({ ...RECORD });

Deno.test("the runs come in the order of the products, with their ids", () => {
  const { runs } = unfolded(record(), reader().read);
  assert.deepEqual(runs.map(({ id }) => id), [
    ...["0.1", "0.2", "0.3"].flatMap((rate) =>
      ["origin", "corner"].map((start) => `a.mse.gd.lr-${rate}.${start}`)
    ),
    ...["0.2", "0.3"].flatMap((rate) =>
      ["origin", "corner"].map((start) => `b.mse.gd.lr-${rate}.${start}`)
    ),
  ]);
  const { run } = findRun(
    { runs } as never,
    runs[0]!,
    { dataset: "b", learning_rate: 0.3, init: "corner" },
  );
  assert.equal(run, runs[9]);
  assert.deepEqual(valuesOf(runs, "learning_rate"), [0.1, 0.2, 0.3]);
});

Deno.test("a run brings how those ended that differ in the learning rate alone, and no others", async () => {
  const { asked, read } = reader();
  const sweep = unfolded(record(), read);
  await sweep.ends!([sweep.runs[0]!]);
  assert.deepEqual(asked, [0]);
  const epochs = () => sweep.runs.map(({ outcome }) => outcome?.epoch);
  const none = undefined;
  assert.deepEqual(epochs(), [0, 3, 1, none, 2, none, none, none, none, none]);
  assert.deepEqual(sweep.runs[2]!.outcome, { status: "diverged", epoch: 1 });
  assert.equal(sweep.runs[2]!.final_loss, 0.5);
  await sweep.ends!([sweep.runs[1]!, sweep.runs[3]!]); // the first is known, the line goes on in part 1
  assert.deepEqual(asked, [0, 0, 1]);
  assert.deepEqual(epochs(), [0, 3, 1, 4, 2, 5, 6, none, 7, none]);
  await sweep.ends!([sweep.runs[3]!]);
  assert.deepEqual(asked, [0, 0, 1]);
});

Deno.test("a record is unfolded once, for all players of a page", () => {
  const one = record();
  assert.equal(unfolded(one, reader().read), unfolded(one, reader().read));
  assert.notEqual(unfolded(record(), reader().read), unfolded(one, reader().read));
});
