/** The page's address follows the player last used, once things have come to rest. */

const DELAY_MS = 150;

let inUse: Address | null = null;

export class Address {
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether the reader has used this player at all. */
  claimed = false;

  /** `fragment` gives the address of the state, or null while there is none to keep. */
  constructor(readonly fragment: () => string | null) {}

  /** The reader uses this player now; others no longer write. */
  claim(): void {
    inUse = this;
    this.claimed = true;
  }

  /** Writes soon; browsers slow down pages that write at each key press. */
  keep(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const fragment = inUse === this ? this.fragment() : null;
      if (fragment) history.replaceState(history.state, "", fragment);
    }, DELAY_MS);
  }
}
