/** Bundles every script of a site into the folder named; a file that stays the same is left alone. */

import { packed } from "./editor/pack.ts";
import { bundled } from "./bundled.ts";

/** What each script starts from. */
const SCRIPTS = {
  "beside.js": "beside.ts",
  "compute.js": "compute.ts",
  "editor.js": "editor/main.ts",
  "first.js": "site/first.ts",
  "gallery.js": "site/gallery_part.ts",
  "lesson.js": "site/lesson.ts",
  "live.js": "site/live.ts",
  "player.js": "main.ts",
  "race.js": "race_part.ts",
  "search.js": "site/search/main.ts",
  "site.js": "site/main.ts",
  "tools.js": "tools.ts",
  "wide.js": "wide_part.ts",
};

/** Whoever reads the folder meanwhile meets the old file or the new one, never a part of one. */
function replace(path: string, text: string): void {
  try {
    if (Deno.readTextFileSync(path) === text) return;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const beside = `${path}.${Deno.pid}`;
  Deno.writeTextFileSync(beside, text);
  Deno.renameSync(beside, path);
}

const [folder] = Deno.args;
if (!folder) throw new Error("name the folder: deno task bundle");
Deno.mkdirSync(folder, { recursive: true });
const made = Object.entries(SCRIPTS).map(async ([name, entry]) => [name, await bundled(entry)]);
const files = await Promise.all([...made, packed().then((page) => ["runner.html", page])]);
for (const [name, text] of files) replace(`${folder}/${name}`, text!);
