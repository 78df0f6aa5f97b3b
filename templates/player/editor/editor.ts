/** One listing that can be changed and run: text, buttons, numbers, what it prints and what came of it. */

import { element, textField, tick, wordButton } from "../dom.ts";
import type { GivenRun } from "../given_run.ts";
import type { Task } from "../start.ts";
import { rateInWords } from "../numerics/words.ts";
import { Wrapper } from "./console.ts";
import { diff, excerpt } from "./diff.ts";
import { Listing } from "./listing.ts";
import {
  type Answer,
  type Ended,
  MOST_EPOCHS,
  MOST_POINTS,
  OUTPUT_LIMIT,
  TIME_LIMIT,
} from "./messages.ts";
import type { Runner } from "./runner.ts";

/** What an editor asks of the player beside it. */
export interface Stage {
  readonly figure: HTMLElement;
  readonly ready: Promise<void>;
  readonly task: Task;
  showRun(run: GivenRun, options: { race: boolean }): Promise<void>;
  play(): Promise<void>;
}

export interface Options {
  readonly source: string;
  /** What "what changed" compares with. */
  readonly base: string;
  readonly label: string;
  readonly runner: () => Runner;
  readonly stage: Stage | null;
  /** Numbers that the listing is run with whatever the player shows. */
  readonly fixed: Partial<Record<NumberName, number>>;
}

type NumberName = "learning_rate" | "epochs" | "w" | "b";

const NUMBERS: readonly [NumberName, string][] = [
  ["learning_rate", "learning rate"],
  ["epochs", "epochs"],
  ["w", "start w"],
  ["b", "start b"],
];

const ENDED: Readonly<Record<Ended, string>> = {
  time: `Ended: it ran longer than ${TIME_LIMIT / 1000} seconds. Is there a loop that never ends?`,
  output: `Ended: it printed more than ${OUTPUT_LIMIT / 1000} thousand characters.`,
  stopped: "Stopped.",
  failed: "Ended: Python broke down; the code may have asked for too much memory or recursion.",
};

