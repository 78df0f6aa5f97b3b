/** Transport, read-out and status line: what the reader touches and reads. */

import { element, icon, picker } from "./dom.ts";
import { rate, steady } from "./format.ts";
import type { Limits, Trajectory } from "./records.ts";
import { type Action, epochOf, isDecimated, SPEEDS, type State, statusOf } from "./state.ts";

const PLAY = "M8 5v14l11-7z";
const PAUSE = "M7 5h4v14H7zM13 5h4v14h-4z";
const BACK = "M6 5h2.4v14H6zM19 5v14L9 12z";
const FORWARD = "M15.6 5H18v14h-2.4zM5 5v14l10-7z";

export class Controls {
  /** Transport and read-out: on a phone they stay in reach of the thumb. */
  readonly dock: HTMLElement;
  readonly status: HTMLElement;
  readonly #range: HTMLInputElement;
  readonly #readout: HTMLElement;
  readonly #play: HTMLButtonElement;
  readonly #speed = picker("speed", "speed");
  readonly #numbers = new Map<string, HTMLDataElement>();
  #formats: Record<string, (value: number) => string> = {};
  #trajectory: Trajectory | null = null;

  /** `act` takes what the reader does; `settled` is called when a drag of the slider ends. */
  constructor(act: (action: Action) => void, settled: () => void) {
    this.#play = button("Play", PLAY, () => act({ type: this.#playing ? "pause" : "play" }));
    this.#play.classList.add("gdsim-play");
    this.#range = element("input", {
      type: "range",
      class: "gdsim-range",
      min: "0",
      max: "0",
      step: "1",
      value: "0",
      "aria-label": "Epoch",
    });
    this.#range.addEventListener("input", () => {
      const index = Number(this.#range.value); // read before a redraw sets it back
      act({ type: "pause" });
      act({ type: "place", index });
    });
    this.#range.addEventListener("change", settled);
    this.#speed.select.addEventListener("change", () => {
      act({ type: "speed", speed: Number(this.#speed.select.value) });
    });
    this.#speed.box.classList.add("gdsim-speed");
    const transport = element(
      "div",
      { class: "gdsim-transport" },
      button("One epoch back", BACK, () => act({ type: "step", by: -1 })),
      this.#play,
      button("One epoch forward", FORWARD, () => act({ type: "step", by: 1 })),
      this.#range,
      this.#speed.box,
    );
    this.#readout = element("dl", { class: "gdsim-readout" });
    this.dock = element("div", { class: "gdsim-dock" }, transport, this.#readout);
    this.status = element("p", { class: "gdsim-status", role: "status", "aria-live": "polite" });
  }

  get #playing(): boolean {
    return this.#play.dataset.playing === "true";
  }

  /** Takes a new run: range of the slider, digits of each number. */
  show(trajectory: Trajectory, limits: Limits): void {
    this.#trajectory = trajectory;
    const { epoch, params } = trajectory.path;
    this.#range.max = String(epoch.length - 1);
    const unit = isDecimated(epoch) ? "stored epochs/s" : "epochs/s";
    this.#speed.select.replaceChildren(
      ...SPEEDS.map((speed) => element("option", { value: String(speed) }, `${speed} ${unit}`)),
    );
    const names = ["epoch", "loss", ...Object.keys(params)];
    this.#formats = { epoch: String, loss: steady(limits.loss[0]) };
    for (const name of Object.keys(params)) {
      const [low, high] = limits.params[name] ?? [0, 1];
      this.#formats[name] = steady(high - low);
    }
    if (names.length === this.#numbers.size && names.every((name) => this.#numbers.has(name))) {
      return;
    }
    this.#numbers.clear();
    this.#readout.replaceChildren(...names.map((name) => this.#entry(name)));
  }

  draw(state: State): void {
    const trajectory = this.#trajectory;
    if (!trajectory) return;
    const epoch = epochOf(state);
    this.#range.value = String(state.index);
    this.#range.setAttribute("aria-valuetext", `epoch ${epoch}`);
    this.#range.style.setProperty(
      "--gdsim-done",
      `${100 * state.index / (state.epochs.length - 1 || 1)}%`,
    );
    this.#drawPlay(state.playing);
    this.#drawSpeed(state.speed);
    this.#number("epoch", epoch);
    this.#number("loss", trajectory.path.loss[state.index]!);
    for (const name in trajectory.path.params) {
      this.#number(name, trajectory.path.params[name]![state.index]!);
    }
    const status = statusOf(state);
    this.say(state.note ? `${status} · ${state.note}` : status);
  }

  /** Words in the status line; said anew only where they change. */
  say(words: string): void {
    if (this.status.textContent !== words) this.status.textContent = words;
  }

  #entry(name: string): HTMLElement {
    const number = element("data", { value: "", "data-name": name });
    this.#numbers.set(name, number);
    return element("div", {}, element("dt", {}, name), element("dd", {}, number));
  }

  #number(name: string, value: number): void {
    const number = this.#numbers.get(name)!;
    const exact = String(value);
    if (number.value === exact) return;
    number.value = exact;
    number.textContent = this.#formats[name]!(value);
  }

  #drawPlay(playing: boolean): void {
    if (playing === this.#playing && this.#play.dataset.playing) return;
    this.#play.dataset.playing = String(playing);
    this.#play.setAttribute("aria-label", playing ? "Pause" : "Play");
    this.#play.replaceChildren(icon(playing ? PAUSE : PLAY));
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
