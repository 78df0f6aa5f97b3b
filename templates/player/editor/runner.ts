/** The page's side of the sandbox: one frame for all editors of a page. */

import type { Answer, Ended, FromFrame, Request, ToFrame } from "./messages.ts";
import { checkedAnswer, OUTPUT_LIMIT } from "./messages.ts";

/** Python that is not up by then will not come. */
const PATIENCE = 20_000;

export type Outcome = { readonly answer: Answer } | { readonly ended: Ended };

export interface Listener {
  started(): void;
  output(text: string): void;
}

interface Job extends Listener {
  resolve(outcome: Outcome): void;
  said: number;
}

export class Runner {
  readonly #frame: HTMLIFrameElement;
  readonly #ready: Promise<void>;
  #job: Job | null = null;

  constructor(address: string) {
    this.#frame = document.createElement("iframe");
    this.#frame.setAttribute("sandbox", "allow-scripts");
    this.#frame.setAttribute("referrerpolicy", "no-referrer");
    this.#frame.title = "Python";
    this.#frame.hidden = true;
    this.#ready = new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error("Python did not start here")), PATIENCE);
      addEventListener("message", ({ source, data }) => {
        if (source !== this.#frame.contentWindow) return;
        if (data?.type === "ready") {
          clearTimeout(late);
          resolve();
        }
        this.#hear(data);
      });
    });
    this.#ready.catch(() => {}); // told by `run`
    this.#frame.src = address;
    document.body.append(this.#frame);
  }

  get busy(): boolean {
    return this.#job !== null;
  }

  async run(request: Request, listener: Listener): Promise<Outcome> {
    if (this.#job) throw new Error("another run is not done yet");
    const done = new Promise<Outcome>((resolve) => {
      this.#job = { ...listener, resolve, said: 0 };
    });
    try {
      await this.#ready;
    } catch (error) {
      this.#job = null;
      throw error;
    }
    this.#tell({ type: "run", request });
    return await done;
  }

  stop(): void {
    if (this.#job) this.#tell({ type: "stop" });
  }

  #tell(message: ToFrame): void {
    this.#frame.contentWindow?.postMessage(message, "*"); // the frame has no origin to name
  }

  /** What comes from the frame may have been forged by the code that ran there. */
  #hear(data: FromFrame): void {
    const job = this.#job;
    if (!job || typeof data !== "object" || data === null) return;
    if (data.type === "started") job.started();
    if (data.type === "output" && typeof data.text === "string") {
      const text = data.text.slice(0, OUTPUT_LIMIT - job.said);
      job.said += text.length;
      if (text) job.output(text);
    }
    if (data.type === "answer") {
      const answer = checkedAnswer(data.answer);
      this.#finish(answer ? { answer } : { ended: "failed" });
    }
    if (data.type === "ended") this.#finish({ ended: data.why });
  }

  #finish(outcome: Outcome): void {
    const job = this.#job;
    this.#job = null;
    job?.resolve(outcome);
  }
}
