/** The loss as a landscape that the reader turns, with the path down it, the marker and its shadow. */

import { arrow, pen, textSize } from "../axes.ts";
import { BANDS, type Palette, raceDash } from "../palette.ts";
import { type Camera, type Height, Projection } from "./camera.ts";
import { CanvasView } from "./canvas.ts";
import { Cut, GroundTrack } from "./ground_track.ts";
import { lossTitle } from "./labels.ts";
import { bilinear, type Landscape, landscapeOf } from "./landscape.ts";
import type { Size } from "./layers.ts";
import { drawMarker, drawName, drawOptimum, drawStart, outside, sayBeside } from "./marks.ts";
import { type Mesh, Raster } from "./raster.ts";
import { drawBox, drawBoxAxes, MARGINS } from "./surface_axes.ts";
import type { Ground, ViewOptions } from "./view.ts";

/** Vertices along each side: at rest, and while the camera moves. */
const FINE = 161;
const COARSE = 61;
/** Painted pixels of a CSS pixel, at the least: smooth edges on every screen. */
const SMOOTH = 2;
/** Radius of the marker's shadow, as a share of the box. */
const SHADOW = 0.025;
const DARK = "#1d1b18";
const DROP = [2, 3], BEHIND = [3, 4], NONE: number[] = [];

