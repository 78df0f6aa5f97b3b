/** One figure's player: its methods, and the parts that they and the reader act on. */

import { Address } from "./address.ts";
import { Controls } from "./controls.ts";
import { describe, restore, toggleFullScreen, upgrade } from "./figure.ts";
import type { GivenRun } from "./given_run.ts";
import { Grounds } from "./grounds.ts";
import { actionOf, isTaken, KEYS_IN_WORDS } from "./keys.ts";
import { whenNear } from "./lazy.ts";
import { LegendPlace } from "./legend_place.ts";
import { follow, fragmentOf, type Linked, openAsWritten, rivalsOf } from "./links.ts";
import { paletteAt, watchPalette } from "./palette.ts";
import { Panels } from "./panels.ts";
import type { LoadPart } from "./parts.ts";
import type { Link, RunLink } from "./permalink.ts";
import { COMPUTABLE, NAMED } from "./reach.ts";
import { Library } from "./receive.ts";
import { type Dataset, LINE, type Trajectory } from "./records.ts";
import type { Wish } from "./runs.ts";
import { Session } from "./session.ts";
import { Settings } from "./settings.ts";
import { Stage } from "./stage.ts";
import { type Task, taskOf } from "./start.ts";
import { type Action, statusOf } from "./state.ts";
import { mergedEpochs } from "./time_scale.ts";
import { Transport } from "./transport.ts";
import { viewNames, Views } from "./view_list.ts";
import type { Ground } from "./views/view.ts";

