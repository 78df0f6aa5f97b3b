/** The clock: tells the seconds between animation frames while it runs, and nothing else. */

/** A tab that was hidden does not leap ahead when it comes back. */
const LONGEST_FRAME = 0.25;

export class Clock {
  #request = 0;
  #before = 0;

  constructor(readonly tick: (seconds: number) => void) {}

  run(running: boolean): void {
    if (running === (this.#request !== 0)) return;
    if (running) {
      this.#before = 0;
      this.#request = requestAnimationFrame(this.#frame);
    } else {
      cancelAnimationFrame(this.#request);
      this.#request = 0;
    }
  }

  readonly #frame = (time: number): void => {
    this.#request = requestAnimationFrame(this.#frame);
    const seconds = this.#before ? Math.min(LONGEST_FRAME, (time - this.#before) / 1000) : 0;
    this.#before = time;
    this.tick(seconds);
  };
}
