import {
  allRight,
  type Answer,
  placed,
  read,
  score,
  standing,
  UNANSWERED,
  written,
} from "./quiz_answer.ts";

function equal(met: unknown, wanted: unknown): void {
  const [one, other] = [JSON.stringify(met), JSON.stringify(wanted)];
  if (one !== other) throw new Error(`${one} is not ${other}`);
}

const right: Answer = { chosen: [1], typed: "", tries: 1, right: true, shown: false };

Deno.test("all right options and no other make a right answer", () => {
  equal(allRight([0, 2], [true, false, true]), true);
  equal(allRight([2, 0], [true, false, true]), true);
  equal(allRight([0], [true, false, true]), false);
  equal(allRight([0, 1, 2], [true, false, true]), false);
  equal(allRight([], [true, false]), false);
});

Deno.test("a number counts up to its tolerance, edges included", () => {
  equal(placed("0.037", 0.036, 0.001), "right");
  equal(placed("0.0371", 0.036, 0.001), "high");
  equal(placed("0.03", 0.036, 0.001), "low");
  equal(placed("5e-5", 0.00005, 0), "right");
  equal(placed(" \u22122 ", -2, 0), "right");
  equal(placed("-3", -2, 0.5), "low");
  for (const text of ["", " ", "x", "1,5", "Infinity", "1e999"]) equal(placed(text, 1, 1), "none");
});

Deno.test("the score says what was attempted, and at the end what came at the first try", () => {
  equal(score([UNANSWERED, UNANSWERED]), "0 of 2 attempted, 0 right");
  equal(score([right, { ...right, right: false }]), "2 of 2 attempted, 1 right");
  equal(score([right, { ...right, tries: 3 }]), "All 2 right, 1 at the first try");
  equal(score([right]), "Right at the first try");
});

Deno.test("the review tells each answer's standing", () => {
  equal(standing(UNANSWERED), "not attempted");
  equal(standing(right), "right at the first try");
  equal(standing({ ...right, right: false, tries: 2 }), "not right yet, 2 tries");
  equal(standing({ ...right, tries: 2 }), "right after 2 tries");
  equal(standing({ ...right, shown: true }), "answer shown");
});

Deno.test("an answer is read back; what is not one is none", () => {
  equal(read(written(right), 2), right);
  equal(written(UNANSWERED), "");
  const broken = ["", null, "{", "null", "[]", "7", '{"chosen":[0],"typed":"","tries":"1"}'];
  for (const text of broken) equal(read(text, 2), UNANSWERED);
  equal(read(written(right), 1), UNANSWERED); // an option that is no longer there
  equal(read('{"chosen":["__proto__"],"typed":"","tries":1}', 2), UNANSWERED);
});
