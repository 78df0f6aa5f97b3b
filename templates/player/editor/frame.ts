/**
 * The room around the worker: a sandboxed frame of no origin. It starts an interpreter ahead of time, ends
 * one that runs too long or says too much, and passes on what is worth passing on.
 */

import {
  checkedAnswer,
  type Ended,
  type FromFrame,
  OUTPUT_LIMIT,
  type Request,
  TIME_LIMIT,
  type ToFrame,
} from "./messages.ts";
import type { Parts } from "./worker.ts";

/** What is packed into the frame's page: texts, and the WebAssembly as gzip in base64. */
export interface Packed {
  readonly worker: string;
  readonly script: string;
  readonly wasm: string;
  readonly modules: Readonly<Record<string, string>>;
}

declare const PACKED: Packed;

/** More than a worker has to say in its time, by far. */
const MOST_MESSAGES = 1000;

function tell(message: FromFrame): void {
  parent.postMessage(message, "*"); // this frame has no origin, and what it says is no secret
}

async function unpacked(base64: string): Promise<ArrayBuffer> {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return await new Response(stream).arrayBuffer();
}

function address(text: string): string {
  return URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
}

class Room {
  readonly #parts: Promise<Parts>;
  readonly #script: string;
  #worker!: Worker;
  #up = false;
  #waiting: Request | null = null;
  #running = false;
  #clock: ReturnType<typeof setTimeout> | undefined;
  #said = 0;
  #heard = 0;

  constructor({ worker, script, wasm, modules }: Packed) {
    this.#script = address(worker);
    this.#parts = unpacked(wasm).then((bytes) => ({
      script: address(script),
      wasm: bytes,
      modules,
    }));
    this.#open();
  }

  run(request: Request): void {
    if (this.#running || this.#waiting) return;
    this.#waiting = request;
    this.#begin();
  }

  stop(): void {
    if (this.#running || this.#waiting) this.#end("stopped");
  }

  /** A fresh interpreter, so that nothing of one run is left in the next. */
  #open(): void {
    const worker = this.#worker = new Worker(this.#script);
    this.#up = this.#running = false;
    this.#said = this.#heard = 0;
    worker.onmessage = ({ data }) => {
      if (worker === this.#worker) this.#hear(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (worker === this.#worker && this.#running) this.#end("failed");
    };
    void this.#parts.then((parts) => worker.postMessage({ parts }));
  }

  /** The clock starts when the interpreter is up. */
  #begin(): void {
    if (!this.#up || !this.#waiting) return;
    this.#worker.postMessage({ request: this.#waiting });
    this.#waiting = null;
    this.#running = true;
    this.#clock = setTimeout(() => this.#end("time"), TIME_LIMIT);
    tell({ type: "started" });
  }

  #hear(data: { type?: unknown; text?: unknown; answer?: unknown }): void {
    if (data?.type === "up" && !this.#up) {
      this.#up = true;
      tell({ type: "ready" });
      this.#begin();
    }
    this.#heard++;
    if (this.#heard > MOST_MESSAGES) return this.#end("failed");
    if (!this.#running || typeof data !== "object" || !data) return;
    if (data.type === "output" && typeof data.text === "string") {
      const text = data.text.slice(0, OUTPUT_LIMIT - this.#said);
      this.#said += text.length;
      if (text) tell({ type: "output", text });
    }
    if (data.type === "flood") this.#end("output");
    if (data.type === "failed") this.#end("failed");
    if (data.type === "answer") {
      const answer = checkedAnswer(data.answer);
      if (!answer) return this.#end("failed");
      this.#close();
      tell({ type: "answer", answer });
    }
  }

  #end(why: Ended): void {
    this.#waiting = null;
    this.#close();
    tell({ type: "ended", why });
  }

  #close(): void {
    clearTimeout(this.#clock);
    this.#worker.terminate();
    this.#open();
  }
}

const room = new Room(PACKED);

addEventListener("message", ({ source, data }: MessageEvent<ToFrame>) => {
  if (source !== parent) return;
  if (data.type === "run") room.run(data.request);
  if (data.type === "stop") room.stop();
});
