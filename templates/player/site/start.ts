/** Starts parts of a page, each alone: where one fails the others work on. */
export function startAll(parts: Readonly<Record<string, () => void>>): void {
  for (const [name, start] of Object.entries(parts)) {
    try {
      start();
    } catch (error) {
      console.warn(`gdsim: ${name} could not start:`, error);
    }
  }
}
