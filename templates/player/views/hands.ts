/** What a reader's hands do on views: pick a start, turn the landscape, scrub along the epochs. */

import type { StageEvents } from "../stage.ts";
import { digits } from "../format.ts";
import type { Camera } from "./camera.ts";
import { type Gestures, watchGestures } from "./gestures.ts";
import { Probe } from "./probe.ts";
import type { EpochView } from "./epochs.ts";
import type { SurfaceView } from "./surface.ts";

/** A view in which a pixel means params. */
interface Pickable {
  readonly element: HTMLElement;
  pick(x: number, y: number): { w: number; b: number; loss: number } | null;
}

/** Degrees a pixel of dragging; of a key; factors of zoom of a key and of a wheel's unit. */
const DRAG = 0.4, KEY = 6, STEP = 1.15, WHEEL = 0.0015;
/** A second tap within this time, and so near, makes a double tap. */
const DOUBLE_MS = 300, DOUBLE_NEAR = 24;
/** How long the camera rests before the landscape is drawn finely again. */
const REST_MS = 160;

const KEYS: Readonly<Record<string, readonly [turn: number, tilt: number, zoom: number]>> = {
  a: [-KEY, 0, 1],
  d: [KEY, 0, 1],
  w: [0, KEY, 1],
  s: [0, -KEY, 1],
  "+": [0, 0, STEP],
  "=": [0, 0, STEP],
  "-": [0, 0, 1 / STEP],
};
export const CAMERA_KEYS = "A, D turn; W, S tilt; plus, minus zoom; 0 resets";

/** Hovering or a tap reads off the params and the loss; a tap starts there. */
export function pickable(view: Pickable, cell: HTMLElement, events: StageEvents): void {
  const { hover, leave } = reading(view, cell);
  watchGestures(view.element, {
    hover,
    leave,
    tap(x, y) {
      const found = hover(x, y);
      if (found) events.start(found.w, found.b);
    },
  });
}

/** As `pickable`; besides, the landscape turns with a drag and comes nearer with wheel or pinch. */
export function turnable(
  view: SurfaceView,
  camera: Camera,
  cell: HTMLElement,
  events: StageEvents,
): void {
  const canvas = view.element;
  const { hover, leave } = reading(view, cell);
  let rest: ReturnType<typeof setTimeout> | undefined;
  let pending: ReturnType<typeof setTimeout> | undefined;
  let frame = 0, tapped = -Infinity, tapX = 0, tapY = 0;

  const settle = () => {
    clearTimeout(rest);
    cancelAnimationFrame(frame);
    frame = 0;
    view.turned(false);
    events.camera();
  };
  const turned = () => {
    leave();
    cell.dataset.turned = "";
    clearTimeout(rest);
    rest = setTimeout(settle, REST_MS);
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      view.turned(true);
    });
  };
  const reset = () => {
    camera.reset();
    settle();
  };

  watchGestures(canvas, {
    hover,
    leave,
    drag(dx, dy) {
      camera.turn(-DRAG * dx, DRAG * dy);
      turned();
    },
    pinch(factor) {
      camera.approach(factor);
      turned();
    },
    end: settle,
    tap(x, y) {
      clearTimeout(pending);
      const now = performance.now();
      if (now - tapped < DOUBLE_MS && Math.hypot(x - tapX, y - tapY) < DOUBLE_NEAR) {
        tapped = -Infinity;
        reset();
        return;
      }
      [tapped, tapX, tapY] = [now, x, y];
      const found = hover(x, y);
      if (found) pending = setTimeout(() => events.start(found.w, found.b), DOUBLE_MS);
    },
  });
  // Without ctrl, the wheel is the page's until the reader has clicked here.
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && document.activeElement !== canvas) return;
    event.preventDefault();
    const unit = event.deltaMode ? 20 : 1;
    camera.approach(Math.exp(-WHEEL * unit * event.deltaY * (event.ctrlKey ? 4 : 1)));
    turned();
  }, { passive: false });
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = KEYS[event.key.toLowerCase()];
    if (!move && event.key !== "0") return;
    event.preventDefault();
    event.stopPropagation();
    if (!move) return reset();
    camera.turn(move[0], move[1]);
    camera.approach(move[2]);
    turned();
  });
}

/** Hovering or a tap reads off the nearest epoch; a tap or a drag goes there. */
export function scrubbable(view: EpochView, cell: HTMLElement, events: StageEvents): void {
  const probe = new Probe(cell);
  const read = (x: number) => {
    const found = view.read(x);
    if (found) probe.show(found.words, found.x, found.y);
    return found;
  };
  const scrub = (x: number) => {
    const found = read(x);
    if (found) events.place(found.index);
  };
  watchGestures(view.element, {
    hover: (x) => void read(x),
    leave: () => probe.hide(),
    drag: (_dx, _dy, x) => scrub(x),
    end: () => events.settled(),
    tap(x) {
      scrub(x);
      events.settled();
    },
  });
}

function reading(view: Pickable, cell: HTMLElement) {
  const probe = new Probe(cell);
  return {
    hover(x: number, y: number) {
      const found = view.pick(x, y);
      if (!found) {
        probe.hide();
        return null;
      }
      const { w, b, loss } = found;
      probe.show(`w ${digits(w, 3)}  b ${digits(b, 3)}  loss ${digits(loss, 3)}`, x, y);
      return found;
    },
    leave: () => probe.hide(),
  } satisfies Gestures;
}
