import assert from "node:assert/strict";
import { actionOf } from "./keys.ts";
import {
  type Action,
  EMPTY,
  epochOf,
  indexAtMost,
  indexNearest,
  isDecimated,
  isLog,
  reduce,
  speedStop,
  type State,
  statusOf,
} from "./state.ts";

const EPOCHS = Array.from({ length: 11 }, (_, k) => k);

function opened(
  epochs: readonly number[] = EPOCHS,
  outcome: State["outcome"] = converged(4),
): State {
  return reduce(EMPTY, { type: "run", epochs, outcome });
}

function converged(epoch: number): State["outcome"] {
  return { status: "converged", epoch };
}

function after(state: State, ...actions: Action[]): State {
  return actions.reduce(reduce, state);
}

Deno.test("a player starts at epoch 0, idle", () => {
  const state = opened();
  assert.equal(epochOf(state), 0);
  assert.equal(statusOf(state), "idle");
});

Deno.test("seek snaps to the nearest stored epoch and says so", () => {
  const state = after(opened([0, 1, 2, 1000, 1100, 1200]), { type: "seek", epoch: 1130 });
  assert.equal(epochOf(state), 1100);
  assert.match(state.note, /1130 is not stored.*1100/);
  assert.equal(after(state, { type: "seek", epoch: 2 }).note, "");
});

Deno.test("seek is clamped, and what is not a number means the start", () => {
  assert.equal(epochOf(after(opened(), { type: "seek", epoch: 1e9 })), 10);
  assert.equal(epochOf(after(opened(), { type: "seek", epoch: -3 })), 0);
  assert.equal(epochOf(after(opened(), { type: "seek", epoch: NaN })), 0);
});

Deno.test("a step stops at the ends and pauses", () => {
  const state = after(opened(), { type: "play" }, { type: "step", by: -1 });
  assert.equal(epochOf(state), 0);
  assert.equal(state.playing, false);
  assert.equal(epochOf(after(state, { type: "step", by: 10 }, { type: "step", by: 10 })), 10);
});

Deno.test("playing passes epochs at its speed, eases between them, and stops at the end", () => {
  const playing = after(opened(), { type: "speed", speed: 10 }, { type: "play" });
  const state = after(playing, { type: "tick", seconds: 0.25 });
  assert.equal(epochOf(state), 2);
  assert.ok(Math.abs(state.phase - 0.5) < 1e-9);
  assert.equal(statusOf(state), "playing");
  const end = after(state, { type: "tick", seconds: 60 });
  assert.deepEqual([epochOf(end), end.playing, end.phase], [10, false, 0]);
});

Deno.test("play at the end starts over, and a run of one epoch does not play", () => {
  const end = after(opened(), { type: "place", index: 10 }, { type: "play" });
  assert.equal(epochOf(end), 0);
  assert.equal(end.playing, true);
  assert.equal(after(opened([0]), { type: "play" }).playing, false);
});

Deno.test("a tick does nothing while paused", () => {
  const state = opened();
  assert.equal(reduce(state, { type: "tick", seconds: 1 }), state);
});

Deno.test("a change of run keeps the epoch, even across a run that ended before it", () => {
  const at8 = after(opened(), { type: "seek", epoch: 8 });
  const short = {
    type: "run",
    epochs: [0, 1, 2, 3],
    outcome: { status: "diverged", epoch: 3 },
  } as const;
  const diverged = after(at8, short);
  assert.equal(epochOf(diverged), 3);
  assert.equal(statusOf(diverged), "diverged at epoch 3");
  const back = after(diverged, { type: "run", epochs: EPOCHS, outcome: converged(4) });
  assert.equal(epochOf(back), 8);
});

Deno.test("the status tells how a run ended from the epoch on where it did", () => {
  const at = (epoch: number, outcome: State["outcome"]) =>
    statusOf(after(opened(EPOCHS, outcome), { type: "seek", epoch }));
  assert.equal(at(3, converged(4)), "idle");
  assert.equal(at(4, converged(4)), "converged at epoch 4");
  assert.equal(at(9, { status: "budget", epoch: 10 }), "idle");
  assert.equal(at(10, { status: "budget", epoch: 10 }), "budget spent after 10 epochs");
  assert.equal(at(10, { status: "diverged", epoch: 11 }), "diverged at epoch 11");
});

Deno.test("the speed is kept within 1 to 240, and moves by stops", () => {
  assert.equal(after(opened(), { type: "speed", speed: 1000 }).speed, 240);
  assert.equal(after(opened(), { type: "speed", speed: 0 }).speed, 1);
  assert.equal(speedStop(30, 1), 60);
  assert.equal(speedStop(30, -1), 15);
  assert.equal(speedStop(240, 1), 240);
});

