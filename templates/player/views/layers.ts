/** A canvas in two layers: what stands still is painted once, what moves is painted over a copy of it. */

export class Layers {
  readonly element: HTMLCanvasElement;
  readonly front: CanvasRenderingContext2D;
  readonly back: CanvasRenderingContext2D;
  /** Size in CSS pixels, and device pixels in one of them. */
  width = 0;
  height = 0;
  ratio = 1;
  readonly #still = document.createElement("canvas");

  constructor(canvas: HTMLCanvasElement) {
    this.element = canvas;
    this.front = context(canvas);
    this.back = context(this.#still);
  }

  /** Fits both layers to the place they are in, in whole pixels; false while it has no size. */
  fit(): boolean {
    const { clientWidth, clientHeight } = this.element.parentElement ?? this.element;
    this.width = clientWidth;
    this.height = clientHeight;
    this.ratio = devicePixelRatio || 1;
    if (!clientWidth || !clientHeight) return false;
    this.element.style.width = `${clientWidth}px`;
    this.element.style.height = `${clientHeight}px`;
    for (const to of [this.front, this.back]) {
      to.canvas.width = Math.round(clientWidth * this.ratio);
      to.canvas.height = Math.round(clientHeight * this.ratio);
      to.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    }
    return true;
  }

  /** The front layer, holding the still one and nothing else. */
  begin(): CanvasRenderingContext2D {
    const to = this.front;
    to.setTransform(1, 0, 0, 1, 0, 0);
    to.clearRect(0, 0, to.canvas.width, to.canvas.height);
    if (this.#still.width) to.drawImage(this.#still, 0, 0);
    to.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    return to;
  }
}

function context(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const found = canvas.getContext("2d");
  if (!found) throw new Error("this browser has no 2-D canvas");
  return found;
}
