/** What a view is: something that shows a run at one position of its path. */

import type { Curve } from "../numerics/curves.ts";
import type { Palette } from "../palette.ts";
import type { Dataset, Limits, Trajectory } from "../records.ts";

/** What a run and the ground it stands on give to draw; made once a run. */
export interface Ground {
  readonly trajectory: Trajectory;
  readonly dataset: Dataset;
  readonly limits: Limits;
  /** The model where it is not a line. */
  readonly curve: Curve | null;
  readonly w: Float64Array;
  readonly b: Float64Array;
  /** Whether the page computed the run; it then has no media. */
  readonly live: boolean;
  /** Address of the video of a scene. */
  readonly video: (scene: string) => string;
}

/** The instant to draw; one object that the player keeps and changes. */
export interface Moment {
  /** Position among the stored epochs, and the epoch there. */
  index: number;
  epoch: number;
  /** Way to the next position for display, in [0, 1), eased. */
  mix: number;
}

/** How the reader wants views drawn; each view honours what concerns it. */
export interface ViewOptions {
  /** Fast and slow direction of the loss through the optimum. */
  readonly eigen: boolean;
  readonly logEpoch: boolean;
  readonly logLoss: boolean;
  /** The root of a mean squared error, in the unit of y. */
  readonly rmse: boolean;
}

export interface View {
  readonly element: HTMLElement;
  /** Takes the run on screen and its rivals; the next `draw` shows them. */
  show(grounds: readonly Ground[]): void;
  /** Takes options; `refresh` follows. */
  set?(options: ViewOptions): void;
  /** Draws anew what does not move: after a change of size or colours. */
  refresh(palette: Palette): void;
  /** Shows the moment; a promise where that takes time. */
  draw(moment: Moment): Promise<void> | void;
}

/** Value at `index`, on the way to the next by `mix`. */
export function between(values: Float64Array, index: number, mix: number): number {
  const here = values[index]!;
  const next = values[index + 1];
  return mix > 0 && next !== undefined ? here + mix * (next - here) : here;
}
