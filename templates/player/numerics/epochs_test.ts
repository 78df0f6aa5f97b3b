import assert from "node:assert/strict";
import { frameEpochs, storedEpochs } from "./epochs.ts";

Deno.test("stored epochs: all to 1,000, then two digits, and the last", () => {
  const epochs = storedEpochs(12345);
  assert.deepEqual(epochs.slice(999, 1003), [999, 1000, 1100, 1200]);
  assert.deepEqual(epochs.slice(-4), [10000, 11000, 12000, 12345]);
  assert.deepEqual(storedEpochs(3), [0, 1, 2, 3]);
  assert.equal(storedEpochs(1e7).at(-1), 1e7);
  assert.ok(storedEpochs(1e7).every((k, i, all) => i === 0 || k > all[i - 1]!));
});

Deno.test("frames: each early epoch, then evenly to the last, all of them stored", () => {
  for (const last of [60, 200, 1000, 12345, 1e7]) {
    const stored = storedEpochs(last), frames = frameEpochs(stored);
    assert.ok(frames.length <= 60 && frames.at(-1) === last, `${last}`);
    assert.deepEqual(frames.slice(0, 21), stored.slice(0, 21));
    assert.ok(frames.every((k, i) => stored.includes(k) && (i === 0 || k > frames[i - 1]!)));
  }
  assert.deepEqual(frameEpochs([0, 1, 2]), [0, 1, 2]);
});
