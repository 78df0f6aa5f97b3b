/** One figure's player: holds the state, draws it, and answers page and reader. */

import { Address } from "./address.ts";
import { Controls } from "./controls.ts";
import { describe, putPickers, restore, upgrade } from "./figure.ts";
import { type Arrival, Grounds } from "./grounds.ts";
import { actionOf, isTaken } from "./keys.ts";
import type { Start } from "./live.ts";
import { paletteAt, watchPalette } from "./palette.ts";
import { epochIn, formatLink, type Link } from "./permalink.ts";
import { Pickers } from "./pickers.ts";
import { Library } from "./receive.ts";
import type { Run, Trajectory } from "./records.ts";
import { checkWish, findRun, type Wish } from "./runs.ts";
import { Stage } from "./stage.ts";
import { type Action, EMPTY, epochOf, reduce, type State, statusOf } from "./state.ts";
import { Clock } from "./timeline.ts";
import type { Moment } from "./views/view.ts";

export class Player {
  /** Resolves when the first run is drawn; rejects where the player cannot start. */
  readonly ready: Promise<void>;
  readonly figure: HTMLElement;
  readonly #controls: Controls;
  readonly #stage: Stage;
  readonly #clock = new Clock((seconds) => void this.#act({ type: "tick", seconds }));
  readonly #address = new Address(() => this.#fragment());
  readonly #stillness = matchMedia("(prefers-reduced-motion: reduce)");
  readonly #moment: Moment = { index: 0, epoch: 0, mix: 0 };
  #state: State = EMPTY;
  #grounds!: Grounds; // this and the next two: set before `ready` resolves
  #pickers!: Pickers;
  #shown!: Arrival;
  /** The run and the start last asked for; they may still be loading. */
  #aim!: { readonly entry: Run; readonly start?: Start | undefined };
  #started = false;
  #announced = "";
  #ticket = 0;

  constructor(figure: HTMLElement, link: Link | null) {
    this.figure = figure;
    this.#stage = new Stage((figure.dataset.views ?? "fit contour").split(/\s+/).filter(Boolean));
    this.#controls = new Controls((action) => this.#use(action), () => this.#address.keep());
    upgrade(figure, this.#stage.element, this.#controls.dock, this.#controls.status);
    figure.addEventListener("keydown", (event) => this.#onKey(event));
    this.ready = this.#open(link).catch((error) => {
      restore(figure, error);
      throw error;
    });
    this.ready.catch(() => {}); // said in the figure; whoever awaits a method meets it too
  }

  get run(): string {
    return this.trajectory?.id ?? this.figure.dataset.run ?? "";
  }

