/** From a run of the sweep, or a start of the reader's, to what the views draw. */

import { words } from "./format.ts";
import { liveTrajectory, nearestStart, type Start } from "./live.ts";
import type { Library } from "./receive.ts";
import type { Dataset, Run, Sweep, Trajectory } from "./records.ts";
import { FIELDS, limitsOf, sameValue } from "./runs.ts";
import type { Ground } from "./views/view.ts";

/** A ground, the run of the sweep whose fields it has, and words where it is not what was asked. */
export interface Arrival {
  readonly entry: Run;
  readonly ground: Ground;
  readonly note: string;
}

export class Grounds {
  constructor(readonly library: Library, readonly sweep: Sweep) {}

  async of(entry: Run): Promise<Arrival> {
    const [trajectory, dataset] = await this.#load(entry);
    return { entry, ground: this.#ground(entry, trajectory, dataset, false), note: "" };
  }

  /** The run of `entry` from another start: computed here, or the precomputed one that starts nearest. */
  async from(entry: Run, start: Start, learningRate?: number): Promise<Arrival> {
    if (!Number.isFinite(start.w) || !Number.isFinite(start.b)) {
      throw new RangeError("a start is two finite numbers, w and b");
    }
    const [like, dataset] = await this.#load(entry);
    const live = liveTrajectory(like, dataset, start, learningRate);
    if (live) return { entry, ground: this.#ground(entry, live, dataset, true), note: "" };
    const arrival = await this.#nearest(entry, start);
    const note = "only plain descent on squared error starts anywhere; " +
      `the nearest start is ${words(arrival.entry.init)}`;
    return { ...arrival, note };
  }

  async #nearest(entry: Run, start: Start): Promise<Arrival> {
    const others = FIELDS.filter((field) => field !== "init");
    const entries = this.sweep.runs.filter((run) =>
      others.every((field) => sameValue(run[field], entry[field]))
    );
    const arrivals = await Promise.all(entries.map((run) => this.of(run)));
    const trajectories = arrivals.map(({ ground }) => ground.trajectory);
    const { w, b } = limitsOf(this.sweep, entry).params;
    const nearest = nearestStart(trajectories, start, { w: w![1] - w![0], b: b![1] - b![0] });
    return arrivals[trajectories.indexOf(nearest)]!;
  }

  #load(entry: Run): Promise<[Trajectory, Dataset]> {
    return Promise.all([
      this.library.trajectory(this.sweep.name, entry.id),
      this.library.dataset(entry.dataset),
    ]);
  }

  #ground(entry: Run, trajectory: Trajectory, dataset: Dataset, live: boolean): Ground {
    return {
      trajectory,
      dataset,
      limits: limitsOf(this.sweep, entry),
      live,
      w: Float64Array.from(trajectory.path.params.w ?? []),
      b: Float64Array.from(trajectory.path.params.b ?? []),
      video: (scene) => this.library.video(this.sweep.name, entry.id, scene),
    };
  }
}
