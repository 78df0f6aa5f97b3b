import assert from "node:assert/strict";
import { ticks } from "./axes.ts";
import { digits, rate, steady, withUnit, words } from "./format.ts";

Deno.test("a steady number keeps its decimals while it changes", () => {
  const format = steady(18);
  assert.deepEqual([0, 0.07, 9.5, 126.25].map(format), ["0.00", "0.07", "9.50", "126.25"]);
  assert.equal(format(-0.001), "0.00");
  assert.equal(format(-3), "\u22123.00");
});

Deno.test("a steady number that outgrows its place turns to powers of ten", () => {
  assert.equal(steady(1.6)(632413.992), "6.324e5");
  assert.equal(steady(1.6)(-1e300), "\u22121.000e300");
});

Deno.test("a scale of nothing does not break the format", () => {
  assert.equal(steady(0)(1.5), "1.500");
  assert.equal(steady(Infinity)(1.5), "1.500");
});

Deno.test("digits drop what says nothing", () => {
  const values = [0, 0.05, 1250, 1.5e-5, 2.5e7, -3];
  const texts = ["0", "0.05", "1250", "1.5e\u22125", "2.5e7", "\u22123"];
  assert.deepEqual(values.map((value) => digits(value, 3)), texts);
});

Deno.test("learning rates are written as sweeps write them", () => {
  const values = [5e-5, 2e-4, 1.15e-3, 0.001, 0.02, 1];
  assert.deepEqual(values.map(rate), ["5e-5", "2e-4", "1.15e-3", "0.001", "0.02", "1"]);
});

Deno.test("words and units", () => {
  assert.equal(words("clean-linear"), "clean linear");
  assert.equal(withUnit("sales", "k$"), "sales (k$)");
  assert.equal(withUnit("sales", ""), "sales");
});

Deno.test("ticks are few, round and inside", () => {
  assert.deepEqual(ticks([-2, 52], 5), [0, 10, 20, 30, 40, 50]);
  assert.deepEqual(ticks([-0.2, 1.1], 4), [0, 0.5, 1]);
  assert.deepEqual(ticks([3, 3], 5), []);
  assert.deepEqual(ticks([0, Infinity], 5), []);
});
