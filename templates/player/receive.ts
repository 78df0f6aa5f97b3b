/**
 * Data by classic scripts: the one way to read a file beside the page on file://.
 * A script that was asked for calls `gdsim.receive(record)` once.
 */

import { checked, type Outcomes, type Records, type Sweep, type WideSweep } from "./records.ts";

const awaited = new Map<HTMLOrSVGScriptElement, (record: unknown) => void>();
const loading = new Map<string, Promise<unknown>>();

/** Hands a record to whoever asked for the script that is running now. */
export function receive(record: unknown): void {
  const script = document.currentScript;
  if (script) awaited.get(script)?.(record);
}

/** The record in the script at `url`; each url is read once a page, a failure may be tried again. */
export function load<S extends keyof Records>(url: string, ...schemas: S[]): Promise<Records[S]> {
  let record = loading.get(url);
  if (!record) {
    record = inject(url);
    loading.set(url, record);
    record.catch(() => loading.delete(url));
  }
  return record.then((value) => checkedAt(url, value, schemas));
}

function checkedAt<S extends keyof Records>(url: string, value: unknown, schemas: S[]): Records[S] {
  try {
    return checked(value, ...schemas);
  } catch (error) {
    throw new Error(`${url}: ${(error as Error).message}`);
  }
}

function inject(url: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    const done = () => {
      awaited.delete(script);
      script.remove();
    };
    awaited.set(script, resolve);
    script.onload = () => {
      done();
      reject(new Error(`${url}: the file holds no record`)); // no effect once resolved
    };
    script.onerror = () => {
      done();
      reject(new Error(`${url}: the file cannot be read`));
    };
    script.src = url;
    document.head.append(script);
  });
}

/** Runs the classic script at `url`, once. */
export function loadScript(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      reject(new Error(`${url}: the file cannot be read`));
    };
    script.src = url;
    document.head.append(script);
  });
}

export type ReadOutcomes = (part: number) => Promise<Outcomes>;

/** Makes the runs that the index of a wide sweep does not list. */
export interface Unfolder {
  unfolded(record: WideSweep, read: ReadOutcomes): Sweep;
}

/** Where the records and the media of a site lie, from a page's `data-root`. */
export class Library {
  /** `unfolder` is asked for where a sweep is wide. */
  constructor(readonly root: string, readonly unfolder: () => Promise<Unfolder>) {}

  async sweep(name: string): Promise<Sweep> {
    const folder = `${this.root}runs/${part(name)}/`;
    const record = await load(`${folder}index.js`, "gdsim.sweep/1", "gdsim.wide-sweep/1");
    if ("runs" in record) return record;
    const { unfolded } = await this.unfolder();
    return unfolded(record, (k) => load(`${folder}outcomes-${k}.js`, "gdsim.outcomes/1"));
  }

  trajectory(sweep: string, run: string): Promise<Records["gdsim.trajectory/1"]> {
    return load(`${this.root}runs/${part(sweep)}/${part(run)}.js`, "gdsim.trajectory/1");
  }

  dataset(name: string): Promise<Records["gdsim.dataset/1"]> {
    return load(`${this.root}datasets/${part(name)}.js`, "gdsim.dataset/1");
  }

  video(sweep: string, run: string, scene: string): string {
    return this.media(sweep, run, scene, "mp4");
  }

  media(sweep: string, run: string, scene: string, format: string): string {
    return `${this.root}media/${part(sweep)}/${part(run)}/${part(scene)}.${part(format)}`;
  }

  /** The trajectory as a file to take away. */
  record(sweep: string, run: string): string {
    return `${this.root}runs/${part(sweep)}/${part(run)}.json`;
  }

  /** The page with the sweep's player alone. */
  embed(sweep: string): string {
    return `${this.root}embed/${part(sweep)}.html`;
  }
}

const part = encodeURIComponent;
