/** The views of a player: made, given runs, and drawn together. */

import { element } from "./dom.ts";
import { lossOf as lineLoss } from "./line_loss.ts";
import type { Curve, Points } from "./numerics/curves.ts";
import type { Palette } from "./palette.ts";
import { LINE, type Sweep } from "./records.ts";
import { Camera } from "./views/camera.ts";
import type { CanvasView } from "./views/canvas.ts";
import { ContourView } from "./views/contour.ts";
import { EpochView } from "./views/epochs.ts";
import { FitView } from "./views/fit.ts";
import { CAMERA_KEYS, pickable, scrubbable, turnable } from "./views/hands.ts";
import type { Size } from "./views/layers.ts";
import { LossView } from "./views/loss.ts";
import { ParamsView } from "./views/params.ts";
import { SurfaceView } from "./views/surface.ts";
import { VideoView } from "./views/video.ts";
import type { Ground, Moment, View, ViewOptions } from "./views/view.ts";

/** What a reader does in a view. */
export interface StageEvents {
  /** A point of the landscape was chosen as a start. */
  start(w: number, b: number): void;
  /** A scrub reached this position among the stored epochs; `settled` follows when it ends. */
  place(index: number): void;
  settled(): void;
  /** The camera was moved and rests. */
  camera(): void;
}

/** What a view on a canvas is made with; a `size` is for one that stands in no page. */
type Make = (
  canvas: HTMLCanvasElement,
  palette: Palette,
  options: ViewOptions,
  camera: Camera,
  size?: Size,
) => CanvasView;

/** Views that are drawn in the page. Another scene's name means its video. */
const LIVE: Readonly<Record<string, Make>> = {
  fit: (canvas, palette, options, _, size) => new FitView(canvas, palette, options, size),
  surface: (...given) => new SurfaceView(...given),
  contour: (canvas, palette, options, _, size) => new ContourView(canvas, palette, options, size),
  loss: (canvas, palette, options, _, size) => new LossView(canvas, palette, options, size),
  params: (canvas, palette, options, _, size) => new ParamsView(canvas, palette, options, size),
};
/** Device pixels of a CSS pixel in a saved picture. */
const PICTURE = 2;
const DRAWN = Promise.resolve();
const NOWHERE: Points = { x: [], y: [] };

/** Whether the page knows what a view needs: for a landscape model and loss, for a fit the model. */
function canDraw(name: string, { model, views }: Sweep, curve: Curve | null): boolean {
  if (name === "loss" || name === "params") return true;
  if (name === "fit") return model.name === LINE || curve !== null;
  const lossOf = model.name === LINE ? lineLoss : curve?.lossOf.bind(curve);
  return views.every(({ loss }) => lossOf?.(loss, NOWHERE));
}

export class Stage {
  readonly element: HTMLElement;
  readonly #events: StageEvents;
  readonly #cells = new Map<string, HTMLElement>();
  readonly #views = new Map<string, View>();
  #drawn: readonly View[] = [];
  readonly #camera = new Camera();
  #options: ViewOptions = { eigen: false, logEpoch: false, logLoss: true, rmse: false };
  #palette!: Palette; // set by `open`
  #grounds: readonly Ground[] = [];
  #moment: Moment | null = null;

  /** Reserves a place for each view; nothing moves when they are filled. */
  constructor(names: readonly string[], events: StageEvents) {
    this.#events = events;
    this.element = element("div", {
      class: "gdsim-stage",
      role: "group",
      tabindex: "0",
      "data-count": String(names.length),
    });
    for (const name of names) {
      const cell = element("div", { class: "gdsim-view", "data-view": name });
      this.#cells.set(name, cell);
      this.element.append(cell);
    }
  }

