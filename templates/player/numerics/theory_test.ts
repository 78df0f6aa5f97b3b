import assert from "node:assert/strict";
import { ClosedForm } from "../closed_form.ts";
import { problemOf } from "./problem.ts";
import { datasetOf, FUNDRAISING, LINE, UPRIGHT } from "./test_data.ts";
import { epochsTo, optimumOf, theoryOf, thresholdOf, whyNoTheory } from "./theory.ts";

const POINTS = datasetOf(FUNDRAISING), MSE = { name: "mse" }, MAE = { name: "mae" };

Deno.test("thresholds of the fundraising data, and of standardised inputs", () => {
  const theory = theoryOf(POINTS, MSE, false)!;
  assert.ok(Math.abs(theory.learning_rate_max - 0.036177) < 1e-6);
  assert.equal(theory.learning_rate_max, 2 * theory.swing_from);
  assert.ok(theory.fastest < theory.learning_rate_max);
  const scaled = theoryOf(POINTS, MSE, true)!;
  assert.ok(Math.abs(scaled.condition_number - 1) < 1e-12);
  assert.ok(Math.abs(scaled.learning_rate_max - 1) < 1e-12);
});

Deno.test("momentum is stable up to (1 + beta) times the threshold", () => {
  const most = theoryOf(POINTS, MSE, false)!.learning_rate_max;
  assert.equal(thresholdOf(POINTS, MSE, false, { name: "gd" }), most);
  assert.equal(thresholdOf(POINTS, MSE, false, { name: "momentum" }), most * 1.9);
  assert.equal(thresholdOf(POINTS, MSE, false, { name: "nesterov", beta: 0.5 }), most * 1.5 / 2);
  assert.equal(thresholdOf(POINTS, MSE, false, { name: "adam" }), null);
  assert.equal(thresholdOf(POINTS, MAE, false, { name: "gd" }), null);
});

Deno.test("where there is no theory, words say why", () => {
  const upright = datasetOf(UPRIGHT), single = datasetOf({ x: [2], y: [5] });
  for (const dataset of [upright, single]) {
    assert.equal(theoryOf(dataset, MSE, false), null);
    assert.equal(theoryOf(dataset, MSE, true), null);
    assert.equal(optimumOf(dataset, MSE, false), null);
    assert.match(whyNoTheory(dataset, MSE, false), /x is constant, so many lines/);
    assert.match(whyNoTheory(dataset, MSE, true), /cannot be standardised/);
  }
  assert.match(whyNoTheory(POINTS, MAE, false), /slope of this loss/);
  assert.equal(whyNoTheory(POINTS, MSE, false), "");
  assert.notEqual(theoryOf(upright, { name: "ridge", l2: 1 }, false), null);
});

Deno.test("epochs to one per cent hold from there on, and not an epoch before", () => {
  const dataset = datasetOf(LINE), start = { w: 0, b: 0 };
  const shape = problemOf(dataset, MSE, false)!.quadratic!;
  for (const learning_rate of [1e-4, 8e-4, 1.1e-3]) {
    const way = { dataset, loss: MSE, standardize: false, learning_rate, start };
    const form = new ClosedForm(shape, start, learning_rate), first = form.excess(0);
    const away = {
      w: (k: number) => Math.abs(form.at(k).w - shape.centre[0]) / Math.abs(shape.centre[0]),
      b: (k: number) => Math.abs(form.at(k).b - shape.centre[1]) / Math.abs(shape.centre[1]),
      loss: (k: number) => form.excess(k) / first,
    };
    for (const what of ["w", "b", "loss"] as const) {
      const epoch = epochsTo(way, 0.01, what)!;
      assert.ok(away[what](epoch - 1) > 0.01, `${what} at ${learning_rate}`);
      for (let k = epoch; k < epoch + 500; k++) assert.ok(away[what](k) <= 0.01 * (1 + 1e-9));
    }
  }
});

Deno.test("beyond the threshold no epoch is close for good", () => {
  const way = { dataset: POINTS, loss: MSE, standardize: false, start: { w: 0, b: 0 } };
  assert.equal(epochsTo({ ...way, learning_rate: 0.05 }, 0.01, "loss"), null);
  assert.equal(epochsTo({ ...way, loss: MAE, learning_rate: 0.01 }, 0.01, "loss"), null);
  const flat = { ...way, dataset: datasetOf(UPRIGHT), learning_rate: 0.01 };
  assert.equal(epochsTo(flat, 0.01, "w"), null);
});
