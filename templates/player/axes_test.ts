import assert from "node:assert/strict";
import { at, frame, scale, ticks, ticksOf, value } from "./axes.ts";

Deno.test("a pixel's value is the way back from a value's pixel", () => {
  for (const spacing of ["linear", "log", "log1p"] as const) {
    const axis = scale([2, 500], 40, 640, spacing);
    assert.ok(Math.abs(at(axis, 2) - 40) < 1e-9 && Math.abs(at(axis, 500) - 640) < 1e-9);
    for (const there of [2, 7, 99.5, 500]) {
      assert.ok(Math.abs(value(axis, at(axis, there)) - there) < 1e-9 * there);
    }
  }
});

Deno.test("a logarithmic axis of epochs begins at 0", () => {
  const epochs = scale([0, 20_000], 0, 300, "log1p");
  assert.equal(at(epochs, 0), 0);
  assert.deepEqual(ticksOf(epochs, 5), [0, 1, 10, 100, 1000, 10000]);
});

Deno.test("ticks are round, inside, and few even over many powers of ten", () => {
  assert.deepEqual(ticks([-2, 52], 5), [0, 10, 20, 30, 40, 50]);
  assert.deepEqual(ticksOf(scale([1.6, 700], 0, 100, "log"), 4), [3, 10, 30, 100, 300]);
  const wide = ticksOf(scale([1e-9, 1e12], 0, 100, "log"), 4);
  assert.ok(wide.length >= 3 && wide.length <= 6, String(wide));
  assert.deepEqual(ticks([3, 3], 4), []);
});

Deno.test("a plot leaves room for its labels, however long they are", () => {
  const short = frame([0, 1], [0, 5], 400, 300), long = frame([0, 1], [0, 130_000], 400, 300);
  assert.ok(long.box.left > short.box.left);
  assert.ok(long.box.right === 390 && long.box.bottom < 300 && long.box.top > 0);
});
