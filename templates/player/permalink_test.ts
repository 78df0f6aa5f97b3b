import assert from "node:assert/strict";
import { epochIn, formatLink, numberOf, parseLink } from "./permalink.ts";

Deno.test("a link is read back as it was written", () => {
  const fields = { sweep: "s", run: "a.mse.gd.lr-5e-05.origin", w: -1.5e-3, b: 7, epoch: 12 };
  assert.deepEqual(parseLink(formatLink("player-s", fields)), {
    figure: "player-s",
    run: fields.run,
    epoch: "12",
    start: { w: -1.5e-3, b: 7 },
  });
});

Deno.test("a fragment of another kind names a figure at most", () => {
  assert.equal(parseLink(""), null);
  assert.equal(parseLink("#"), null);
  assert.deepEqual(parseLink("#some-heading"), { figure: "some-heading" });
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
  const at = (epoch?: string) =>
    epochIn({ figure: "p", ...(epoch === undefined ? {} : { epoch }) }, 200);
  assert.deepEqual(at("33"), { epoch: 33, note: "" });
  assert.deepEqual(at(), { note: "" });
  assert.equal(at("201").epoch, 200);
  assert.equal(at("-1").epoch, 0);
  assert.match(at("201").note, /0 to 200/);
  assert.match(at("<b>").note, /not a number/);
});
