/** Pointer gestures on an element: hover, tap, drag and pinch, by mouse, pen or fingers. */

export interface Gestures {
  /** A mouse or pen moves over it, at (x, y) in CSS pixels of the element. */
  hover?(x: number, y: number): void;
  leave?(): void;
  /** Pressed and let go without a move. */
  tap?(x: number, y: number): void;
  /** Moved by (dx, dy) to (x, y) while pressed. */
  drag?(dx: number, dy: number, x: number, y: number): void;
  /** Two fingers moved apart by this factor. */
  pinch?(factor: number): void;
  /** A drag or pinch ended. */
  end?(): void;
}

/** Moves shorter than this, in pixels, are a trembling hand. */
const SLOP = 5;

export function watchGestures(element: HTMLElement, on: Gestures): void {
  const down = new Map<number, { x: number; y: number }>();
  let moved = false, spread = 0;

  element.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    if (!down.size) moved = false;
    down.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
    spread = distance(down);
    if (on.drag) element.setPointerCapture(event.pointerId);
  });
  element.addEventListener("pointermove", (event) => {
    const { offsetX: x, offsetY: y } = event;
    const last = down.get(event.pointerId);
    if (!last) {
      if (event.pointerType !== "touch") on.hover?.(x, y);
      return;
    }
    const dx = x - last.x, dy = y - last.y;
    if (!moved && down.size === 1 && Math.hypot(dx, dy) < SLOP) return;
    moved = true;
    last.x = x;
    last.y = y;
    if (down.size === 1) {
      on.drag?.(dx, dy, x, y);
    } else {
      const now = distance(down);
      if (spread > 0 && now > 0) on.pinch?.(now / spread);
      spread = now;
    }
  });
  const up = (event: PointerEvent) => {
    if (!down.delete(event.pointerId) || down.size) return;
    if (moved) on.end?.();
    else if (event.type === "pointerup") on.tap?.(event.offsetX, event.offsetY);
  };
  element.addEventListener("pointerup", up);
  element.addEventListener("pointercancel", up);
  element.addEventListener("pointerleave", (event) => {
    if (event.pointerType !== "touch") on.leave?.();
  });
}

/** Between the first two of these points; 0 where there is but one. */
function distance(points: ReadonlyMap<number, { x: number; y: number }>): number {
  const [one, other] = [...points.values()];
  return one && other ? Math.hypot(one.x - other.x, one.y - other.y) : 0;
}
