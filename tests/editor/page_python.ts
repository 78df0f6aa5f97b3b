/** Runs a Python file in the page's interpreter: `deno run page_python.ts FILE [FURTHER MODULES]`. */

import { furnish, HEAP, type Load, STACK } from "../../templates/player/editor/interpreter.ts";

const player = new URL("../../templates/player/", import.meta.url);
const packed = new URL("node_modules/@micropython/micropython-webassembly-pyscript/", player);
const { loadMicroPython } = await import(new URL("micropython.mjs", packed).href) as {
  loadMicroPython: Load;
};
const python = await loadMicroPython({
  url: new URL("micropython.wasm", packed).pathname,
  heapsize: HEAP,
  pystack: STACK,
  stdout: (bytes) => Deno.stdout.writeSync(bytes),
  linebuffer: false,
});
const folder = new URL("editor/python/", player);
const modules = Object.fromEntries(
  [...Deno.readDirSync(folder)].filter(({ name }) => name.endsWith(".py"))
    .map(({ name }) => [name, Deno.readTextFileSync(new URL(name, folder))]),
);
const [file, ...further] = Deno.args;
for (const path of further) {
  modules[path.replace(/^.*[/\\]/, "")] = Deno.readTextFileSync(path);
}
furnish(python, modules);
python.runPython(Deno.readTextFileSync(file!));
