/** What views against the epoch share: the axis of epochs, curves seen so far and still to come. */

import { at, clip, type Frame, held, pen, type Scale, scale, value } from "../axes.ts";
import { raceDash } from "../palette.ts";
import { indexNearest } from "../state.ts";
import { CanvasView } from "./canvas.ts";
import { drawMarkerIn } from "./marks.ts";
import { Track } from "./track.ts";

const NONE: number[] = [];

/** A curve of each run against the epoch. */
export interface Panel {
  readonly frame: Frame;
  /** By run: the values and their line. */
  readonly values: readonly Float64Array[];
  readonly tracks: readonly Track[];
}

export abstract class EpochView extends CanvasView {
  /** The stored epoch nearest to a column of pixels: its position and where its values are drawn. */
  abstract read(x: number): { index: number; words: string; x: number; y: number } | null;

  /** The axis of epochs, as long as the longest run. */
  protected epochs(left: number, right: number): Scale {
    const last = Math.max(1, ...this.grounds.map(({ trajectory: { path } }) => path.epoch.at(-1)!));
    return scale([0, last], left, right, this.options.logEpoch ? "log1p" : "linear");
  }

  /** Position of the stored epoch of the run on screen that is nearest to a column of pixels. */
  protected nearest({ x, box }: Frame, column: number): number {
    const epoch = value(x, Math.min(box.right, Math.max(box.left, column)));
    return indexNearest(this.grounds[0]!.trajectory.path.epoch, epoch);
  }

  /** The panel's curves, painted pale from end to end. */
  protected panel(
    to: CanvasRenderingContext2D,
    frame: Frame,
    values: readonly Float64Array[],
  ): Panel {
    const tracks = values.map((column, k) => {
      const track = new Track(), { epoch } = this.grounds[k]!.trajectory.path;
      for (let i = 0; i < column.length; i++) {
        track.add(at(frame.x, epoch[i]!), held(at(frame.y, column[i]!)));
        track.mark();
      }
      return track;
    });
    clip(to, frame.box);
    to.globalAlpha = 0.3;
    to.lineWidth = 1.3;
    tracks.forEach((track, k) => {
      to.strokeStyle = this.ink(k, "path");
      to.beginPath();
      track.trace(to, values[k]!.length - 1);
      to.stroke();
    });
    to.globalAlpha = 1;
    to.restore();
    return { frame, values, tracks };
  }

  /** The curves up to the moment and the markers on them; a marker that has left is an arrow on the edge. */
  protected curves(to: CanvasRenderingContext2D, { frame, values, tracks }: Panel): void {
    const race = this.grounds.length > 1;
    clip(to, frame.box);
    to.lineJoin = "round";
    // Dashes of rivals over the first run's whole line: where two runs are alike, both are seen.
    for (let k = 0; k < tracks.length; k++) {
      to.beginPath();
      tracks[k]!.trace(to, this.index[k]!);
      to.lineTo(this.#column(frame, k), held(at(frame.y, this.now(k, values[k]!))));
      pen(to, this.ink(k, "path"), 1.8);
      if (race) to.setLineDash(raceDash(k));
      to.stroke();
      to.setLineDash(NONE);
    }
    to.restore();
    for (let k = tracks.length - 1; k >= 0; k--) {
      const y = at(frame.y, this.now(k, values[k]!)), x = this.#column(frame, k);
      drawMarkerIn(to, frame.box, k, x, y, this.ink(k, "current"), this.palette.paper);
    }
  }

  /** Where run `k` is along the epochs. */
  #column({ x }: Frame, k: number): number {
    const { epoch } = this.grounds[k]!.trajectory.path, index = this.index[k]!;
    const here = at(x, epoch[index]!), next = epoch[index + 1];
    return next === undefined ? here : here + this.mix[k]! * (at(x, next) - here);
  }
}
