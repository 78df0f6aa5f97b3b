/** Where a run starts, and what else a descent needs to know. */

import type { Trajectory } from "./records.ts";
import type { Ground } from "./views/view.ts";

export interface Start {
  readonly w: number;
  readonly b: number;
}

export interface Points {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** What a descent needs, as the player has it: points, start, learning rate and epochs. */
export interface Task extends Start {
  readonly points: Points;
  readonly learning_rate: number;
  readonly epochs: number;
}

export function startOf({ path: { params } }: Trajectory): Start {
  return { w: params.w![0]!, b: params.b![0]! };
}

/** The task of the run on a ground. */
export function taskOf({ trajectory, dataset }: Ground): Task {
  const { learning_rate, epochs, standardize } = trajectory;
  const { x, y } = dataset.points;
  const scaled = standardize ? x.map((v) => (v - standardize.mean) / standardize.scale) : [...x];
  return { points: { x: scaled, y: [...y] }, ...startOf(trajectory), learning_rate, epochs };
}