export class Editor {
  readonly element = element("div", { class: "gdsim-editor" });
  readonly #options: Options;
  readonly #listing: Listing;
  readonly #run: HTMLButtonElement;
  readonly #stop: HTMLButtonElement;
  readonly #changes = element("pre", {
    class: "gdsim-changes",
    tabindex: "0",
    "aria-label": "What changed",
  });
  readonly #status = element("p", { class: "gdsim-editor-status", role: "status" });
  readonly #console = element("pre", {
    class: "gdsim-console",
    tabindex: "0",
    "aria-label": "What the code printed",
  });
  readonly #fields = new Map<NumberName, HTMLInputElement>();
  readonly #typed = new Set<NumberName>();
  #wrapper = new Wrapper();
  #race = false;

  constructor(options: Options) {
    this.#options = options;
    this.#listing = new Listing(options.source, options.label, {
      run: () => void this.run(),
      changed: () => this.#compare(),
    });
    this.#run = element("button", { type: "button", class: "gdsim-run" }, "Run");
    this.#run.addEventListener("click", () => void this.run());
    this.#run.title = "Ctrl or ⌘ with Enter";
    this.#stop = wordButton("Stop", () => options.runner().stop());
    this.#stop.disabled = true;
    const reset = wordButton("Reset", () => this.#reset());
    const compare = wordButton("What changed", () => {
      this.#changes.hidden = !this.#changes.hidden;
      compare.setAttribute("aria-expanded", String(!this.#changes.hidden));
      this.#compare();
    });
    compare.setAttribute("aria-expanded", "false");
    this.#changes.hidden = this.#console.hidden = true;
    const bar = element(
      "div",
      { class: "gdsim-editor-bar" },
      this.#run,
      this.#stop,
      reset,
      compare,
    );
    this.element.append(this.#listing.element, bar);
    if (options.stage) this.element.append(this.#numbers(options.stage));
    this.element.append(this.#status, this.#console, this.#changes);
  }

  focus(): void {
    this.#listing.focus();
  }

  async run(): Promise<void> {
    const { runner, stage } = this.#options;
    if (runner().busy) return this.#say("Another listing is running; stop it first.");
    this.#listing.tell(null);
    this.#console.textContent = "";
    this.#console.hidden = true;
    this.#wrapper = new Wrapper();
    try {
      await stage?.ready;
      const task = stage ? this.#task(stage.task) : null;
      this.#busy(true);
      this.#say("Starting Python …");
      const outcome = await runner().run({
        code: this.#listing.text,
        points: task && task.points,
        w: task?.w ?? 0,
        b: task?.b ?? 0,
        learning_rate: task?.learning_rate ?? 0,
        epochs: task?.epochs ?? 0,
      }, {
        started: () => this.#say("Running …"),
        output: (text) => this.#print(text),
      });
      if ("ended" in outcome) {
        this.#say(Object.hasOwn(ENDED, outcome.ended) ? ENDED[outcome.ended] : ENDED.failed);
      } else await this.#show(outcome.answer, task);
    } catch (error) {
      this.#say((error as Error).message);
    } finally {
      this.#busy(false);
    }
  }

  async #show({ error, path, drawn }: Answer, task: Task | null): Promise<void> {
    if (error) {
      const { kind, message, line, trace } = error;
      const words = `${kind}: ${message}`;
      this.#listing.tell(line ? { line, message: words } : null);
      if (trace) this.#print(`${trace}\n${words}\n`);
      return this.#say(line ? `gradient_descent.py, line ${line}: ${words}` : words);
    }
    const { stage } = this.#options;
    if (!path || !task || !stage) {
      const nothing = this.#console.hidden ? "Done; it printed nothing." : "Done.";
      return this.#say(
        stage ? `${nothing} Define step(w, b, learning_rate) to see it descend.` : nothing,
      );
    }
    const race = this.#race && !drawn;
    await stage.showRun({ ...path, learning_rate: task.learning_rate, points: drawn }, { race });
    void stage.play();
    const updates = path.w.length - 1;
    const words = [`${updates} ${updates === 1 ? "update" : "updates"}, shown in the player.`];
    if (drawn) words.push("Its own DATA_X and DATA_Y are drawn.");
    if (drawn && this.#race) words.push("There is no race on other data.");
    this.#say(words.join(" "));
  }

  /** The player's task with the numbers that the reader or the author chose instead. */
  #task(task: Task): Task {
    const numbers: Record<NumberName, number> = { ...task, ...this.#options.fixed };
    for (const [name, label] of NUMBERS) {
      const field = this.#fields.get(name)!;
      if (!this.#typed.has(name)) continue;
      const value = Number(field.value.trim().replace("−", "-"));
      const whole = name !== "epochs" || (Number.isInteger(value) && value <= MOST_EPOCHS);
      const positive = name === "w" || name === "b" || value > 0;
      const bad = !field.value.trim() || !Number.isFinite(value) || !whole || !positive;
      field.setAttribute("aria-invalid", String(bad));
      if (bad) {
        const wanted = name === "epochs"
          ? `a whole number from 1 to ${MOST_EPOCHS}`
          : positive
          ? "a number"
          : "a number above 0";
        throw new RangeError(
          `${label} must be ${wanted}, got ${field.value.slice(0, 40) || "nothing"}`,
        );
      }
      numbers[name] = value;
    }
    if (task.points.x.length > MOST_POINTS) {
      throw new RangeError(
        `the editor takes at most ${MOST_POINTS} points; these are ${task.points.x.length}`,
      );
    }
    numbers.epochs = Math.min(numbers.epochs, MOST_EPOCHS);
    return { points: task.points, ...numbers };
  }

  #numbers(stage: Stage): HTMLElement {
    const box = element("div", { class: "gdsim-editor-numbers", role: "group" });
    box.setAttribute("aria-label", "What it runs with");
    for (const [name, label] of NUMBERS) {
      const field = textField(label, { inputmode: "decimal", name });
      field.input.addEventListener("input", () => this.#typed.add(name));
      this.#fields.set(name, field.input);
      box.append(field.box);
    }
    box.append(tick("race the unchanged algorithm", (on) => this.#race = on).box);
    const follow = () => this.#fill(stage.task);
    void stage.ready.then(() => {
      follow();
      stage.figure.addEventListener("gdsim:change", follow);
    }, () => {});
    return box;
  }

  /** The fields follow the player until something is typed. */
  #fill(task: Task): void {
    for (const [name] of NUMBERS) {
      if (this.#typed.has(name)) continue;
      const value = this.#options.fixed[name] ?? task[name];
      const words = name === "learning_rate" ? rateInWords(value) : String(value);
      this.#fields.get(name)!.value = words;
    }
  }

  #reset(): void {
    this.#listing.text = this.#options.source;
    this.#listing.tell(null);
    this.#typed.clear();
    for (const field of this.#fields.values()) field.removeAttribute("aria-invalid");
    if (this.#options.stage) this.#fill(this.#options.stage.task);
    this.#say("As it was.");
  }

  #compare(): void {
    if (this.#changes.hidden) return;
    const lines = excerpt(diff(this.#options.base, this.#listing.text));
    const marks = { same: "  ", gone: "− ", new: "+ " } as const;
    this.#changes.replaceChildren(
      ...(lines.length
        ? lines.map((line) =>
          line
            ? element("span", { class: `gdsim-${line.kind}` }, `${marks[line.kind]}${line.text}\n`)
            : element("span", { class: "gdsim-same" }, "  …\n")
        )
        : ["Nothing yet."]),
    );
  }

  #print(text: string): void {
    this.#console.hidden = false;
    this.#console.append(this.#wrapper.wrap(text));
    this.#console.scrollTop = this.#console.scrollHeight;
  }

  #say(words: string): void {
    this.#status.textContent = words;
  }

  #busy(on: boolean): void {
    this.#run.disabled = on;
    this.#stop.disabled = !on;
    this.element.classList.toggle("gdsim-running", on);
  }
}
