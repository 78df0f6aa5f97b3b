import assert from "node:assert/strict";
import { placeOf, rateAt, rateByKey, rateScale } from "./rate_scale.ts";

const STOPS = [5e-5, 2e-4, 6e-4, 1.15e-3, 1.25e-3];
const FREE = rateScale(STOPS, 1.187e-3, 1e-5, true);
const BOUND = rateScale(STOPS, null, 0, false);

Deno.test("the slider has room below the stops and above the threshold", () => {
  assert.ok(FREE.low < 5e-5 / 3 && FREE.high > 1.187e-3);
  assert.ok(BOUND.low < 5e-5 && BOUND.high > 1.25e-3);
  assert.equal(placeOf(FREE.low, FREE), 0);
  assert.equal(placeOf(FREE.high, FREE), 1);
  assert.equal(placeOf(1e9, FREE), 1);
});

Deno.test("a stop attracts, between stops there are two digits", () => {
  for (const stop of STOPS) assert.equal(rateAt(placeOf(stop, FREE) + 0.002, FREE), stop);
  assert.equal(rateAt(placeOf(3.04e-4, FREE), FREE), 3e-4);
});

Deno.test("where nothing between can be had the nearest stop is taken", () => {
  assert.equal(rateAt(placeOf(3.1e-4, BOUND), BOUND), 2e-4);
  assert.equal(rateByKey("ArrowRight", 2e-4, BOUND), 6e-4);
  assert.equal(rateByKey("ArrowLeft", 5e-5, BOUND), 5e-5);
});

Deno.test("arrows move, stop at each stop, and get away from it", () => {
  let rate = 2e-4;
  const met = new Set<number>();
  for (let k = 0; k < 200 && rate < FREE.high; k++) {
    const next = rateByKey("ArrowRight", rate, FREE)!;
    assert.ok(next > rate, `stuck at ${rate}`);
    met.add(rate = next);
  }
  assert.ok([6e-4, 1.15e-3, 1.25e-3].every((stop) => met.has(stop)));
  for (let k = 0; k < 200 && rate > FREE.low; k++) {
    const next = rateByKey("ArrowLeft", rate, FREE)!;
    assert.ok(next < rate, `stuck at ${rate}`);
    rate = next;
  }
  assert.equal(rate, FREE.low);
});

Deno.test("page keys go from stop to stop, Home and End to the first and the last", () => {
  assert.equal(rateByKey("PageUp", 3e-4, FREE), 6e-4);
  assert.equal(rateByKey("PageDown", 3e-4, FREE), 2e-4);
  assert.equal(rateByKey("Home", 3e-4, FREE), 5e-5);
  assert.equal(rateByKey("End", 3e-4, FREE), 1.25e-3);
  assert.equal(rateByKey("x", 3e-4, FREE), null);
});
