/** A stage alone on a page, for tests and measurements of views: given records, driven by a script. */

import { paletteAt, watchPalette } from "../../templates/player/palette.ts";
import type { Dataset, Sweep, Trajectory } from "../../templates/player/records.ts";
import { limitsOf } from "../../templates/player/runs.ts";
import { Stage } from "../../templates/player/stage.ts";
import type { Ground, Moment } from "../../templates/player/views/view.ts";

interface Given {
  readonly views: readonly string[];
  readonly sweep: Sweep;
  readonly dataset: Dataset;
  readonly trajectories: readonly Trajectory[];
}

const moment: Moment = { index: 0, epoch: 0, mix: 0 };
const heard: unknown[][] = [];
let stage: Stage;
let grounds: Ground[] = [];

function groundOf(trajectory: Trajectory, { sweep, dataset }: Given): Ground {
  const entry = sweep.runs.find(({ id }) => id === trajectory.id)!;
  return {
    trajectory,
    dataset,
    limits: limitsOf(sweep, entry),
    curve: null,
    live: false,
    w: Float64Array.from(trajectory.path.params.w!),
    b: Float64Array.from(trajectory.path.params.b!),
    video: () => "",
  };
}

function seek(index: number, mix = 0): Promise<void> {
  moment.index = Math.min(index, grounds[0]!.w.length - 1);
  moment.epoch = grounds[0]!.trajectory.path.epoch[moment.index]!;
  moment.mix = mix;
  return stage.draw(moment);
}

/** Shows runs on a stage that stands already. */
function show(given: Given): Promise<void> {
  grounds = given.trajectories.map((trajectory) => groundOf(trajectory, given));
  stage.show(grounds);
  return seek(Math.min(moment.index, grounds[0]!.w.length - 1));
}

function open(given: Given): Promise<void> {
  stage?.element.remove();
  heard.length = 0;
  stage = new Stage(given.views, {
    start: (w, b) => void heard.push(["start", w, b]),
    place: (index) => {
      heard.push(["place", index]);
      void seek(index);
    },
    settled: () => void heard.push(["settled"]),
    camera: () => void heard.push(["camera", stage.camera]),
  });
  document.querySelector("#place")!.append(stage.element);
  stage.open(given.sweep, null, paletteAt(stage.element));
  const redraw = () => {
    stage.refresh(paletteAt(stage.element));
    void stage.draw(moment);
  };
  watchPalette(redraw);
  new ResizeObserver(redraw).observe(stage.element);
  moment.index = 0;
  return show(given);
}

/** A view's picture: its width, height and the colours of the pixels at these places. */
async function picture(name: string, places: readonly (readonly [number, number])[]) {
  const bitmap = await createImageBitmap(await stage.picture(name));
  const canvas = document.createElement("canvas");
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  const to = canvas.getContext("2d", { willReadFrequently: true })!;
  to.drawImage(bitmap, 0, 0);
  const colours = places.map(([x, y]) => [...to.getImageData(x, y, 1, 1).data]);
  return { width: bitmap.width, height: bitmap.height, colours };
}

Object.assign(window, {
  views: {
    open,
    show,
    seek,
    picture,
    heard,
    get stage() {
      return stage;
    },
  },
});
