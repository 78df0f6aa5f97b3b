/** What plays: the state, the clock that moves it, and the moment that the views draw. */

import { type Action, EMPTY, epochOf, indexAtMost, reduce, type State } from "./state.ts";
import { Clock } from "./timeline.ts";
import type { Moment } from "./views/view.ts";

export class Transport {
  readonly #clock = new Clock((seconds) => void this.act({ type: "tick", seconds }));
  readonly #stillness = matchMedia("(prefers-reduced-motion: reduce)");
  readonly #moment: Moment = { index: 0, epoch: 0, mix: 0 };
  readonly #changed: (state: State) => void;
  readonly #rested: () => void;
  readonly #paint: (moment: Moment) => Promise<void>;
  #state: State = EMPTY;
  #run: readonly number[] = EMPTY.epochs;

  /** `changed` is told each state, `rested` that playing ended; `paint` draws a moment. */
  constructor(
    changed: (state: State) => void,
    rested: () => void,
    paint: (moment: Moment) => Promise<void>,
  ) {
    this.#changed = changed;
    this.#rested = rested;
    this.#paint = paint;
  }

  get state(): State {
    return this.#state;
  }

  get epoch(): number {
    return epochOf(this.#state);
  }

  /** The stored epochs of the run on screen, on a timeline that rivals may make longer. */
  set run(epochs: readonly number[]) {
    this.#run = epochs;
  }

  /** The next state, drawn; resolves when every view shows it, at once while playing. */
  act(action: Action): Promise<void> {
    const wasPlaying = this.#state.playing;
    this.#state = reduce(this.#state, action);
    this.#clock.run(this.#state.playing);
    if (wasPlaying && !this.#state.playing) this.#rested();
    const drawn = this.draw();
    this.#changed(this.#state);
    return this.#state.playing ? Promise.resolve() : drawn;
  }

  draw(): Promise<void> {
    const { index, phase, playing, epochs } = this.#state;
    const moment = this.#moment;
    moment.epoch = this.epoch;
    moment.index = epochs === this.#run ? index : indexAtMost(this.#run, moment.epoch);
    // Where a rival stores epochs between those of this run, only whole ones are shown.
    const inStep = this.#run[moment.index + 1] === epochs[index + 1];
    const eased = playing && inStep && !this.#stillness.matches;
    moment.mix = eased ? phase * phase * (3 - 2 * phase) : 0;
    return this.#paint(moment);
  }
}
