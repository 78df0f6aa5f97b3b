import assert from "node:assert/strict";
import type { Theory } from "./records.ts";
import { behaviour, ratesFor } from "./thresholds.ts";

/** Of the fundraising data. */
const THEORY: Theory = {
  learning_rate_max: 0.0361770,
  swing_from: 0.0180885,
  fastest: 0.0358970,
  condition_number: 128.2,
};

Deno.test("rates are short, rising and below the threshold", () => {
  const rates = ratesFor(THEORY);
  assert.deepEqual(rates, [0.001808, 0.01808, 0.03436, 0.03589]);
  const narrow = ratesFor({ ...THEORY, fastest: THEORY.learning_rate_max * (1 - 1e-9) });
  assert.ok(narrow.every((rate) => rate < THEORY.learning_rate_max));
});

Deno.test("a round bowl has its fastest rate where swinging starts, named once", () => {
  const round = { learning_rate_max: 1, swing_from: 0.5, fastest: 0.5, condition_number: 1 };
  assert.deepEqual(ratesFor(round), [0.05, 0.5, 0.95]);
  assert.equal(behaviour(0.5, round), "slides down one side");
});

Deno.test("what a rate does is said by where it lies", () => {
  assert.equal(behaviour(0.001, THEORY), "crawls");
  assert.equal(behaviour(0.01, THEORY), "slides down one side");
  assert.equal(behaviour(0.02, THEORY), "swings, and settles");
  assert.equal(behaviour(THEORY.learning_rate_max, THEORY), "diverges");
});
