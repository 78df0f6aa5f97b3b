/** Data beside the page by classic scripts: the one way to read it on file://. Each is read once. */

import { ROOT } from "./root.ts";

declare global {
  interface Window {
    gdsimSite: { receive(name: string, record: unknown): void };
  }
}

const received = new Map<string, unknown>();
const loading = new Map<string, Promise<unknown>>();
globalThis.window.gdsimSite = { receive: (name, record) => void received.set(name, record) };

/** What the script at the site path `file` hands over under `name`; a failure may be tried again. */
export function data(name: string, file: string): Promise<unknown> {
  let promise = loading.get(name);
  if (!promise) {
    promise = inject(ROOT + file).then(() => {
      if (received.has(name)) return received.get(name);
      throw new Error(`${file} holds no ${name}`);
    });
    loading.set(name, promise);
    promise.catch(() => loading.delete(name));
  }
  return promise;
}

/** Runs the classic script at `url`. */
export function inject(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      reject(new Error(`${url} cannot be read`));
    };
    script.src = url;
    document.head.append(script);
  });
}
