/** Where a box is seen from, and where its points are then seen; and back from a pixel to the ground. */

/** Half the sides of the box and its height, as in rendered frames. */
export const HALF = 0.625;
export const TALL = 0.62;
/** Distance of the eye from the middle of the box. */
const EYE = 9.8;
const DEFAULT = { azimuth: -60, elevation: 31, zoom: 1 } as const;
const ELEVATIONS = [0, 90] as const;
const ZOOMS = [0.6, 5] as const;
/** Samples of a ray through the box, and of the way from a point of it towards the eye. */
const RAY = 500;
const WAY = 96;
const RADIUS = Math.hypot(HALF, HALF, TALL / 2);

/** Angles in degrees; the eye stands in direction `azimuth` over the plane, counted from the first axis. */
export class Camera {
  azimuth: number = DEFAULT.azimuth;
  elevation: number = DEFAULT.elevation;
  zoom: number = DEFAULT.zoom;

  turn(azimuth: number, elevation: number): void {
    this.azimuth = around(this.azimuth + azimuth);
    this.elevation = clamp(this.elevation + elevation, ELEVATIONS);
  }

  approach(factor: number): void {
    this.zoom = clamp(this.zoom * factor, ZOOMS);
  }

  reset(): void {
    Object.assign(this, DEFAULT);
  }

  /** "azimuth,elevation,zoom", or null where nothing was changed. */
  get text(): string | null {
    const text = [this.azimuth.toFixed(1), this.elevation.toFixed(1), this.zoom.toFixed(2)]
      .map(Number).join();
    return text === Object.values(DEFAULT).join() ? null : text;
  }

  /** Takes such a text, each number held to what it may be; null, or what is no such text, means the default. */
  set text(text: string | null) {
    this.reset();
    const numbers = viewpoint(text ?? "");
    if (!numbers) return;
    const [azimuth, elevation, zoom] = numbers;
    this.azimuth = around(azimuth!);
    this.elevation = clamp(elevation!, ELEVATIONS);
    this.zoom = clamp(zoom!, ZOOMS);
  }
}

/** The three numbers of a camera's text; null where it is no such text. */
export function viewpoint(text: string): number[] | null {
  const parts = text.split(","), numbers = parts.map(Number);
  const good = parts.every((part, k) => part.trim() && Number.isFinite(numbers[k]));
  return good && parts.length === 3 ? numbers : null;
}

/** Height of the ground at (u, v), each 0 to 1 across the box, as a share of its height. */
export type Height = (u: number, v: number) => number;

/** Pixels kept free around the box. */
export interface Margins {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A camera and a size made into numbers. Points of the box are (u, v, h), each from 0 to 1. */
export class Projection {
  /** The last point projected, in pixels. */
  x = 0;
  y = 0;
  readonly cosAzimuth: number;
  readonly sinAzimuth: number;
  readonly cosElevation: number;
  readonly sinElevation: number;
  /** Where the eye stands, in shares of the box. */
  readonly eyeU: number;
  readonly eyeV: number;
  readonly eyeH: number;
  readonly #scale: number;
  readonly #centreX: number;
  readonly #centreY: number;

  /** The box fills `width` × `height` but for these margins, however it is turned. */
  constructor(camera: Camera, width: number, height: number, margins: Margins) {
    const azimuth = camera.azimuth * Math.PI / 180, elevation = camera.elevation * Math.PI / 180;
    this.cosAzimuth = Math.cos(azimuth);
    this.sinAzimuth = Math.sin(azimuth);
    this.cosElevation = Math.cos(elevation);
    this.sinElevation = Math.sin(elevation);
    const reach = EYE * this.cosElevation;
    this.eyeU = (reach * this.cosAzimuth / HALF + 1) / 2;
    this.eyeV = (reach * this.sinAzimuth / HALF + 1) / 2;
    this.eyeH = EYE * this.sinElevation / TALL + 0.5;
    const across = 2 * Math.SQRT2 * HALF;
    const tall = across * this.sinElevation + TALL * this.cosElevation;
    const wide = width - margins.left - margins.right;
    const high = height - margins.top - margins.bottom;
    this.#scale = camera.zoom * Math.max(1e-6, Math.min(wide / across, high / tall));
    this.#centreX = margins.left + wide / 2;
    this.#centreY = margins.top + high / 2;
  }

