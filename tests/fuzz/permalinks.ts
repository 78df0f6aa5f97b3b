/** Reads fragments that are put together at random: `deno run permalinks.ts COUNT SEED`; ends in words at a fault. */

import assert from "node:assert/strict";
import {
  epochIn,
  formatLink,
  formatRival,
  parseLink,
  runFields,
} from "../../templates/player/permalink.ts";
import type { RunLink } from "../../templates/player/permalink.ts";
import { Camera } from "../../templates/player/views/camera.ts";

const PIECES = [
  "#",
  "&",
  "=",
  ";",
  ",",
  ":",
  "%",
  "%26",
  "%3D",
  "%3B",
  "%ZZ",
  "%00",
  "%F0%9F%8E%89",
  "%E0%A4%A",
  "+",
  " ",
  "player-s",
  "sweep=",
  "run=",
  "epoch=",
  "views=",
  "camera=",
  "race=",
  "w=",
  "b=",
  "learning_rate=",
  "optimizer=",
  "loss=",
  "epochs=",
  "standardize=",
  "true",
  "false",
  "mse",
  "huber,delta:1",
  "momentum,beta:0.9",
  "fit",
  "contour",
  "a.mse.gd.lr-5e-05.origin",
  "0",
  "-1",
  "1",
  "12",
  "200",
  "2.5",
  ".5",
  "1e309",
  "-1e309",
  "1e-400",
  "NaN",
  "Infinity",
  "0x10",
  "1_0",
  "١",
  "-0",
  "9".repeat(400),
  "__proto__",
  "constructor",
  "toString",
  "prototype",
  "name:x",
  "<img src=x onerror=alert(1)>",
  "javascript:alert(1)",
  "\u202e",
  "\ud800",
  "\0",
  "é",
  "\n",
  "../..",
  "//evil.example",
  "file:///etc/passwd",
  "data:text/html,x",
  "a".repeat(5000),
];
const FIELDS = PIECES.filter((piece) => piece.endsWith("="));
const EPOCHS = [0, 1, 40, 200, 1e7];

/** Numbers from a seed, by mulberry32. */
function stream(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function fragment(draw: () => number): string {
  const pick = <T>(items: readonly T[]) =>
    items[Math.floor(draw() * items.length)]!;
  const some = (most: number) =>
    Array.from({ length: Math.floor(draw() * most) }, () => pick(PIECES));
  if (draw() < 0.5) return some(20).join("");
  const pairs = Array.from(
    { length: Math.floor(draw() * 9) },
    () => pick(FIELDS) + some(3).join(""),
  );
  return ["#player-s", ...pairs].join("&");
}

function checkRun(run: RunLink): void {
  const { start, learning_rate, epochs, optimizer, loss } = run;
  if (start) assert(Number.isFinite(start.w) && Number.isFinite(start.b));
  if (learning_rate !== undefined) {
    assert(Number.isFinite(learning_rate) && learning_rate > 0);
  }
  if (epochs !== undefined) assert(Number.isInteger(epochs) && epochs >= 1);
  for (const choice of [optimizer, loss]) {
    if (!choice) continue;
    assert.match(choice.name, /^[a-z0-9][a-z0-9_-]*$/);
    assert.equal(Object.getPrototypeOf(choice), Object.prototype);
    for (const [key, value] of Object.entries(choice)) {
      assert.match(key, /^[a-z][a-z0-9_]*$/);
      assert(typeof value !== "number" || Number.isFinite(value));
      assert(typeof value !== "string" || /^[a-z0-9][a-z0-9_-]*$/.test(value));
    }
  }
}

/** What every fragment must come to; gives whether it names a figure. */
function check(text: string): boolean {
  const link = parseLink(text);
  if (link === null) return false;
  const { figure, sweep, epoch, views, camera, race, notes, ...run } = link;
  assert(figure.length > 0);
  checkRun(run);
  assert((race ?? []).length <= 5);
  race?.forEach(checkRun);
  assert(
    notes.every((note) => !note.includes("<")),
    "a note repeats what the link says",
  );
  for (const last of EPOCHS) {
    const { epoch: found } = epochIn(link, last);
    if (found !== undefined) assert(found >= 0 && found <= last);
  }
  const seen = new Camera();
  seen.text = camera ?? null;
  assert(
    seen.elevation >= 0 && seen.elevation <= 90 && seen.zoom >= 0.6 &&
      seen.zoom <= 5,
  );
  assert(Number.isFinite(seen.azimuth));
  if (text.length < 500 && isWhole(text)) {
    const again = parseLink(formatLink(figure, {
      sweep,
      ...runFields(run),
      epoch,
      views: views?.join(","),
      camera,
      race: race?.map(formatRival).filter(Boolean).join(";") || undefined,
    }))!;
    const rivals = race?.filter((rival) => formatRival(rival));
    const { race: raced, notes: _, ...rest } = again;
    const { race: __, notes: ___, ...known } = link;
    // As JSON: an address has one zero.
    assert.deepEqual(plain(rest), plain(known));
    assert.deepEqual(plain(raced ?? []), plain(rivals ?? []));
  }
  return true;
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** Whether an address can hold the text, decoded too: halves of surrogate pairs cannot stand in one. */
function isWhole(text: string): boolean {
  return text.isWellFormed();
}

const [count, seed] = Deno.args.map(Number);
const draw = stream(seed!);
let named = 0;
for (let number = 0; number < count!; number++) {
  const text = fragment(draw);
  try {
    named += Number(check(text));
  } catch (error) {
    console.error(
      `${JSON.stringify(text)}: ${
        error instanceof Error ? error.stack : error
      }`,
    );
    Deno.exit(1);
  }
}
assert.deepEqual(Object.keys(Object.prototype), []);
console.log(JSON.stringify({ read: count, named }));
