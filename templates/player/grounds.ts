/** From a run of the sweep, or a wish of the reader's, to what the views draw. */

import type { Wanted } from "./live.ts";
import type { Curve } from "./numerics/curves.ts";
import type { Compute } from "./parts.ts";
import type { Library } from "./receive.ts";
import type { Dataset, Limits, Run, Sweep, Trajectory } from "./records.ts";
import { limitsOf } from "./runs.ts";
import type { Ground } from "./views/view.ts";

/** A ground, the run of the sweep whose fields it has, and words where it is not what was asked. */
export interface Arrival {
  readonly entry: Run;
  readonly ground: Ground;
  readonly note: string;
}

export class Grounds {
  /** The sweep's model where it is not a line and the page knows it. */
  curve: Curve | null = null;

  /** `compute` reads what computes runs. */
  constructor(
    readonly library: Library,
    readonly sweep: Sweep,
    readonly compute: () => Promise<Compute>,
  ) {}

  async of(entry: Run): Promise<Arrival> {
    const ends = this.sweep.ends?.([entry]).catch(() => {}); // the run can be shown without them
    const [trajectory, dataset] = await this.read(entry);
    await ends;
    const limits = limitsOf(this.sweep, entry);
    return { entry, ground: this.ground(entry, trajectory, dataset, limits, false), note: "" };
  }

  /** The run of `entry` with what is wanted instead, computed here or the nearest that is not. */
  async live(entry: Run, wanted: Wanted): Promise<Arrival> {
    const { liveArrival } = await this.compute();
    return liveArrival(this, entry, wanted);
  }

  /** The records of a run. */
  read(entry: Run): Promise<[Trajectory, Dataset]> {
    return Promise.all([
      this.library.trajectory(this.sweep.name, entry.id),
      this.library.dataset(entry.dataset),
    ]);
  }

  ground(
    entry: Run,
    trajectory: Trajectory,
    dataset: Dataset,
    limits: Limits,
    live: boolean,
  ): Ground {
    return {
      trajectory,
      dataset,
      limits,
      curve: this.curve,
      live,
      w: Float64Array.from(trajectory.path.params.w ?? []),
      b: Float64Array.from(trajectory.path.params.b ?? []),
      video: (scene) => this.library.video(this.sweep.name, entry.id, scene),
    };
  }
}