  get epoch(): number {
    return epochOf(this.#state);
  }

  get status(): string {
    return statusOf(this.#state);
  }

  get trajectory(): Trajectory | null {
    return this.#shown?.ground.trajectory ?? null;
  }

  /** Goes to the stored epoch nearest to `epoch`. */
  seek(epoch: number): Promise<void> {
    return this.#apply({ type: "seek", epoch: Number(epoch) });
  }

  step(by = 1): Promise<void> {
    return this.#apply({ type: "step", by: Number(by) || 0 });
  }

  play(): Promise<void> {
    return this.#apply({ type: "play" });
  }

  pause(): Promise<void> {
    return this.#apply({ type: "pause" });
  }

  /** Goes to the run with these fields; others, and a start of the reader's, are kept where they can be. */
  async select(wish: Wish): Promise<void> {
    await this.ready;
    checkWish(wish);
    const { run, exact } = findRun(this.#grounds.sweep, this.#aim.entry, wish);
    const note = exact ? "" : "not swept; the nearest run is shown";
    const start = wish.init === undefined ? this.#aim.start : undefined;
    this.#address.claim();
    await this.#goTo(run, note, start);
    this.#address.keep();
  }

  /** Runs from (w, b): computed here where there is a closed form, else the run that starts nearest. */
  async start(w: number, b: number): Promise<void> {
    await this.ready;
    this.#address.claim();
    await this.#goTo(this.#aim.entry, "", { w: Number(w), b: Number(b) });
    this.#address.keep();
  }

  /** Shows what a permalink asks for, as far as it exists, and says where it does not. */
  async restore(link: Link): Promise<void> {
    await this.ready;
    this.#address.claim();
    await this.#follow(link, this.#shown.entry);
  }

  async #open(link: Link | null): Promise<void> {
    const { sweep: name = "", run: id = "", root = "", pick } = this.figure.dataset;
    const library = new Library(root);
    const sweep = await library.sweep(name);
    const entry = sweep.runs.find((run) => run.id === id) ?? sweep.runs[0];
    if (!entry) throw new Error(`sweep ${name} has no runs`);
    this.#grounds = new Grounds(library, sweep);
    this.#stage.open(sweep, paletteAt(this.figure));
    this.#pickers = new Pickers(sweep, pick?.split(/\s+/) ?? null, (wish) => this.#choose(wish));
    putPickers(this.figure, this.#pickers.element);
    if (link) await this.#follow(link, entry);
    else await this.#goTo(entry, "");
    const redraw = () => this.#redraw();
    watchPalette(redraw);
    new ResizeObserver(redraw).observe(this.#stage.element);
    this.#started = true;
  }

  async #follow(link: Link, otherwise: Run): Promise<void> {
    const named = this.#grounds.sweep.runs.find((run) => run.id === link.run);
    const lost = link.run !== undefined && !named ? "the link names a run that is not here" : "";
    await this.#goTo(named ?? otherwise, lost, link.start, link.learning_rate);
    const { epochs } = this.#state;
    const { epoch, note } = epochIn(link, epochs[epochs.length - 1]!);
    const notes = joined(this.#state.note, note);
    if (epoch !== undefined) {
      await this.#act({ type: "seek", epoch, ...(notes && { note: notes }) });
    }
    this.figure.scrollIntoView({ block: "nearest" });
  }

  /** Loads and shows a run, from another start where one is given; a later call wins. */
  async #goTo(entry: Run, note: string, start?: Start, learningRate?: number): Promise<void> {
    const ticket = ++this.#ticket;
    const before = this.#aim;
    this.#aim = { entry, start };
    let arrival: Arrival;
    try {
      arrival =
        await (start ? this.#grounds.from(entry, start, learningRate) : this.#grounds.of(entry));
    } catch (error) {
      if (ticket === this.#ticket) this.#aim = before;
      throw error;
    }
    if (ticket !== this.#ticket) return;
    this.#shown = arrival;
    this.#aim = { entry: arrival.entry, start: arrival.ground.live ? start : undefined };
    const { trajectory, live, limits } = arrival.ground;
    this.#pickers.show(arrival.entry, trajectory.learning_rate, live);
    this.#controls.show(trajectory, limits);
    this.#stage.show(arrival.ground);
    describe(this.figure, trajectory.description);
    const { path: { epoch: epochs }, outcome } = trajectory;
    await this.#act({ type: "run", epochs, outcome, note: joined(note, arrival.note) });
  }

  async #apply(action: Action): Promise<void> {
    await this.ready;
    await this.#use(action);
  }

  /** An action of the reader. */
  #use(action: Action): Promise<void> {
    if (!this.#started) return this.ready.then(() => this.#use(action));
    this.#address.claim();
    const drawn = this.#act(action);
    if (!this.#state.playing) this.#address.keep();
    return drawn;
  }

  #choose(wish: Wish): void {
    this.select(wish).catch((error) => {
      const { entry, ground } = this.#shown;
      this.#pickers.show(entry, ground.trajectory.learning_rate, ground.live);
      this.#controls.say((error as Error).message);
    });
  }

  /** The next state, drawn and announced; resolves when every view shows it, at once while playing. */
  #act(action: Action): Promise<void> {
    const wasPlaying = this.#state.playing;
    this.#state = reduce(this.#state, action);
    this.#clock.run(this.#state.playing);
    if (wasPlaying && !this.#state.playing) this.#address.keep();
    this.#controls.draw(this.#state);
    const drawn = this.#draw();
    this.#announce();
    return this.#state.playing ? Promise.resolve() : drawn;
  }

  #draw(): Promise<void> {
    const { index, phase, playing } = this.#state;
    this.#moment.index = index;
    this.#moment.epoch = this.epoch;
    const eased = playing && !this.#stillness.matches;
    this.#moment.mix = eased ? phase * phase * (3 - 2 * phase) : 0;
    return this.#stage.draw(this.#moment);
  }

  #redraw(): void {
    this.#stage.refresh(paletteAt(this.figure));
    void this.#draw();
  }

  #announce(): void {
    const { run, epoch, status } = this;
    const now = `${run} ${epoch} ${status}`;
    if (now === this.#announced) return;
    this.#announced = now;
    const detail = { run, epoch, status };
    this.figure.dispatchEvent(new CustomEvent("gdsim:change", { bubbles: true, detail }));
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (isTaken(event.key, event.target as Element)) return;
    const action = actionOf(event.key, event.shiftKey, this.#state);
    if (!action) return;
    event.preventDefault();
    void this.#use(action);
  }

  #startShown(): Start {
    const { w, b } = this.#shown.ground;
    return { w: w[0]!, b: b[0]! };
  }

  #fragment(): string | null {
    if (this.#state.playing) return null;
    const { entry, ground } = this.#shown;
    const { learning_rate } = ground.trajectory;
    const start = ground.live ? { ...this.#startShown(), learning_rate } : {};
    const fields = { sweep: this.#grounds.sweep.name, run: entry.id, ...start, epoch: this.epoch };
    return formatLink(this.figure.id, fields);
  }
}

function joined(...notes: string[]): string {
  return notes.filter(Boolean).join("; ");
}