  /** Names of the views that are there, in order. */
  get names(): readonly string[] {
    return [...this.#views.keys()];
  }

  get options(): ViewOptions {
    return this.#options;
  }

  /** Where the surface is seen from, as short text; null where that was not changed. */
  get camera(): string | null {
    return this.#camera.text;
  }

  set camera(text: string | null) {
    this.#camera.text = text;
    for (const view of this.#drawn) if (view instanceof SurfaceView) view.turned(false);
  }

  /** Fills the places with what the sweep can show; a view it has no scene for is taken out. */
  open(sweep: Sweep, curve: Curve | null, palette: Palette): void {
    this.#palette = palette;
    for (const [name, cell] of this.#cells) {
      const make = canDraw(name, sweep, curve) ? LIVE[name] : undefined;
      cell.style.aspectRatio = sweep.frame_size.join(" / ");
      if (make) {
        const canvas = element("canvas", { role: "img" });
        cell.append(canvas);
        const view = make(canvas, palette, this.#options, this.#camera);
        this.#views.set(name, view);
        this.#hand(view, cell);
      } else if (sweep.scenes.includes(name) && sweep.formats.includes("mp4")) {
        cell.setAttribute("role", "img");
        this.#views.set(name, new VideoView(cell, name, sweep.fps));
      } else {
        cell.remove();
        this.#cells.delete(name);
      }
    }
    this.#drawn = [...this.#views.values()];
    this.#count();
    if (!this.#views.size) throw new Error("none of the views asked for can be shown");
  }

  /** Takes the run on screen and, behind it, its rivals. */
  show(grounds: readonly Ground[]): void {
    this.#grounds = grounds;
    const description = grounds[0]?.trajectory.description ?? "";
    for (const [name, view] of this.#views) {
      view.element.setAttribute("aria-label", `${name}: ${description}`);
      view.show(grounds);
    }
  }

  /** Changes how views are drawn, and draws them. */
  set(options: Partial<ViewOptions>): void {
    this.#options = { ...this.#options, ...options };
    for (const view of this.#drawn) view.set?.(this.#options);
    if (!this.#moment) return;
    this.refresh(this.#palette);
    void this.draw(this.#moment);
  }

  /** Shows or hides a view. */
  toggle(name: string, visible: boolean): void {
    const cell = this.#cells.get(name), view = this.#views.get(name);
    if (!cell) return;
    cell.hidden = !visible;
    this.#count();
    if (!view) return; // its place is kept; data has not come
    view.refresh(this.#palette);
    if (this.#moment) void view.draw(this.#moment);
  }

  refresh(palette: Palette): void {
    this.#palette = palette;
    for (const view of this.#drawn) view.refresh(palette);
  }

  /** Draws every view; resolves when the last of them shows the moment. */
  draw(moment: Moment): Promise<void> {
    this.#moment = moment;
    let drawn: Promise<unknown> | null = null;
    for (const view of this.#drawn) {
      const wait = view.draw(moment);
      if (wait) drawn = drawn ? Promise.all([drawn, wait]) : wait;
    }
    return drawn ? drawn.then(() => {}) : DRAWN;
  }

  /** The view at the moment as a PNG, on paper, at twice its size; rejects, in words, where it is a video. */
  picture(name: string): Promise<Blob> {
    const make = LIVE[name], view = this.#views.get(name);
    const { clientWidth: width = 0, clientHeight: height = 0 } = this.#cells.get(name) ?? {};
    if (!make || !view || view instanceof VideoView || !this.#moment) {
      return Promise.reject(new Error(`${name} is no view that can be saved as a picture`));
    }
    if (!width || !height) return Promise.reject(new Error(`${name} is not shown`));
    const size = { width, height, ratio: PICTURE };
    const drawing = document.createElement("canvas");
    const twin = make(drawing, this.#palette, this.#options, this.#camera, size);
    twin.show(this.#grounds);
    twin.draw(this.#moment);
    const canvas = document.createElement("canvas");
    canvas.width = drawing.width;
    canvas.height = drawing.height;
    const to = canvas.getContext("2d")!;
    to.fillStyle = this.#palette.paper;
    to.fillRect(0, 0, canvas.width, canvas.height);
    to.drawImage(drawing, 0, 0);
    return new Promise((resolve, reject) =>
      canvas.toBlob((blob) => blob ? resolve(blob) : reject(new Error("no picture could be made")))
    );
  }

  /** Lets the reader's hands at a view. */
  #hand(view: CanvasView, cell: HTMLElement): void {
    if (view instanceof ContourView) {
      pickable(view, cell, this.#events);
    } else if (view instanceof EpochView) {
      scrubbable(view, cell, this.#events);
    } else if (view instanceof SurfaceView) {
      view.element.tabIndex = 0;
      view.element.setAttribute("aria-description", CAMERA_KEYS);
      turnable(view, this.#camera, cell, this.#events);
    }
  }

  #count(): void {
    const shown = [...this.#cells.values()].filter(({ hidden }) => !hidden).length;
    this.element.dataset.count = String(shown);
  }
}
