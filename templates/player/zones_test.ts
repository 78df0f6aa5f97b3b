import assert from "node:assert/strict";
import { liveRun } from "./live.ts";
import { theoryOf } from "./numerics/theory.ts";
import type { Dataset, Trajectory } from "./records.ts";
import type { Ground } from "./views/view.ts";
import { crawlsBelow, zoneAt, zonesOf } from "./zones.ts";

const THEORY = {
  swing_from: 1,
  learning_rate_max: 2,
  fastest: 1.9,
  condition_number: 10,
};

const X = [1, 2, 3, 5, 6, 7, 8], Y = [155, 197, 244, 356, 409, 448, 500];
const DATA = {
  name: "fundraising",
  n: 7,
  digest: "",
  points: { x: X, y: Y },
} as unknown as Dataset;

function ground(epochs: number, learning_rate: number): Ground {
  const like = {
    id: "r",
    dataset: { name: "fundraising", n: 7, digest: "" },
    model: { name: "line", params: ["w", "b"] },
    loss: { name: "mse" },
    optimizer: { name: "gd" },
    learning_rate,
    init: { name: "origin", params: { w: 0, b: 0 } },
    epochs,
    standardize: null,
    tolerance: 1e-3,
    path: { epoch: [0], params: { w: [0], b: [0] }, loss: [1], gradient_norm: [1] },
  } as unknown as Trajectory;
  const { trajectory } = liveRun(like, DATA, { start: { w: 0, b: 0 }, learning_rate, epochs })!;
  const { w, b } = trajectory.path.params;
  return {
    trajectory,
    dataset: DATA,
    w: Float64Array.from(w!),
    b: Float64Array.from(b!),
  } as unknown as Ground;
}

Deno.test("zones follow each other without a gap", () => {
  assert.deepEqual(zonesOf(THEORY, 0.1, 0.01, 5), [
    { name: "crawls", from: 0.01, to: 0.1 },
    { name: "converges", from: 0.1, to: 1 },
    { name: "swings", from: 1, to: 2 },
    { name: "diverges", from: 2, to: 5 },
  ]);
});

Deno.test("a zone that is not on the slider is left out", () => {
  assert.deepEqual(zonesOf(THEORY, 0, 0.5, 1.5).map(({ name }) => name), ["converges", "swings"]);
  assert.deepEqual(zonesOf(THEORY, Infinity, 0.5, 1.5).map(({ name }) => name), [
    "crawls",
    "swings",
  ]);
});

Deno.test("a rate is in one zone", () => {
  const zones = zonesOf(THEORY, 0.1, 0.01, 5);
  assert.deepEqual([0.05, 0.5, 1.5, 3, 100].map((rate) => zoneAt(zones, rate)), [
    "crawls",
    "converges",
    "swings",
    "diverges",
    "diverges",
  ]);
  assert.equal(zoneAt([], 1), null);
});

Deno.test("crawling ends at the rate whose run just converges in its epochs", () => {
  const limit = crawlsBelow(ground(2000, 0.001), 1e-9);
  const { learning_rate_max } = theoryOf(DATA, { name: "mse" }, false)!;
  assert.ok(limit > 0 && limit < learning_rate_max / 2, String(limit));
  assert.equal(ground(2000, limit * 1.001).trajectory.outcome.status, "converged");
  assert.equal(ground(2000, limit * 0.999).trajectory.outcome.status, "budget");
});

Deno.test("where no rate below the swinging ones arrives, all of them crawl", () => {
  assert.equal(crawlsBelow(ground(3, 0.001), 1e-9), Infinity);
});
