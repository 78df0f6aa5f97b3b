import assert from "node:assert/strict";
import { sample } from "../contours.ts";
import { lossOf } from "../line_loss.ts";
import { bilinear, directionsOf } from "./landscape.ts";

Deno.test("between the points of a grid a bilinear function is met", () => {
  const f = (u: number, v: number) => 3 + 2 * u - v + 0.5 * u * v;
  const grid = sample(f, [0, 4], [0, 2], 5, 3);
  for (const [u, v] of [[0, 0], [4, 2], [1.25, 0.5], [3.9, 1.99]] as const) {
    assert.ok(Math.abs(bilinear(grid, u, v) - f(u, v)) < 1e-12);
  }
});

Deno.test("the fast direction is where the loss bends most, the slow one least", () => {
  for (const l2 of [0, 3]) {
    const x = [1, 2, 3, 5, 6, 7, 8], y = [0, 0, 0, 0, 0, 0, 0];
    const loss = lossOf(l2 ? { name: "ridge", l2 } : { name: "mse" }, { x, y })!;
    const { fast, slow } = directionsOf(x, l2);
    assert.ok(Math.abs(Math.hypot(...fast) - 1) < 1e-12);
    assert.ok(Math.abs(fast[0] * slow[0] + fast[1] * slow[1]) < 1e-12);
    // The least loss is at 0, 0: along a unit direction the loss is half the curvature.
    const bends: number[] = [];
    for (let turn = 0; turn < 180; turn++) {
      const angle = turn * Math.PI / 180;
      bends.push(loss(Math.cos(angle), Math.sin(angle)));
    }
    assert.ok(loss(...fast) >= Math.max(...bends) - 1e-9);
    assert.ok(loss(...slow) <= Math.min(...bends) + 1e-9);
  }
});
