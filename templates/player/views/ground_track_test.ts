import assert from "node:assert/strict";
import { Camera, Projection } from "./camera.ts";
import { Cut, GroundTrack } from "./ground_track.ts";

Deno.test("a step is cut to the unit square", () => {
  const cut = new Cut();
  assert.ok(cut.step(0.5, 0.5, 1, 0));
  assert.deepEqual([cut.enter, cut.leave], [0, 0.5]);
  assert.ok(cut.step(-1, 0.2, 3, 0));
  assert.deepEqual([cut.enter, cut.leave], [1 / 3, 2 / 3]);
  assert.ok(cut.step(0.1, 0.1, 0.2, 0.3));
  assert.deepEqual([cut.enter, cut.leave], [0, 1]);
  assert.equal(cut.step(-1, 2, 3, 0), false);
  assert.equal(cut.step(-1, 0.5, -3, 0), false);
  assert.equal(cut.step(-0.5, 0.9, 1, 1), false);
});

/** What a path is drawn as: "M x y", "L x y". */
function drawn(track: GroundTrack, index: number, hidden: boolean): string[] {
  const said: string[] = [];
  const pen = (letter: string) => (x: number, y: number) =>
    void said.push(`${letter} ${x.toFixed(1)} ${y.toFixed(1)}`);
  const to = { moveTo: pen("M"), lineTo: pen("L"), beginPath() {}, stroke() {} };
  track.stroke(to as unknown as CanvasRenderingContext2D, index, hidden);
  return said;
}

const FRAME = { left: 0, right: 0, top: 0, bottom: 0 };

Deno.test("a path grows with its epochs and breaks where it leaves the box", () => {
  const camera = new Camera();
  camera.text = "-90,90,1";
  const flat = () => 0;
  const track = new GroundTrack(new Projection(camera, 400, 400, FRAME), flat);
  for (const [u, v] of [[0.1, 0.5], [0.5, 0.5], [1.5, 0.5], [1.5, 0.7], [0.6, 0.7]] as const) {
    track.add(u, v);
  }
  assert.deepEqual(drawn(track, 0, false), []);
  const [first, second, last] = [1, 2, 4].map((index) => drawn(track, index, false));
  assert.equal(first!.filter((step) => step.startsWith("M")).length, 1);
  assert.deepEqual(second!.slice(0, first!.length), first);
  assert.ok(second!.length > first!.length);
  assert.deepEqual(drawn(track, 3, false), second);
  assert.equal(last!.filter((step) => step.startsWith("M")).length, 2);
  assert.deepEqual(drawn(track, 4, true), []);
});

Deno.test("what lies behind a ridge is traced apart", () => {
  const camera = new Camera();
  camera.text = "-90,10,1";
  const ridge = (_: number, v: number) => Math.abs(v - 0.3) < 0.1 ? 0.8 : 0.05;
  const track = new GroundTrack(new Projection(camera, 400, 400, FRAME), ridge);
  track.add(0.2, 0.5);
  track.add(0.8, 0.5);
  assert.deepEqual(drawn(track, 1, false), []);
  assert.ok(drawn(track, 1, true).length > 5);
});

Deno.test("a path of many corners is stroked in parts without a gap", () => {
  const camera = new Camera();
  camera.text = "-90,90,1";
  const track = new GroundTrack(new Projection(camera, 400, 400, FRAME), () => 0);
  for (let k = 0; k < 60; k++) track.add(k % 2 ? 0.1 : 0.9, 0.2 + 0.01 * k);
  const steps = drawn(track, 59, false);
  assert.ok(steps.length > 600 && steps.filter((step) => step.startsWith("M")).length === 3);
  steps.forEach((step, k) => {
    if (k && step.startsWith("M")) assert.equal(step.slice(1), steps[k - 1]!.slice(1));
  });
});
