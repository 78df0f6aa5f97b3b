import assert from "node:assert/strict";
import type { Trajectory } from "./records.ts";
import { cellOf, inWords } from "./wide_map.ts";

const TOLD = {
  rows: { field: "init", label: "start", values: ["origin", "corner"] },
  columns: { field: "learning_rate", label: "learning rate", values: [1e-4, 2e-4, 3e-4] },
  others: { dataset: "a", loss: { name: "mse" }, standardize: false },
  cells: ["06b", "d-3"],
  epochs: [10, 1000],
  past: [2, null],
} as const;

const RUN = {
  dataset: { name: "a", n: 7, digest: "" },
  loss: { name: "mse" },
  optimizer: { name: "gd" },
  learning_rate: 2e-4,
  init: { name: "corner", params: {} },
  epochs: 60,
  standardize: null,
} as unknown as Trajectory;

Deno.test("the cell of a run is where its fields are, if the map has them", () => {
  assert.deepEqual(cellOf(TOLD, RUN), [1, 1]);
  assert.equal(cellOf(TOLD, { ...RUN, learning_rate: 2.5e-4 }), null);
  assert.equal(cellOf(TOLD, { ...RUN, loss: { name: "mae" } }), null);
  assert.equal(cellOf(TOLD, { ...RUN, standardize: { mean: 0, scale: 1 } }), null);
});

Deno.test("a cell says its fields and how its run ends", () => {
  const said = (row: number, column: number) => inWords(TOLD, [row, column]).split(": ")[1];
  assert.match(inWords(TOLD, [1, 0]), /^learning rate 1e-4, start corner: diverges$/);
  assert.equal(said(0, 0), "converges after some 10 epochs");
  assert.equal(said(0, 1), "converges after some 1,000 epochs");
  assert.equal(said(1, 2), "converges after some 100 epochs");
  assert.equal(said(0, 2), "not there when the run ends");
  assert.equal(said(1, 1), "not swept");
});
