import assert from "node:assert/strict";
import { epochAt, mergedEpochs, shareOf, ticksOf } from "./time_scale.ts";

Deno.test("an epoch's place leads back to it, linear and logarithmic", () => {
  for (const log of [false, true]) {
    assert.equal(shareOf(0, 100_000, log), 0);
    assert.equal(shareOf(100_000, 100_000, log), 1);
    for (const epoch of [0, 1, 7, 999, 100_000]) {
      assert.equal(Math.round(epochAt(shareOf(epoch, 100_000, log), 100_000, log)), epoch);
    }
  }
});

Deno.test("logarithmic time gives the first seven epochs of 100,000 a sixth of the slider", () => {
  const share = shareOf(7, 100_000, true);
  assert.ok(share > 1 / 6 && share < 1 / 5, String(share));
  assert.ok(shareOf(7, 100_000, false) < 1e-4);
});

Deno.test("ticks are round, end with the last epoch, and keep apart", () => {
  assert.deepEqual(ticksOf(200, false), [0, 50, 100, 150, 200]);
  assert.deepEqual(ticksOf(120, false), [0, 50, 100, 120]);
  assert.deepEqual(ticksOf(20_000, true), [0, 1, 10, 100, 1000, 20_000]);
  assert.deepEqual(ticksOf(0, true), [0]);
  for (const last of [1, 2, 3, 17, 999, 123_456]) {
    for (const log of [false, true]) {
      const shares = ticksOf(last, log).map((epoch) => shareOf(epoch, last, log));
      shares.slice(1).forEach((share, k) => assert.ok(share - shares[k]! > 0.04, `${last} ${log}`));
    }
  }
});

Deno.test("the timeline of a race holds every stored epoch once", () => {
  const long = [0, 1, 2, 3];
  assert.equal(mergedEpochs([[0, 1], long]), long);
  assert.deepEqual(mergedEpochs([[0, 2, 5], [0, 1, 2]]), [0, 1, 2, 5]);
});
