/** Packs interpreter, modules, worker and frame into one page with one script, pinned by its hash. */

import { bundled } from "../bundled.ts";
import type { Packed } from "./frame.ts";

const here = new URL("./", import.meta.url);
const interpreter = new URL("../node_modules/@micropython/micropython-webassembly-pyscript/", here);

async function gzipped(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Text for a script element: what could end it is written otherwise. */
function literal(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c").replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}

/** The whole page, for `gdsim/static/runner.html`. */
export async function packed(): Promise<string> {
  const modules: Record<string, string> = {};
  const folder = new URL("python/", here);
  for (const name of [...Deno.readDirSync(folder)].map(({ name }) => name).sort()) {
    if (name.endsWith(".py")) modules[name] = Deno.readTextFileSync(new URL(name, folder));
  }
  const contents: Packed = {
    worker: await bundled("editor/worker.ts"),
    script: Deno.readTextFileSync(new URL("micropython.mjs", interpreter)),
    wasm: (await gzipped(Deno.readFileSync(new URL("micropython.wasm", interpreter)))).toBase64(),
    modules,
  };
  const frame = (await bundled("editor/frame.ts")).trim();
  const script = `const PACKED=${literal(contents)};${frame.replaceAll("</", "<\\/")}`;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(script));
  const hash = new Uint8Array(digest).toBase64();
  const policy = `default-src 'none'; script-src 'sha256-${hash}' blob: 'wasm-unsafe-eval'; ` +
    "worker-src blob:; connect-src 'none'; form-action 'none'; base-uri 'none'";
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta charset="utf-8">
<title>Python for the editor</title>
<meta name="robots" content="noindex">
<script>${script}</script>
</head>
<body></body>
</html>
`;
}
