import assert from "node:assert/strict";
import { Track } from "./track.ts";

function traced(track: Track, index: number): number[] {
  const found: number[] = [];
  const to = { lineTo: (x: number, y: number) => void found.push(x, y) };
  track.trace(to as unknown as CanvasRenderingContext2D, index);
  return found;
}

Deno.test("every beginning of a track can be traced; a path at rest adds no corners", () => {
  const track = new Track(1);
  for (const x of [0, 5, 5.2, 5.4, 5.6, 9]) {
    track.add(x, 0);
    track.mark();
  }
  assert.deepEqual(traced(track, 0), [0, 0]);
  assert.deepEqual(traced(track, 1), [0, 0, 5, 0]);
  assert.deepEqual(traced(track, 4), [0, 0, 5, 0]);
  assert.deepEqual(traced(track, 5), [0, 0, 5, 0, 9, 0]);
});
