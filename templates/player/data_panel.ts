/** The reader's own data: dropped on the player, chosen, or pasted. It stays in the page. */

import { element, wordButton } from "./dom.ts";
import { digits } from "./format.ts";
import type { Dataset } from "./records.ts";

export type Reading = { readonly dataset: Dataset } | { readonly mistakes: readonly string[] };

/** Files beyond this size are not read. */
const LARGEST = 20_000_000;
const MOST_SHOWN = 8;

export class DataPanel {
  readonly element: HTMLElement;
  readonly #told = element("div", {
    class: "gdsim-data-told",
    role: "status",
    "aria-live": "polite",
  });
  readonly #read: (text: string, filename: string) => Reading;
  readonly #take: (dataset: Dataset) => Promise<void>;
  readonly #back: HTMLButtonElement;

  /** `read` makes data of text; `take` shows it, `back` goes back to the page's data. */
  constructor(
    read: (text: string, filename: string) => Reading,
    take: (dataset: Dataset) => Promise<void>,
    back: () => void,
  ) {
    this.#back = wordButton("Back to the data of this page", () => {
      this.#told.replaceChildren();
      back();
    });
    this.#read = read;
    this.#take = take;
    const file = element("input", {
      type: "file",
      accept: ".csv,.tsv,.txt,text/csv,text/plain",
      "aria-label": "A CSV file",
      class: "gdsim-file",
    });
    file.addEventListener("change", () => {
      if (file.files?.[0]) void this.readFile(file.files[0]);
      file.value = ""; // the same file, mended, can be chosen again
    });
    const pasted = element("textarea", {
      rows: "5",
      class: "gdsim-field",
      spellcheck: "false",
      "aria-label": "Two columns of numbers",
      placeholder: "spending,sales\n1,155\n2,197",
    });
    this.element = element(
      "div",
      {},
      element(
        "p",
        {},
        "Two columns with a header, x and y: drop a CSV file on the player, choose one, or paste it. " +
          "It stays in this page; nothing is sent.",
      ),
      file,
      pasted,
      wordButton("Use what is pasted", () => void this.read(pasted.value, "pasted text")),
      this.#told,
      this.#back,
    );
  }

  /** Offers the way back while data of the reader's are on screen. */
  show(own: boolean): void {
    this.#back.hidden = !own;
  }

  async readFile(file: File): Promise<void> {
    if (file.size > LARGEST) {
      this.#tell([
        `${file.name} has ${file.size.toLocaleString("en")} bytes; at most 20 million are read`,
      ]);
      return;
    }
    await this.read(await file.text(), file.name);
  }

  /** Shows the run on the data in `text`, or what is wrong with it. */
  async read(text: string, filename: string): Promise<void> {
    const reading = this.#read(text, filename);
    if ("mistakes" in reading) {
      this.#tell(reading.mistakes);
      return;
    }
    try {
      await this.#take(reading.dataset);
      this.#told.replaceChildren(element("p", {}, rangesOf(reading.dataset)));
    } catch (error) {
      this.#tell([(error as Error).message]);
    }
  }

  #tell(mistakes: readonly string[]): void {
    const shown = mistakes.slice(0, MOST_SHOWN).map((mistake) => element("li", {}, mistake));
    const rest = mistakes.length - shown.length;
    if (rest > 0) shown.push(element("li", {}, `and ${rest} more`));
    this.#told.replaceChildren(
      element("p", {}, "This cannot be used as it is:"),
      element("ul", { class: "gdsim-mistake" }, ...shown),
    );
  }
}

/** Row count and ranges of a dataset. */
export function rangesOf({ title, name, n, labels, points: { x, y } }: Dataset): string {
  const range = (label: string, values: readonly number[]) => {
    const [low, high] = values.reduce(
      ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
      [Infinity, -Infinity],
    );
    return `${label} from ${digits(low, 4)} to ${digits(high, 4)}`;
  };
  const rows = n === 1 ? "1 row" : `${n.toLocaleString("en")} rows`;
  return `${title || name}: ${rows}, ${range(labels.x, x)}, ` +
    `${range(labels.y, y)}.`;
}
