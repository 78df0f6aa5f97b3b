import assert from "node:assert/strict";
import type { Trajectory } from "./records.ts";
import { distancesOf } from "./readout.ts";
import { csvOf, embedCode, jsonOf } from "./takeaway.ts";

const TRAJECTORY = {
  schema: "gdsim.trajectory/1",
  optimum: { params: { w: 3, b: 4 }, loss: 0 },
  path: {
    epoch: [0, 1, 1000],
    params: { w: [0, 1.5, 3], b: [0, 2, 4] },
    loss: [2.5, 1e-7, 0],
    gradient_norm: [4, 5, 6],
  },
} as unknown as Trajectory;

Deno.test("the CSV has a line a stored epoch, digits in full", () => {
  assert.equal(
    csvOf(TRAJECTORY),
    "epoch,w,b,loss,gradient_norm\n0,0,0,2.5,4\n1,1.5,2,1e-7,5\n1000,3,4,0,6\n",
  );
});

Deno.test("the JSON is the record", () => {
  assert.deepEqual(JSON.parse(jsonOf(TRAJECTORY)), TRAJECTORY);
});

Deno.test("nothing of a title leaves the embed code's attributes", () => {
  const code = embedCode("../embed/a.html", 'A "title" <b>&');
  assert.ok(
    code.startsWith('<iframe src="../embed/a.html" title="A &quot;title&quot; &lt;b>&amp;"'),
  );
});

Deno.test("the distance to the optimum is in per cent of the start's", () => {
  assert.deepEqual([...distancesOf(TRAJECTORY)!], [100, 50, 0]);
  assert.equal(distancesOf({ ...TRAJECTORY, optimum: null }), null);
});
