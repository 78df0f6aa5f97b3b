import assert from "node:assert/strict";
import { Camera, type Height, type Margins, Projection } from "./camera.ts";

const NO_MARGINS: Margins = { left: 0, right: 0, top: 0, bottom: 0 };
const bowl: Height = (u, v) => 1.6 * ((u - 0.5) ** 2 + (v - 0.5) ** 2) + 0.1;

function seen(azimuth: number, elevation: number, zoom = 1, width = 640, height = 480) {
  const camera = new Camera();
  camera.text = `${azimuth},${elevation},${zoom}`;
  return new Projection(camera, width, height, NO_MARGINS);
}

Deno.test("what is picked at a point's pixel is the point, from every side", () => {
  for (const azimuth of [-180, -60, -10, 45, 90, 133]) {
    for (const elevation of [10, 31, 60, 90]) {
      const view = seen(azimuth, elevation);
      for (const [u, v] of [[0.5, 0.5], [0.2, 0.7], [0.9, 0.4], [0.05, 0.05]] as const) {
        const h = bowl(u, v);
        view.see(u, v, h);
        const { x, y } = view;
        if (view.hidden(u, v, h, bowl)) continue;
        const found = view.pick(x, y, bowl);
        assert.ok(found, `${azimuth} ${elevation} ${u} ${v}`);
        assert.ok(Math.abs(found.u - u) < 1e-6 && Math.abs(found.v - v) < 1e-6);
      }
    }
  }
});

Deno.test("from straight above nothing is hidden and axes run right and up", () => {
  const view = seen(-90, 90);
  for (const [u, v] of [[0, 0], [0.3, 0.9], [1, 1], [0.5, 0.5]] as const) {
    assert.equal(view.hidden(u, v, bowl(u, v), bowl), false);
  }
  view.see(0, 0, 0);
  const { x, y } = view;
  view.see(1, 0, 0);
  assert.ok(view.x > x && Math.abs(view.y - y) < 1e-9);
  view.see(0, 1, 0);
  assert.ok(view.y < y && Math.abs(view.x - x) < 1e-9);
});

Deno.test("the bottom of a bowl is hidden from the side, its far rim is not, and what is hidden is not picked", () => {
  const view = seen(-90, 5), bottom = bowl(0.5, 0.5);
  assert.equal(view.hidden(0.5, 0.5, bottom, bowl), true);
  assert.equal(view.hidden(0.5, 1, bowl(0.5, 1), bowl), false);
  view.see(0.5, 0.5, bottom);
  const found = view.pick(view.x, view.y, bowl);
  assert.ok(found && found.v < 0.45);
});

Deno.test("a point of the floor is covered by the ground over it, unless seen from below the rim", () => {
  const tent: Height = (u, v) => 1 - Math.abs(u - 0.5) - Math.abs(v - 0.5);
  assert.equal(seen(-60, 60).hidden(0.5, 0.5, 0, tent), true);
  const roof: Height = () => 0.9;
  assert.equal(seen(-90, 5).hidden(0.5, 0.05, 0, roof), false);
  assert.equal(seen(-90, 80).hidden(0.5, 0.5, 0, roof), true);
});

Deno.test("beside the ground nothing is picked", () => {
  const view = seen(-60, 31);
  assert.equal(view.pick(2, 2, bowl), null);
  assert.equal(view.pick(-500, 240, bowl), null);
});

Deno.test("the box stays inside its picture from wherever it is seen", () => {
  for (let azimuth = -180; azimuth < 180; azimuth += 15) {
    for (let elevation = 0; elevation <= 90; elevation += 15) {
      const view = seen(azimuth, elevation, 1, 400, 300);
      for (let corner = 0; corner < 8; corner++) {
        view.see(corner & 1, corner >> 1 & 1, corner >> 2);
        // Perspective makes what is near a little larger than its parallel projection.
        assert.ok(view.x > -25 && view.x < 425, `${azimuth} ${elevation} ${view.x}`);
        assert.ok(view.y > -25 && view.y < 325, `${azimuth} ${elevation} ${view.y}`);
      }
    }
  }
});

Deno.test("a camera's text brings it back; what is out of range is held, what is no camera ignored", () => {
  const camera = new Camera(), other = new Camera();
  assert.equal(camera.text, null);
  camera.turn(37.25, -11.5);
  camera.approach(1.3);
  other.text = camera.text;
  assert.equal(other.text, camera.text);
  assert.deepEqual(
    [other.azimuth, other.elevation, other.zoom],
    camera.text!.split(",").map(Number),
  );
  camera.text = "770,400,99";
  assert.equal(camera.text, "50,90,5");
  for (const bad of ["", "1,2", "a,b,c", "1,2,3,4", "NaN,1,1", "1,,1", "Infinity,1,1", "<b>"]) {
    camera.text = bad;
    assert.equal(camera.text, null, bad);
  }
  camera.text = "10,20,2";
  camera.text = null;
  assert.equal(camera.text, null);
});

Deno.test("turning goes round without end, tilting stops above and at the side", () => {
  const camera = new Camera();
  camera.turn(-500, 0);
  assert.equal(camera.azimuth, 160);
  camera.turn(0, 500);
  assert.equal(camera.elevation, 90);
  camera.turn(0, -500);
  assert.equal(camera.elevation, 0);
});
