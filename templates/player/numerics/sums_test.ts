import assert from "node:assert/strict";
import { exactMean, exactSum, variance } from "./sums.ts";

const sum = (values: readonly number[]) => exactSum(values.length, (i) => values[i]!);

Deno.test("a sum is rounded once, whatever cancels", () => {
  assert.equal(sum([]), 0);
  assert.equal(sum(Array(10).fill(0.1)), 1);
  assert.equal(sum([1, 1e100, 1, -1e100]), 2);
  assert.equal(sum([1e16, 1, 1e-16]), 10000000000000002);
  assert.equal(sum([1e16 - 2, 1 - 2 ** -53, -(1e16 - 2), -(1 - 2 ** -53)]), 0);
});

Deno.test("a half-way case is decided by what is left", () => {
  assert.equal(sum([2 ** 53, 1, -(2 ** -200)]), 2 ** 53);
  assert.equal(sum([2 ** 53, 1, 2 ** -200]), 2 ** 53 + 2);
  assert.equal(sum([2 ** 53, 1]), 2 ** 53);
});

Deno.test("the order of the terms plays no part", () => {
  const values = Array.from({ length: 200 }, (_, i) => Math.sin(i) * 10 ** (i % 30 - 15));
  assert.equal(sum(values), sum(values.toReversed()));
});

Deno.test("mean and variance", () => {
  assert.equal(exactMean(4, (i) => i), 1.5);
  assert.equal(variance([1e9 + 1, 1e9 + 3]), 1);
  assert.equal(variance([5]), 0);
});