export class Player {
  readonly figure: HTMLElement;
  readonly #controls: Controls;
  readonly #stage: Stage;
  readonly #views: Views;
  readonly #transport: Transport;
  readonly #legend: LegendPlace;
  readonly #load: LoadPart;
  readonly #settings: Settings;
  readonly #panels: Panels;
  readonly #address = new Address(() =>
    this.#transport.state.playing ? null : fragmentOf(this.#linked)
  );
  readonly #link: Link | null;
  #session!: Session; // set before `ready` resolves
  #ready: Promise<void> | null = null;
  #started = false;
  #announced = "";

  /** Takes the figure's place at once; data is read when it comes near, is touched, or a method is called. */
  constructor(figure: HTMLElement, link: Link | null, load: LoadPart) {
    this.figure = figure;
    this.#link = link;
    this.#load = load;
    this.#legend = new LegendPlace(rivalsOf(figure).length, load);
    const start = (w: number, b: number) => this.#try(this.start(w, b));
    this.#stage = new Stage(viewNames(figure), {
      start,
      place: (index) => void this.#use({ type: "place", index: this.#onTimeline(index) }),
      settled: () => this.#address.keep(),
      camera: () => this.#moved(),
    });
    this.#stage.element.setAttribute("aria-label", `Animation. ${KEYS_IN_WORDS}`);
    this.#views = new Views(this.#stage, figure);
    this.#controls = new Controls((action) => void this.#use(action), () => this.#address.keep());
    this.#transport = new Transport(
      (state) => {
        this.#controls.draw(state);
        this.#announce();
      },
      () => this.#address.keep(),
      (moment) => {
        this.#legend.draw(moment);
        return this.#stage.draw(moment);
      },
    );
    const choose = (wish: Wish) => this.#try(this.select(wish));
    this.#settings = new Settings(figure, choose, () => {
      this.#settings.show(this.#session);
      this.#panels.askStart();
      this.#controls.say("type w and b below, or press a point of the landscape");
    });
    this.#panels = new Panels(figure, {
      choose,
      start,
      own: (dataset) => this.own(dataset),
      addRival: () => this.#try(this.addRival()),
      toggleView: (name, visible) => {
        this.#address.claim();
        this.#showViews(this.#views.with(name, visible));
      },
      setViews: (options) => {
        this.#stage.set(options);
        this.#redraw();
      },
    }, load);
    upgrade(figure, {
      stage: this.#stage.element,
      legend: this.#legend.element,
      dock: this.#controls.dock,
      settings: this.#settings.element,
      status: this.#controls.status,
      folds: this.#panels.folds.element,
    });
    figure.addEventListener("keydown", (event) => this.#onKey(event));
    if (link) void this.ready;
    else whenNear(figure, () => void this.ready);
  }

  /** Resolves when the first run is drawn; rejects where the player cannot start. Asking starts it. */
  get ready(): Promise<void> {
    if (this.#ready) return this.#ready;
    this.#ready = this.#open().catch((error) => {
      restore(this.figure, error);
      throw error;
    });
    this.#ready.catch(() => {}); // said in the figure; whoever awaits a method meets it too
    return this.#ready;
  }

  get run(): string {
    return this.trajectory?.id ?? this.figure.dataset.run ?? "";
  }

  get epoch(): number {
    return this.#transport.epoch;
  }

  get status(): string {
    return statusOf(this.#transport.state);
  }

  get trajectory(): Trajectory | null {
    return this.ground?.trajectory ?? null;
  }

  /** The run on screen with all that views draw of it; null before the first. */
  get ground(): Ground | null {
    return this.#session?.shown?.arrival.ground ?? null;
  }

  /** Ids of the runs beside the one that is steered. */
  get rivals(): readonly string[] {
    return this.#session?.rivals.map(({ arrival }) => arrival.ground.trajectory.id) ?? [];
  }

  /** Names of the views that are shown. */
  get views(): readonly string[] {
    return this.#views.shown;
  }

  set views(names: readonly string[]) {
    void this.ready.then(() => {
      this.#address.claim();
      this.#showViews(names);
    });
  }

  /** The permalink of what is on screen; null while nobody has changed it. */
  get link(): string | null {
    return this.#started && (this.#link || this.#address.claimed) ? fragmentOf(this.#linked) : null;
  }

  /** Where the surface is seen from, as a permalink has it. */
  get camera(): string | null {
    return this.#stage.camera;
  }

  set camera(text: string | null) {
    void this.ready.then(() => {
      this.#stage.camera = text;
      void this.#transport.draw();
      this.#moved();
    });
  }

  /** Goes to the stored epoch nearest to `epoch`. */
  seek(epoch: number): Promise<void> {
    return this.#apply({ type: "seek", epoch: Number(epoch) });
  }

  step(by = 1): Promise<void> {
    return this.#apply({ type: "step", by: Number(by) || 0 });
  }

  /** Plays on, or back where `direction` is negative. */
  play(direction = 1): Promise<void> {
    return this.#apply({ type: "play", direction: direction < 0 ? -1 : 1 });
  }

  pause(): Promise<void> {
    return this.#apply({ type: "pause" });
  }

  /** Goes to the run with these fields, swept or computed; others are kept where they can be. */
  select(wish: Wish): Promise<void> {
    return this.#change(() => this.#session.select(wish));
  }

  /** Runs from (w, b): computed here where it can be, else the run that starts nearest. */
  start(w: number, b: number): Promise<void> {
    return this.#change(() => this.#session.start(Number(w), Number(b)));
  }

  /** Runs on the reader's data, which stay in the page. */
  own(dataset: Dataset): Promise<void> {
    return this.#change(() => this.#session.own(dataset));
  }

  /** What the chosen run does, for code of the reader's to do; after `ready`. */
  get task(): Task {
    return taskOf(this.#session.chosen);
  }

  /** Shows params that the reader's code has computed; with `race` beside the chosen run. */
  showRun(run: GivenRun, { race = false } = {}): Promise<void> {
    return this.#change(() => this.#session.showRun(run, race));
  }

  /** Keeps a run on screen beside the one that is steered: this one, or one by its id or fields. */
  addRival(run?: string | RunLink | Wish): Promise<void> {
    return this.#change(() => this.#session.addRival(typeof run === "string" ? { run } : run));
  }

  removeRival(index: number): Promise<void> {
    return this.#change(() => this.#session.removeRival(index));
  }

  /** Shows what a permalink asks for, as far as it exists, and says where it does not. */
  async restore(link: Link): Promise<void> {
    await this.ready;
    this.#address.claim();
    await follow(link, this.#linked);
  }

  async #open(): Promise<void> {
    const { sweep: name = "", root = "" } = this.figure.dataset;
    const library = new Library(root, () => this.#load("wide"));
    if (rivalsOf(this.figure).length) void this.#load("race").catch(() => {}); // said in its place
    const sweep = await library.sweep(name);
    if (!sweep.runs.length) throw new Error(`sweep ${name} has no runs`);
    const grounds = new Grounds(library, sweep, () => this.#load("compute"));
    this.#session = new Session(grounds, NAMED, (note) => this.#present(note));
    if (sweep.model.name !== LINE) {
      // Without that script the films are still there.
      grounds.curve = await this.#load("compute").then(
        (c) => c.curveOf(sweep.model.name),
        () => null,
      );
    }
    this.#stage.open(sweep, grounds.curve, paletteAt(this.figure));
    this.#views.open();
    const { session, views } = this.#linked;
    this.#panels.open({
      sweep,
      library,
      fields: this.#settings.open(sweep),
      computable: COMPUTABLE,
      viewNames: this.#stage.names,
      shown: () => session.shown,
      views: () => views.shown,
      options: () => this.#stage.options,
      picture: (view) => this.#stage.picture(view),
      address: () => location.href.replace(/#.*$/, "") + fragmentOf(this.#linked),
    });
    await (this.#link ? follow(this.#link, this.#linked) : openAsWritten(this.#linked));
    const redraw = () => this.#redraw();
    watchPalette(redraw);
    new ResizeObserver(redraw).observe(this.#stage.element);
    this.#started = true;
  }

  get #linked(): Linked {
    return {
      figure: this.figure,
      session: this.#session,
      stage: this.#stage,
      transport: this.#transport,
      views: this.#views,
      showViews: (names) => this.#showViews(names),
    };
  }

  /** Puts the session's runs on screen. */
  async #present(note: string): Promise<void> {
    const { ground, rivals } = this.#session;
    const { trajectory, limits } = ground;
    const grounds = [ground, ...rivals.map(({ arrival }) => arrival.ground)];
    this.#settings.show(this.#session);
    this.#panels.show(this.#session);
    this.#controls.show(trajectory, limits);
    this.#stage.show(grounds);
    const told = this.#legend.show(grounds, (k) => this.#try(this.removeRival(k - 1)));
    const { epoch } = trajectory.path, ends = epoch[epoch.length - 1]!;
    const epochs = mergedEpochs(grounds.map(({ trajectory: { path } }) => path.epoch));
    this.#transport.run = epoch;
    const drawn = this.#transport.act({
      type: "run",
      epochs,
      outcome: trajectory.outcome,
      ends,
      note,
    });
    const words = await told;
    if (ground === this.#session.ground) describe(this.figure, words ?? trajectory.description);
    await drawn;
  }

  async #apply(action: Action): Promise<void> {
    await this.ready;
    await this.#use(action);
  }

  async #change(change: () => Promise<void>): Promise<void> {
    await this.ready;
    this.#address.claim();
    await change();
    this.#address.keep();
  }

  /** An action of the reader. */
  #use(action: Action): Promise<void> {
    if (!this.#started) return this.ready.then(() => this.#use(action));
    this.#address.claim();
    const drawn = this.#transport.act(action);
    if (!this.#transport.state.playing) this.#address.keep();
    return drawn;
  }

  /** Where a wish cannot be met, says why and shows again what is on screen. */
  #try(wish: Promise<void>): void {
    wish.catch((error: Error) => this.#started ? this.#present(error.message) : undefined);
  }

  #showViews(names: readonly string[]): string {
    const note = this.#views.show(names);
    this.#panels.showViews();
    this.#redraw();
    this.#address.keep();
    return note;
  }

  #moved(): void {
    this.#address.claim();
    this.#address.keep();
  }

  #redraw(): void {
    this.#stage.refresh(paletteAt(this.figure));
    void this.#transport.draw();
  }

  /** Position on the timeline of a position in the path of the run on screen. */
  #onTimeline(index: number): number {
    const epoch = this.trajectory?.path.epoch[index] ?? 0;
    return this.#transport.state.epochs.indexOf(epoch);
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
    const fills = event.key === "f" || event.key === "F";
    const action = fills ? null : actionOf(event.key, event.shiftKey, this.#transport.state);
    if (!action && !(fills && toggleFullScreen(this.figure))) return;
    event.preventDefault();
    if (action) void this.#use(action);
  }
}