Deno.test("positions in a rising list", () => {
  assert.deepEqual([-1, 0, 5, 10, 99].map((v) => indexAtMost([0, 5, 10], v)), [0, 0, 1, 2, 2]);
  assert.deepEqual([-1, 2, 3, 7.5, 99].map((v) => indexNearest([0, 5, 10], v)), [0, 0, 1, 1, 2]);
  assert.equal(isDecimated([0, 1, 2]), false);
  assert.equal(isDecimated([0, 1, 1000]), true);
});

Deno.test("keys mean what the legend says", () => {
  const state = opened();
  assert.deepEqual(actionOf(" ", false, state), { type: "play" });
  assert.deepEqual(actionOf(" ", false, { ...state, playing: true }), { type: "pause" });
  assert.deepEqual(actionOf("ArrowLeft", true, state), { type: "step", by: -10 });
  assert.deepEqual(actionOf("End", false, state), { type: "place", index: 10 });
  assert.deepEqual(actionOf("[", false, state), { type: "speed", speed: 15 });
  assert.equal(actionOf("x", false, state), null);
});

Deno.test("playing backwards passes epochs downwards and stops at the start", () => {
  const playing = after(opened(), { type: "speed", speed: 10 }, { type: "place", index: 5 }, {
    type: "play",
    direction: -1,
  });
  assert.equal(statusOf(playing), "playing backwards");
  const on = after(playing, { type: "tick", seconds: 0.15 });
  assert.deepEqual([epochOf(on), on.phase.toFixed(6)], [3, "0.500000"]);
  const done = after(on, { type: "tick", seconds: 1 });
  assert.deepEqual([epochOf(done), done.playing, done.phase], [0, false, 0]);
});

Deno.test("a tick without time moves nothing", () => {
  for (const direction of [1, -1] as const) {
    const state = after(opened(), { type: "play", direction }, { type: "tick", seconds: 0 });
    assert.deepEqual([epochOf(state), state.playing], [direction > 0 ? 0 : 10, true]);
  }
});

Deno.test("playing backwards from the start begins at the end", () => {
  const state = after(opened(), { type: "play", direction: -1 });
  assert.equal(epochOf(state), 10);
});

Deno.test("a loop goes round both ways and shows the last epoch as long as the others", () => {
  const looped = after(opened(), { type: "loop", on: true }, { type: "speed", speed: 10 });
  const forth = after(looped, { type: "place", index: 9 }, { type: "play" });
  assert.equal(epochOf(after(forth, { type: "tick", seconds: 0.15 })), 10);
  const round = after(forth, { type: "tick", seconds: 0.25 });
  assert.deepEqual([epochOf(round), round.playing], [0, true]);
  const back = after(looped, { type: "place", index: 1 }, { type: "play", direction: -1 });
  assert.equal(epochOf(after(back, { type: "tick", seconds: 0.15 })), 10);
  assert.equal(epochOf(after(back, { type: "tick", seconds: 0.25 })), 9);
});

Deno.test("the slider is logarithmic where epochs are left out, or as the reader wants it", () => {
  assert.equal(isLog(opened()), false);
  assert.equal(isLog(opened([0, 1, 2, 1000])), true);
  assert.equal(isLog(after(opened([0, 1, 2, 1000]), { type: "time", log: false })), false);
  assert.equal(isLog(after(opened(), { type: "time", log: true })), true);
});

Deno.test("a run that ends before its rivals says how it ended", () => {
  const outcome = { status: "diverged", epoch: 4 } as const;
  const state = reduce(EMPTY, { type: "run", epochs: EPOCHS, outcome, ends: 4 });
  assert.equal(statusOf(after(state, { type: "seek", epoch: 3 })), "idle");
  assert.equal(statusOf(after(state, { type: "seek", epoch: 7 })), "diverged at epoch 4");
});

Deno.test("keys play backwards and loop; pressed again they undo that", () => {
  const state = opened();
  assert.deepEqual(actionOf("r", false, state), { type: "play", direction: -1 });
  const back = after(state, { type: "play", direction: -1 });
  assert.deepEqual(actionOf("R", true, back), { type: "pause" });
  assert.deepEqual(actionOf("l", false, state), { type: "loop", on: true });
  assert.deepEqual(actionOf("l", false, after(state, { type: "loop", on: true })), {
    type: "loop",
    on: false,
  });
});
