import assert from "node:assert/strict";
import { checked, type Run, sameChoice, type Sweep } from "./records.ts";
import { checkWish, choicesFor, findRun, limitsOf, sameValue, valuesOf, varying } from "./runs.ts";

function run(dataset: string, learning_rate: number, init: string): Run {
  return {
    id: `${dataset}.${learning_rate}.${init}`,
    dataset,
    loss: { name: "mse" },
    optimizer: { name: "gd" },
    learning_rate,
    init,
    epochs: 200,
    standardize: false,
    outcome: { status: "budget", epoch: 200 },
  };
}

const RUNS = [
  run("a", 0.01, "origin"),
  run("a", 0.001, "origin"),
  run("a", 0.01, "corner"),
  run("b", 1e-4, "origin"),
  run("b", 2e-4, "corner"),
];
const SWEEP = { name: "s", runs: RUNS, views: [] } as unknown as Sweep;

Deno.test("a wish keeps the other fields where such a run exists", () => {
  assert.equal(findRun(SWEEP, RUNS[0]!, { init: "corner" }).run, RUNS[2]);
  assert.equal(findRun(SWEEP, RUNS[0]!, { learning_rate: 0.001 }).run, RUNS[1]);
});

Deno.test("else it goes to the nearest that exists", () => {
  assert.equal(findRun(SWEEP, RUNS[2]!, { learning_rate: 0.001 }).run, RUNS[1]);
  assert.equal(findRun(SWEEP, RUNS[0]!, { dataset: "b" }).run, RUNS[4]);
});

Deno.test("a rate that was not swept means the nearest, and is told apart", () => {
  assert.deepEqual(findRun(SWEEP, RUNS[0]!, { learning_rate: 0.002 }), {
    run: RUNS[1],
    exact: false,
  });
  assert.equal(findRun(SWEEP, RUNS[0]!, { learning_rate: 0.01 + 1e-15 }).exact, true);
});

Deno.test("an unknown name is refused with those that exist", () => {
  assert.throws(() => findRun(SWEEP, RUNS[0]!, { dataset: "c" }), /no dataset c; it has a, b/);
  assert.throws(() => checkWish({ rate: 1 } as never), /no field rate; it has dataset/);
});

Deno.test("what varies, and its values in order", () => {
  assert.deepEqual(varying(SWEEP), ["dataset", "learning_rate", "init"]);
  assert.deepEqual(valuesOf(RUNS, "learning_rate"), [1e-4, 2e-4, 0.001, 0.01]);
  assert.deepEqual(choicesFor(SWEEP, RUNS[0]!, "learning_rate"), [0.001, 0.01]);
});

Deno.test("choices are the same by name or by mapping, whatever the order", () => {
  assert.ok(sameValue({ name: "huber", delta: 1 }, "huber"));
  assert.ok(sameChoice({ name: "adam", a: 1, b: 2 }, { b: 2, name: "adam", a: 1 }));
  assert.ok(!sameChoice({ name: "huber", delta: 1 }, { name: "huber", delta: 2 }));
});

Deno.test("a run without limits is named", () => {
  assert.throws(() => limitsOf(SWEEP, RUNS[0]!), /a\.0\.01\.origin/);
});

Deno.test("a record of another schema is refused with both versions", () => {
  const schema = "gdsim.trajectory/1";
  assert.equal(checked({ schema }, schema).schema, schema);
  const both = /reads gdsim\.trajectory\/1.*holds gdsim\.trajectory\/2/;
  assert.throws(() => checked({ schema: "gdsim.trajectory/2" }, schema), both);
  assert.throws(() => checked(null, schema), /undefined/);
});
