/** A canvas in two layers: what stands still is painted once, what moves is painted over a copy of it. */

/** Of a canvas that stands in no page: CSS pixels, and device pixels in one of them. */
export interface Size {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

export class Layers {
  readonly element: HTMLCanvasElement;
  readonly front: CanvasRenderingContext2D;
  readonly back: CanvasRenderingContext2D;
  /** Size in CSS pixels, and device pixels in one of them. */
  width = 0;
  height = 0;
  ratio = 1;
  readonly #still = document.createElement("canvas");

  readonly #size: Size | undefined;

  constructor(canvas: HTMLCanvasElement, size?: Size) {
    this.element = canvas;
    this.#size = size;
    this.front = context(canvas);
    this.back = context(this.#still);
  }

  /** Fits both layers to the place they are in, in whole pixels; false while it has no size. */
  fit(): boolean {
    const place = this.element.parentElement ?? this.element;
    const { width, height, ratio } = this.#size ??
      { width: place.clientWidth, height: place.clientHeight, ratio: devicePixelRatio || 1 };
    if (!width || !height) return false;
    this.width = width;
    this.height = height;
    this.ratio = ratio;
    if (!this.#size) {
      this.element.style.width = `${width}px`;
      this.element.style.height = `${height}px`;
    }
    for (const to of [this.front, this.back]) {
      to.canvas.width = Math.round(width * ratio);
      to.canvas.height = Math.round(height * ratio);
      to.setTransform(ratio, 0, 0, ratio, 0, 0);
    }
    return true;
  }

  /** Empties the still layer. */
  clear(): void {
    const { width, height } = this.back.canvas;
    this.back.clearRect(0, 0, width / this.ratio, height / this.ratio);
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
