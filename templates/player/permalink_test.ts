import assert from "node:assert/strict";
import {
  epochIn,
  formatChoice,
  formatLink,
  formatRival,
  numberOf,
  parseChoice,
  parseLink,
  runFields,
} from "./permalink.ts";

Deno.test("a link is read back as it was written", () => {
  const run = {
    run: "a.mse.gd.lr-5e-05.origin",
    start: { w: -1.5e-3, b: 7 },
    learning_rate: 3e-4,
    optimizer: { name: "momentum", beta: 0.8 },
    loss: { name: "huber", delta: 2 },
    epochs: 500,
    standardize: false,
  };
  const rivals = [{ run: "b.mse;odd&id=1" }, { ...run, run: "c" }];
  const link = parseLink(formatLink("player-s", {
    sweep: "s",
    ...runFields(run),
    epoch: 12,
    views: "fit,loss",
    camera: "30,20,1.5",
    race: rivals.map(formatRival).join(";"),
  }));
  assert.deepEqual(link, {
    figure: "player-s",
    sweep: "s",
    ...run,
    epoch: "12",
    views: ["fit", "loss"],
    camera: "30,20,1.5",
    race: rivals,
    notes: [],
  });
});

Deno.test("a fragment of another kind names a figure at most", () => {
  assert.equal(parseLink(""), null);
  assert.equal(parseLink("#"), null);
  assert.deepEqual(parseLink("#some-heading"), { figure: "some-heading", notes: [] });
});

Deno.test("what cannot be a run's field is left out, and said", () => {
  const link = parseLink(
    "#p&learning_rate=-1&epochs=2.5&optimizer=<b>&loss=mse,__proto__:1&w=1&b=2",
  )!;
  assert.deepEqual(Object.keys(link).sort(), ["figure", "notes", "start"]);
  assert.deepEqual(link.notes, [
    "the link's learning rate is not a number above 0",
    "the link's optimizer cannot be read",
    "the link's loss cannot be read",
    "the link's epochs is not a whole number above 0",
  ]);
});

Deno.test("a choice is a plain name and plain options", () => {
  const momentum = { name: "momentum", beta: 0.9 };
  assert.deepEqual(parseChoice(formatChoice(momentum)), momentum);
  for (const text of ["", "Momentum", "gd,name:x", "gd,x:<i>", "gd,X:1", "gd,constructor"]) {
    assert.equal(parseChoice(text), undefined, text);
  }
});

Deno.test("a race has six runs and no more", () => {
  const link = parseLink(
    `#p&race=${["a", "b", "c", "d", "e", "f", "g"].map((run) => `run=${run}`).join(";")}`,
  )!;
  assert.equal(link.race!.length, 5);
  assert.match(link.notes[0]!, /6 runs/);
});

Deno.test("broken escapes and hostile text stay text", () => {
  const link = parseLink("#player&run=%3Cimg src=x onerror=alert(1)%3E&epoch=%ZZ")!;
  assert.equal(link.run, "<img src=x onerror=alert(1)>");
  assert.equal(link.epoch, "%ZZ");
});

Deno.test("an ampersand inside a value does not end it", () => {
  assert.equal(parseLink(formatLink("p", { run: "a&epoch=9" }))!.run, "a&epoch=9");
  assert.equal(parseLink(formatLink("p", { run: "a&epoch=9" }))!.epoch, undefined);
});

Deno.test("numbers are plain decimals and nothing else", () => {
  assert.deepEqual(["12", "-1.5e-3", ".5", "+2"].map(numberOf), [12, -1.5e-3, 0.5, 2]);
  for (const text of ["", " 1", "0x10", "1_000", "Infinity", "NaN", "1e999", "1,5", "١"]) {
    assert.equal(numberOf(text), undefined, text);
  }
  assert.equal(parseLink("#p&w=1&b=x")!.start, undefined);
});

Deno.test("an epoch that is not there is clamped with a note", () => {
  const at = (epoch?: string) => epochIn(epoch === undefined ? {} : { epoch }, 200);
  assert.deepEqual(at("33"), { epoch: 33, note: "" });
  assert.deepEqual(at(), { note: "" });
  assert.equal(at("201").epoch, 200);
  assert.equal(at("-1").epoch, 0);
  assert.match(at("201").note, /0 to 200/);
  assert.match(at("<b>").note, /not a number/);
});
