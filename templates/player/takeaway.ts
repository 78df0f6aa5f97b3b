/** What a reader takes away: the run as files, a picture of a view, the address, the player for another page. */

import { element, wordButton } from "./dom.ts";
import { words } from "./format.ts";
import type { Known } from "./panels.ts";
import type { Trajectory } from "./records.ts";

export class TakeAway {
  readonly element = element("div", {});
  readonly #from: Known;
  readonly #files = element("ul", { class: "gdsim-files" });
  readonly #link = copyable("Link to this state", "Copy link");
  readonly #embed = copyable("The player for another page", "Copy embed code");
  readonly #told = element("p", { class: "gdsim-mistake", role: "status", "aria-live": "polite" });

  constructor(from: Known) {
    this.#from = from;
    this.element.append(this.#link.box, this.#files, this.#embed.box, this.#told);
  }

  /** Lists what there is of the run on screen. */
  refresh(): void {
    const { library, sweep } = this.#from;
    const { aim, arrival: { ground: { trajectory, live } } } = this.#from.shown();
    const run = aim.entry.id;
    const name = live ? `${sweep.name}-live` : run;
    const items = [
      this.#save("CSV", `${name}.csv`, () => blob(csvOf(trajectory), "text/csv")),
      live
        ? this.#save("JSON", `${name}.json`, () => blob(jsonOf(trajectory), "application/json"))
        : download("JSON", library.record(sweep.name, run)),
    ];
    if (!live) {
      for (const format of sweep.formats.filter((format) => format === "gif" || format === "mp4")) {
        for (const scene of sweep.scenes) {
          const url = library.media(sweep.name, run, scene, format);
          items.push(download(`${format.toUpperCase()} of ${words(scene)}`, url));
        }
      }
    }
    for (const view of this.#from.views().filter((view) => DRAWN.includes(view))) {
      items.push(
        this.#save(`PNG of ${words(view)}`, `${name}.${view}.png`, () => this.#from.picture(view)),
      );
    }
    this.#files.replaceChildren(...items.map((item) => element("li", {}, item)));
    this.#link.field.value = this.#from.address();
    this.#embed.field.value = embedCode(library.embed(sweep.name), sweep.title || sweep.name);
    this.#told.textContent = aim.wanted.dataset
      ? "Your data are in no link and no embed: they stay in this page."
      : "";
  }

  #save(label: string, filename: string, make: () => Blob | Promise<Blob>): HTMLButtonElement {
    return wordButton(label, async () => {
      try {
        save(await make(), filename);
      } catch (error) {
        this.#told.textContent = (error as Error).message;
      }
    });
  }
}

/** Views that are drawn in the page, and so can be saved. */
const DRAWN: readonly string[] = ["fit", "surface", "contour", "loss", "params"];

/** One line a stored epoch: epoch, params, loss, gradient norm. */
export function csvOf({ path }: Trajectory): string {
  const names = Object.keys(path.params);
  const columns = [
    path.epoch,
    ...names.map((name) => path.params[name]!),
    path.loss,
    path.gradient_norm,
  ];
  const head = ["epoch", ...names, "loss", "gradient_norm"].join();
  const rows = path.epoch.map((_, k) => columns.map((column) => String(column[k] ?? "")).join());
  return `${[head, ...rows].join("\n")}\n`;
}

/** The trajectory as its schema writes it; what is not finite is null, as JSON has no word for it. */
export function jsonOf(trajectory: Trajectory): string {
  return `${JSON.stringify(trajectory)}\n`;
}

/** An iframe of the player alone. */
export function embedCode(url: string, title: string): string {
  return `<iframe src="${escaped(url)}" title="${escaped(title)}" width="100%" height="720" ` +
    `style="border:0" loading="lazy" allow="fullscreen; clipboard-write"></iframe>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

function blob(text: string, type: string): Blob {
  return new Blob([text], { type: `${type};charset=utf-8` });
}

function save(data: Blob, filename: string): void {
  const url = URL.createObjectURL(data);
  const link = element("a", { href: url, download: filename });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function download(label: string, url: string): HTMLAnchorElement {
  return element("a", { class: "gdsim-word-button", href: url, download: "" }, label);
}

/** A line of text with a button that copies it; where the clipboard is refused the text is selected. */
function copyable(label: string, words: string): { box: HTMLElement; field: HTMLInputElement } {
  const field = element("input", {
    type: "text",
    class: "gdsim-field",
    readonly: "",
    "aria-label": label,
  });
  field.addEventListener("focus", () => field.select());
  const told = element("span", { class: "gdsim-copied", role: "status", "aria-live": "polite" });
  const button = wordButton(words, async () => {
    told.textContent = "";
    try {
      await navigator.clipboard.writeText(field.value);
      told.textContent = "copied";
    } catch {
      field.focus();
      field.select();
      told.textContent = "selected: copy it with Ctrl+C";
    }
  });
  return { box: element("div", { class: "gdsim-copy" }, field, button, told), field };
}
