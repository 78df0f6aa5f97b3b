/** The innermost room: an interpreter that does one request and is then thrown away. */

import { furnish, HEAP, type Interpreter, type Load, STACK } from "./interpreter.ts";
import { type Answer, OUTPUT_LIMIT, type Request } from "./messages.ts";

/** What the frame hands over: addresses and bytes of the interpreter, modules by file name. */
export interface Parts {
  readonly script: string;
  readonly wasm: ArrayBuffer;
  readonly modules: Readonly<Record<string, string>>;
}

const MOST_MEMORY = 128 << 20;
const PAGE = 1 << 16;
/** Output is sent on at most this often, in milliseconds. */
const PAUSE = 40;

const post = self.postMessage.bind(self);

/** Memory that would grow beyond its limit does not; Python then raises MemoryError. */
function limitMemory(): void {
  const { prototype } = WebAssembly.Memory;
  const grow = prototype.grow;
  prototype.grow = function (pages: number): number {
    if (this.buffer.byteLength + pages * PAGE > MOST_MEMORY) throw new RangeError("no more memory");
    return grow.call(this, pages);
  };
}

/** The interpreter fetches its WebAssembly: here it gets the bytes, and nothing else is ever fetched. */
function closeNetwork(wasm: ArrayBuffer): void {
  const { instantiate } = WebAssembly;
  Object.assign(WebAssembly, {
    instantiateStreaming: (_: unknown, imports: WebAssembly.Imports) => instantiate(wasm, imports),
  });
  const closed = () => {
    throw new Error("there is no network here");
  };
  for (
    const name of [
      "XMLHttpRequest",
      "WebSocket",
      "EventSource",
      "WebTransport",
      "importScripts",
      "indexedDB",
      "caches",
      "BroadcastChannel",
      "Worker",
    ]
  ) replace(name, closed);
  replace("fetch", () => null);
}

/** A name of this scope, and of what it inherits from, has this value for good. */
function replace(name: string, value: unknown): void {
  for (let scope: object | null = self; scope; scope = Object.getPrototypeOf(scope)) {
    if (scope !== self && !Object.hasOwn(scope, name)) continue;
    Object.defineProperty(scope, name, { value, writable: false, configurable: false });
  }
}

/**
 * The interpreter keeps what Python holds of JavaScript in this table, the global scope first. With nothing
 * in it, for good, no Python touches what is outside of its memory, however it came by `js` and `jsffi`.
 */
function closeDoors(): void {
  const nothing = Object.freeze(Object.create(null));
  replace("proxy_js_ref", Object.freeze([nothing, undefined]));
}

class Output {
  readonly #decoder = new TextDecoder();
  #text = "";
  #sent = performance.now();
  #length = 0;
  #over = false;

  take(bytes: Uint8Array): void {
    if (this.#over) return;
    const text = this.#decoder.decode(bytes, { stream: true });
    this.#text += text;
    this.#length += text.length;
    if (this.#length > OUTPUT_LIMIT) {
      this.#over = true;
      this.send();
      post({ type: "flood" });
    } else if (performance.now() - this.#sent > PAUSE) this.send();
  }

  send(): void {
    if (this.#text) post({ type: "output", text: this.#text });
    this.#text = "";
    this.#sent = performance.now();
  }
}

const output = new Output();

// What the interpreter grumbles when memory ends is no news for the page.
for (const name of ["error", "warn", "log"] as const) console[name] = () => {};

async function start({ script, wasm, modules }: Parts): Promise<Interpreter> {
  const { loadMicroPython } = await import(script) as { loadMicroPython: Load };
  closeNetwork(wasm);
  const python = await loadMicroPython({
    url: "python.wasm",
    heapsize: HEAP,
    pystack: STACK,
    stdout: (bytes) => output.take(bytes),
    linebuffer: false,
  });
  limitMemory();
  furnish(python, modules);
  python.runPython("import harness, numpy");
  closeDoors();
  return python;
}

function obey({ FS, runPython }: Interpreter, request: Request): Answer {
  const { code, points, ...rest } = request;
  FS.writeFile("/page/gradient_descent.py", code);
  FS.writeFile("/page/request.json", JSON.stringify(rest));
  FS.writeFile("/page/points.bin", bytesOf(points ? [...points.x, ...points.y] : []));
  runPython("harness.main()");
  const told = JSON.parse(new TextDecoder().decode(FS.readFile("/page/answer.json")));
  const path = told.epochs === undefined ? null : halves(FS.readFile("/page/path.bin"));
  const drawn = told.drawn === undefined ? null : halves(FS.readFile("/page/drawn.bin"));
  return {
    error: told.error ?? null,
    path: path && { w: path[0], b: path[1] },
    drawn: drawn && { x: drawn[0], y: drawn[1] },
  };
}

function bytesOf(numbers: readonly number[]): Uint8Array {
  return new Uint8Array(Float64Array.from(numbers).buffer);
}

function halves(bytes: Uint8Array): [number[], number[]] {
  const numbers = [...new Float64Array(bytes.slice().buffer)], half = numbers.length / 2;
  return [numbers.slice(0, half), numbers.slice(half)];
}

let python: Interpreter;

self.onmessage = async ({ data }: MessageEvent) => {
  try {
    if (data.parts) {
      python = await start(data.parts);
      post({ type: "up" });
      return;
    }
    const answer = obey(python, data.request);
    output.send();
    post({ type: "answer", answer });
  } catch (error) {
    output.send();
    post({ type: "failed", message: String(error) });
  }
};
