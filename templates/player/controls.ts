/** Transport, read-out and status line: what the reader touches and reads. */

import { element, icon, picker } from "./dom.ts";
import { rate } from "./format.ts";
import { backwards } from "./keys.ts";
import { Readout } from "./readout.ts";
import type { Limits, Trajectory } from "./records.ts";
import {
  type Action,
  epochOf,
  indexAtMost,
  isDecimated,
  isLog,
  SPEEDS,
  type State,
  statusOf,
} from "./state.ts";
import { TimeSlider } from "./time_slider.ts";

const PLAY = "M8 5v14l11-7z";
const PAUSE = "M7 5h4v14H7zM13 5h4v14h-4z";
const REVERSE = "M16 5v14L5 12z";
const BACK = "M6 6.5h2v11H6zM17 6.5v11L9.5 12z";
const FORWARD = "M16 6.5h2v11h-2zM7 6.5v11l7.5-5.5z";
const LOOP =
  "M12 5V2L8 6l4 4V7a5 5 0 0 1 4.3 7.5l1.5 1.4A7 7 0 0 0 12 5zm0 12a5 5 0 0 1-4.3-7.5L6.2 8.1A7 7 0 0 0 12 19v3l4-4-4-4z";

export class Controls {
  /** Transport and read-out: on a phone they stay in reach of the thumb. */
  readonly dock: HTMLElement;
  readonly status: HTMLElement;
  readonly #words = element("p", { class: "gdsim-status", role: "status", "aria-live": "polite" });
  readonly #time: TimeSlider;
  readonly #readout = new Readout();
  readonly #play: HTMLButtonElement;
  readonly #reverse: HTMLButtonElement;
  readonly #loop: HTMLButtonElement;
  readonly #log: HTMLButtonElement;
  readonly #speed = picker("speed", "speed");
  readonly #heard = element("p", { class: "gdsim-hidden", "aria-live": "polite" });
  #state: State | null = null;
  #trajectory: Trajectory | null = null;

  /** `act` takes what the reader does; `settled` is called when a drag of the slider ends. */
  constructor(act: (action: Action) => void, settled: () => void) {
    this.#time = new TimeSlider(act, settled);
    const forwards = () => this.#state?.playing && this.#state.direction > 0;
    this.#play = button("Play", PLAY, () => act({ type: forwards() ? "pause" : "play" }));
    this.#play.classList.add("gdsim-play");
    this.#reverse = button(
      "Play backwards",
      REVERSE,
      () => act(this.#state ? backwards(this.#state) : { type: "play", direction: -1 }),
    );
    this.#reverse.classList.add("gdsim-reverse");
    this.#loop = button("Loop", LOOP, () => act({ type: "loop", on: !this.#state?.loop }));
    this.#loop.classList.add("gdsim-loop");
    this.#log = element("button", { type: "button", class: "gdsim-button gdsim-log" }, "log");
    this.#log.setAttribute("aria-label", "log time");
    this.#log.addEventListener(
      "click",
      () => act({ type: "time", log: !(this.#state && isLog(this.#state)) }),
    );
    this.#speed.select.addEventListener("change", () => {
      act({ type: "speed", speed: Number(this.#speed.select.value) });
    });
    this.#speed.box.classList.add("gdsim-speed");
    this.#offerSpeeds("epochs/s");
    const step = (label: string, path: string, by: number) =>
      button(label, path, () => act({ type: "step", by }));
    const buttons = element(
      "div",
      { class: "gdsim-buttons" },
      this.#reverse,
      step("One epoch back", BACK, -1),
      this.#play,
      step("One epoch forward", FORWARD, 1),
      this.#loop,
    );
    const transport = element(
      "div",
      { class: "gdsim-transport" },
      buttons,
      this.#time.element,
      this.#log,
      this.#speed.box,
    );
    this.dock = element("div", { class: "gdsim-dock" }, transport, this.#readout.element);
    this.status = element("div", { class: "gdsim-told" }, this.#words, this.#heard);
  }

  /** Takes a new run: digits of each number; a run after the first is described aloud. */
  show(trajectory: Trajectory, limits: Limits): void {
    if (this.#trajectory && this.#trajectory.id !== trajectory.id) {
      this.#heard.textContent = trajectory.description;
    }
    this.#trajectory = trajectory;
    this.#readout.show(trajectory, limits);
  }

  draw(state: State): void {
    const before = this.#state;
    this.#state = state;
    if (!this.#trajectory) return;
    const epoch = epochOf(state);
    this.#time.draw(state);
    this.#readout.draw(epoch, indexAtMost(this.#trajectory.path.epoch, epoch));
    if (before?.playing !== state.playing || before.direction !== state.direction) {
      press(this.#play, state.playing && state.direction > 0, "Play", "Pause", PLAY);
      press(
        this.#reverse,
        state.playing && state.direction < 0,
        "Play backwards",
        "Pause",
        REVERSE,
      );
    }
    this.#loop.setAttribute("aria-pressed", String(state.loop));
    this.#log.setAttribute("aria-pressed", String(isLog(state)));
    if (before?.epochs !== state.epochs) {
      this.#offerSpeeds(isDecimated(state.epochs) ? "stored/s" : "epochs/s");
    }
    this.#drawSpeed(state.speed);
    const status = statusOf(state);
    this.say(state.note ? `${status} · ${state.note}` : status);
  }

  /** Words in the status line; said anew only where they change. */
  say(words: string): void {
    if (this.#words.textContent !== words) this.#words.textContent = words;
  }

  #offerSpeeds(unit: string): void {
    const { select } = this.#speed;
    const { value } = select;
    select.replaceChildren(
      ...SPEEDS.map((speed) => element("option", { value: String(speed) }, `${speed} ${unit}`)),
    );
    if (value) this.#drawSpeed(Number(value));
  }

  #drawSpeed(speed: number): void {
    const { select } = this.#speed;
    if (select.value === String(speed)) return;
    select.value = String(speed);
    if (select.value === String(speed)) return;
    select.append(element("option", { value: String(speed) }, `${rate(speed)} epochs/s`));
    select.value = String(speed);
  }
}

function button(label: string, path: string, act: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", class: "gdsim-button", "aria-label": label });
  made.append(icon(path));
  made.addEventListener("click", act);
  return made;
}

/** A button that does one thing or, while that is going on, stops it. */
function press(made: HTMLElement, on: boolean, label: string, other: string, path: string): void {
  made.dataset.playing = String(on);
  made.setAttribute("aria-label", on ? other : label);
  made.replaceChildren(icon(on ? PAUSE : path));
}