export class SurfaceView extends CanvasView {
  readonly #camera: Camera;
  readonly #raster = new Raster();
  readonly #cut = new Cut();
  #landscape: Landscape | null = null;
  #fine: Mesh | null = null;
  #coarse: Mesh | null = null;
  #view: Projection | null = null;
  #tracks: GroundTrack[] = [];
  #moving = false;
  readonly #height: Height = (u, v) => {
    const { grid, most } = this.#landscape!;
    return bilinear(grid, u * (grid.columns - 1), v * (grid.rows - 1)) / most;
  };

  constructor(
    canvas: HTMLCanvasElement,
    palette: Palette,
    options: ViewOptions,
    camera: Camera,
    size?: Size,
  ) {
    super(canvas, palette, options, size);
    this.#camera = camera;
  }

  /** Draws the landscape as the camera sees it now; coarser while it is `moving`. */
  turned(moving: boolean): void {
    const [ground] = this.grounds;
    if (!ground || !this.layers.width) return;
    this.#moving = moving;
    this.layers.clear();
    this.still(this.layers.back, ground);
    this.again();
  }

  /** The params seen at (x, y), CSS pixels of the view, and their loss; null beside the landscape. */
  pick(x: number, y: number): { w: number; b: number; loss: number } | null {
    const ground = this.grounds[0], found = this.#view?.pick(x, y, this.#height);
    if (!ground || !found) return null;
    const [lowW, highW] = ground.limits.params.w!, [lowB, highB] = ground.limits.params.b!;
    const w = lowW + found.u * (highW - lowW), b = lowB + found.v * (highB - lowB);
    return { w, b, loss: this.#landscape!.loss(w, b) };
  }

  protected still(to: CanvasRenderingContext2D, ground: Ground): void {
    const { width, height, ratio } = this.layers;
    const landscape = landscapeOf(ground);
    if (landscape !== this.#landscape) {
      this.#landscape = landscape;
      this.#fine = meshOf(landscape, FINE);
      this.#coarse = meshOf(landscape, COARSE);
    }
    const view = this.#view = new Projection(this.#camera, width, height, MARGINS);
    const mesh = this.#moving ? this.#coarse! : this.#fine!;
    drawBox(to, view, this.palette);
    this.#raster.paint(mesh, view, width, height, this.#moving ? SMOOTH : Math.max(SMOOTH, ratio));
    to.drawImage(this.#raster.canvas, 0, 0, width, height);
    const { w, b } = ground.limits.params;
    const top = landscape.most;
    const text = textSize(width);
    drawBoxAxes(to, view, this.palette, text, [w!, b!, [0, top]], [
      "w",
      "b",
      lossTitle(ground.trajectory.loss),
    ]);
    this.#tracks = this.grounds.map(({ w: ws, b: bs }) => {
      const track = new GroundTrack(view, this.#height);
      for (let k = 0; k < ws.length; k++) track.add(share(ws[k]!, w!), share(bs[k]!, b!));
      return track;
    });
    this.#drawOptimum(to, ground, view, text);
  }

  protected moving(to: CanvasRenderingContext2D, ground: Ground): void {
    const view = this.#view!;
    for (let k = this.grounds.length - 1; k >= 0; k--) {
      this.#drawShadow(to, view, k);
      this.#drawPath(to, view, k);
    }
    this.#drawStarts(to, view, ground);
    for (let k = this.grounds.length - 1; k >= 0; k--) this.#drawMarker(to, view, k);
  }

  #drawOptimum(to: CanvasRenderingContext2D, ground: Ground, view: Projection, text: number): void {
    const { optimum } = ground.trajectory;
    if (!optimum) return;
    const { w, b } = ground.limits.params;
    const u = share(optimum.params.w!, w!), v = share(optimum.params.b!, b!);
    if (!(u >= 0 && u <= 1 && v >= 0 && v <= 1)) return;
    const h = this.#height(u, v), hidden = view.hidden(u, v, h, this.#height);
    view.see(u, v, h);
    const { x, y } = view;
    to.globalAlpha = hidden ? 0.45 : 1;
    drawOptimum(to, x, y, this.palette);
    to.globalAlpha = 1;
    drawName(to, "optimum", x + 3, y - 4, this.palette, text, this.layers.width); // clear of the axis
  }

  #drawStarts(
    to: CanvasRenderingContext2D,
    view: Projection,
    { limits: { params } }: Ground,
  ): void {
    for (let k = 0; k < this.grounds.length; k++) {
      const { w, b } = this.grounds[k]!;
      const u = share(w[0]!, params.w!), v = share(b[0]!, params.b!);
      if (!(u >= 0 && u <= 1 && v >= 0 && v <= 1)) continue;
      const h = this.#height(u, v);
      view.see(u, v, h);
      to.globalAlpha = view.hidden(u, v, h, this.#height) ? 0.45 : 1;
      drawStart(to, view.x, view.y, this.palette);
      to.globalAlpha = 1;
    }
  }

  /** White with a dark edge, its hidden parts faint and dashed; a rival's in its colour and dashes. */
  #drawPath(to: CanvasRenderingContext2D, view: Projection, k: number): void {
    const race = this.grounds.length > 1;
    const core = race ? this.ink(k, "path") : "#ffffff";
    const track = this.#tracks[k]!, index = this.index[k]!;
    to.lineJoin = "round";
    to.lineCap = "butt";
    pen(to, core, 1.4);
    to.globalAlpha = 0.6;
    to.setLineDash(BEHIND);
    track.stroke(to, index, true);
    to.globalAlpha = 1;
    to.setLineDash(NONE);
    pen(to, race ? "#ffffff" : DARK, 3.8);
    track.stroke(to, index, false);
    this.#strokeToNow(to, view, k);
    pen(to, core, race ? 2.2 : 1.7);
    if (race) to.setLineDash(raceDash(k));
    track.stroke(to, index, false);
    this.#strokeToNow(to, view, k);
    to.setLineDash(NONE);
  }

  /** From the last stored epoch to where the marker is on its way to the next. */
  #strokeToNow(to: CanvasRenderingContext2D, view: Projection, k: number): void {
    if (!this.mix[k]) return;
    const { w, b } = this.grounds[k]!, index = this.index[k]!;
    const { params } = this.grounds[0]!.limits;
    const u = share(w[index]!, params.w!), v = share(b[index]!, params.b!);
    const du = share(this.now(k, w), params.w!) - u, dv = share(this.now(k, b), params.b!) - v;
    const cut = this.#cut;
    if (!cut.step(u, v, du, dv)) return;
    to.beginPath();
    for (let piece = 0; piece <= 12; piece++) {
      const way = cut.enter + (cut.leave - cut.enter) * piece / 12;
      const h = this.#height(u + way * du, v + way * dv);
      view.see(u + way * du, v + way * dv, h);
      to.lineTo(view.x, view.y);
    }
    to.stroke();
  }

  /** On the floor, with a line from the marker down to it. */
  #drawShadow(to: CanvasRenderingContext2D, view: Projection, k: number): void {
    const u = clamp(this.#u(k)), v = clamp(this.#v(k)), h = this.#height(u, v);
    to.beginPath();
    for (let turn = 0; turn < 16; turn++) {
      const angle = turn * Math.PI / 8;
      view.see(u + SHADOW * Math.cos(angle), v + SHADOW * Math.sin(angle), 0);
      to.lineTo(view.x, view.y);
    }
    to.closePath();
    const covered = view.hidden(u, v, 0, this.#height);
    to.fillStyle = to.strokeStyle = covered ? DARK : this.palette.soft;
    to.globalAlpha = covered ? 0.35 : 0.7;
    to.fill();
    to.beginPath();
    view.see(u, v, 0);
    to.moveTo(view.x, view.y);
    view.see(u, v, h);
    to.lineTo(view.x, view.y);
    to.lineWidth = 1;
    to.setLineDash(DROP);
    to.stroke();
    to.setLineDash(NONE);
    to.globalAlpha = 1;
  }

  /** Solid where it is seen, an empty ring where ground stands before it, an arrow where it has left. */
  #drawMarker(to: CanvasRenderingContext2D, view: Projection, k: number): void {
    const u = this.#u(k), v = this.#v(k), colour = this.ink(k, "current");
    const nearU = clamp(u), nearV = clamp(v), h = this.#height(nearU, nearV);
    if (nearU !== u || nearV !== v) {
      this.#drawArrow(to, view, k, u, v);
      return;
    }
    view.see(u, v, h);
    if (!view.hidden(u, v, h, this.#height)) {
      drawMarker(to, k, view.x, view.y, colour, this.palette.paper);
      return;
    }
    to.beginPath();
    to.arc(view.x, view.y, 6, 0, 2 * Math.PI);
    to.lineWidth = 2;
    to.setLineDash(BEHIND);
    to.strokeStyle = colour;
    to.stroke();
    to.setLineDash(NONE);
  }

  #drawArrow(
    to: CanvasRenderingContext2D,
    view: Projection,
    k: number,
    u: number,
    v: number,
  ): void {
    const nearU = clamp(u), nearV = clamp(v);
    view.see(nearU, nearV, 0);
    const fromX = view.x, fromY = view.y, far = Math.hypot(u - nearU, v - nearV);
    view.see(nearU + 0.1 * (u - nearU) / far, nearV + 0.1 * (v - nearV) / far, 0);
    const angle = Math.atan2(view.y - fromY, view.x - fromX);
    view.see(nearU, nearV, this.#height(nearU, nearV));
    to.fillStyle = this.ink(k, "current");
    arrow(to, view.x + 6 * Math.cos(angle), view.y + 6 * Math.sin(angle), angle);
    if (k) return;
    const { w, b } = this.grounds[0]!, { width, height } = this.layers;
    const box = { left: 0, right: width, top: 0, bottom: height };
    const words = outside(this.now(0, w), this.now(0, b));
    sayBeside(to, words, box, view.x, view.y - 40, textSize(width), this.palette);
  }

  #u(k: number): number {
    return share(this.now(k, this.grounds[k]!.w), this.grounds[0]!.limits.params.w!);
  }

  #v(k: number): number {
    return share(this.now(k, this.grounds[k]!.b), this.grounds[0]!.limits.params.b!);
  }
}

/** Heights and bands of colour of a landscape at n × n points. */
function meshOf({ grid, least, most }: Landscape, n: number): Mesh {
  const height = new Float32Array(n * n), band = new Float32Array(n * n);
  const low = Math.log(least), factor = BANDS / Math.max(Math.log(most) - low, 1e-12);
  for (let j = 0, p = 0; j < n; j++) {
    for (let i = 0; i < n; i++, p++) {
      const loss = bilinear(
        grid,
        i * (grid.columns - 1) / (n - 1),
        j * (grid.rows - 1) / (n - 1),
      );
      height[p] = loss / most;
      band[p] = (Math.log(loss) - low) * factor;
    }
  }
  return { n, height, band };
}

function share(value: number, [low, high]: readonly [number, number]): number {
  return (value - low) / (high - low);
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}