  /** Projects a point of the box to `x` and `y`. */
  see(u: number, v: number, h: number): void {
    const X = (2 * u - 1) * HALF, Y = (2 * v - 1) * HALF, Z = (h - 0.5) * TALL;
    const back = this.cosAzimuth * X + this.sinAzimuth * Y;
    const depth = this.cosElevation * back + this.sinElevation * Z;
    const scale = this.#scale * EYE / (EYE - depth);
    this.x = this.#centreX + scale * (this.cosAzimuth * Y - this.sinAzimuth * X);
    this.y = this.#centreY - scale * (this.cosElevation * Z - this.sinElevation * back);
  }

  /** The point of the ground seen at a pixel, or null where there is none. */
  pick(x: number, y: number, height: Height): { u: number; v: number } | null {
    const right = (x - this.#centreX) / this.#scale, up = (this.#centreY - y) / this.#scale;
    let before = NaN;
    for (let k = 0; k <= RAY; k++) {
      const above = this.#above(right, up, RADIUS * (1 - 2 * k / RAY), height);
      if (above * before < 0 || above === 0) return this.#refine(right, up, k, before, height);
      before = above;
    }
    return null;
  }

  /** Whether the ground stands between the eye and a point on it, or, for a point below it, over it. */
  hidden(u: number, v: number, h: number, height: Height): boolean {
    const du = this.eyeU - u, dv = this.eyeV - v, dh = this.eyeH - h;
    const out = Math.min(leaves(u, du), leaves(v, dv), dh > 0 ? (1.02 - h) / dh : Infinity);
    const side = height(u, v) - h > 1e-3 ? -1 : 1;
    for (let k = 1; k <= WAY; k++) {
      const way = out * k / WAY;
      if (side * (h + way * dh - height(u + way * du, v + way * dv)) < -4e-3) return true;
    }
    return false;
  }

  /** How far the ray is over the ground at a depth, NaN where it is beside the box; `u`, `v` are kept. */
  #above(right: number, up: number, depth: number, height: Height): number {
    this.#cast(right, up, depth);
    const inside = this.#u >= 0 && this.#u <= 1 && this.#v >= 0 && this.#v <= 1;
    return inside ? this.#h - height(this.#u, this.#v) : NaN;
  }

  #refine(right: number, up: number, k: number, before: number, height: Height) {
    let near = RADIUS * (1 - 2 * (k - 1) / RAY), far = RADIUS * (1 - 2 * k / RAY);
    for (let round = 0; round < 40; round++) {
      const middle = (near + far) / 2;
      if (this.#above(right, up, middle, height) * before > 0) near = middle;
      else far = middle;
    }
    this.#cast(right, up, far);
    return { u: this.#u, v: this.#v };
  }

  #u = 0;
  #v = 0;
  #h = 0;

  /** The point of the ray through (right, up) at this depth towards the eye. */
  #cast(right: number, up: number, depth: number): void {
    const share = (EYE - depth) / EYE;
    const x = right * share, y = up * share;
    const back = this.cosElevation * depth - this.sinElevation * y;
    this.#u = ((this.cosAzimuth * back - this.sinAzimuth * x) / HALF + 1) / 2;
    this.#v = ((this.sinAzimuth * back + this.cosAzimuth * x) / HALF + 1) / 2;
    this.#h = (this.sinElevation * depth + this.cosElevation * y) / TALL + 0.5;
  }
}

/** After which share of the way `step` from `from` the range from 0 to 1 is left. */
function leaves(from: number, step: number): number {
  return step > 0 ? (1 - from) / step : step < 0 ? -from / step : Infinity;
}

/** The same direction within half a turn of 0. */
function around(degrees: number): number {
  return degrees - 360 * Math.round(degrees / 360);
}

function clamp(value: number, [low, high]: readonly [number, number]): number {
  return Math.min(high, Math.max(low, value));
}
