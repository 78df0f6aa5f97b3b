/** What an interpreter of Python is here, and how it gets the modules of the page. */

export interface Interpreter {
  readonly FS: {
    mkdir(path: string): void;
    writeFile(path: string, content: string | Uint8Array): void;
    readFile(path: string): Uint8Array;
  };
  runPython(code: string): void;
}

export type Load = (options: {
  url: string;
  heapsize: number;
  pystack: number;
  stdout(line: Uint8Array): void;
  linebuffer: false;
}) => Promise<Interpreter>;

/** Bytes of heap to start with, and words of stack: enough for a recursion of some hundred calls. */
export const HEAP = 8 << 20, STACK = 1 << 14;

const FOLDER = "/page";

/** Our modules come before those that are built in. */
export function furnish(python: Interpreter, modules: Readonly<Record<string, string>>): void {
  python.FS.mkdir(FOLDER);
  for (const [name, text] of Object.entries(modules)) {
    python.FS.writeFile(`${FOLDER}/${name}`, text);
  }
  python.runPython(`import sys; sys.path[:] = ["${FOLDER}"] + sys.path[1:]`);
}
