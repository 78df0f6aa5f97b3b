import assert from "node:assert/strict";
import { contour, logLevels, sample } from "./contours.ts";

const SQUARE = [-1, 1] as const;

Deno.test("the contour of a bowl is one closed ring at the right distance", () => {
  const grid = sample((u, v) => u * u + v * v, SQUARE, SQUARE, 65, 65);
  const lines = contour(grid, 0.5);
  assert.equal(lines.length, 1);
  const ring = lines[0]!;
  assert.deepEqual(ring.slice(0, 2), ring.slice(-2));
  for (let k = 0; k < ring.length; k += 2) {
    const u = ring[k]! / 32 - 1, v = ring[k + 1]! / 32 - 1;
    assert.ok(Math.abs(u * u + v * v - 0.5) < 2e-3);
  }
});

Deno.test("a line that leaves the grid starts and ends on its border, in one piece", () => {
  const grid = sample((u, v) => u + 0.3 * v, SQUARE, SQUARE, 9, 9);
  const lines = contour(grid, 0.11);
  assert.equal(lines.length, 1);
  const line = lines[0]!;
  assert.deepEqual(new Set([line[1], line.at(-1)]), new Set([0, 8]));
});

Deno.test("a ring cut by the border is its arcs", () => {
  const grid = sample((u, v) => u * u + v * v, SQUARE, SQUARE, 33, 33);
  assert.equal(contour(grid, 1.5).length, 4);
});

Deno.test("both branches of a saddle are found and do not touch", () => {
  const grid = sample((u, v) => u * v, SQUARE, SQUARE, 10, 10);
  assert.equal(contour(grid, 0.01).length, 2);
  assert.equal(contour(grid, -0.01).length, 2);
});

Deno.test("a level the grid does not reach has no line", () => {
  assert.deepEqual(contour(sample((u) => u, SQUARE, SQUARE, 5, 5), 7), []);
});

Deno.test("levels are round, log-spaced, inside, and as many as wanted where they can be", () => {
  assert.deepEqual(logLevels(0.5, 2e6, 7), [1, 10, 100, 1000, 10000, 100000, 1000000]);
  assert.deepEqual(logLevels(1.6, 700, 7), [2, 5, 10, 20, 50, 100, 200, 500]);
  assert.ok(logLevels(25, 200, 7).length >= 7);
  assert.deepEqual(logLevels(0, 10, 7), []);
  assert.deepEqual(logLevels(5, 5, 7), []);
});
