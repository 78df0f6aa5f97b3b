/** What code prints, made fit to be shown: browsers take minutes for some lines without end. */

/** Characters after which a line is broken. */
const LONGEST = 500;
/** What moves a cursor or turns the direction of what follows; tabs and ends of lines stay. */
// deno-lint-ignore no-control-regex -- these are what it looks for
const MOVING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Takes text as it comes, in pieces of any length. */
export class Wrapper {
  #column = 0;

  /** The next piece as it is shown. */
  wrap(text: string): string {
    const shown: string[] = [];
    for (const [number, line] of text.replace(MOVING, "\ufffd").split("\n").entries()) {
      if (number) {
        shown.push("\n");
        this.#column = 0;
      }
      for (let from = 0; from < line.length;) {
        if (this.#column === LONGEST) {
          shown.push("\n");
          this.#column = 0;
        }
        const piece = line.slice(from, from + LONGEST - this.#column);
        shown.push(piece);
        this.#column += piece.length;
        from += piece.length;
      }
    }
    return shown.join("");
  }
}
