/** What a reader answered, whether it is right, and the few characters that are kept of it. */

export interface Answer {
  /** Indices of the options chosen; empty for a number. */
  readonly chosen: readonly number[];
  /** The number as it was typed. */
  readonly typed: string;
  readonly tries: number;
  readonly right: boolean;
  /** Whether the reader asked for the solution. */
  readonly shown: boolean;
}

export const UNANSWERED: Answer = { chosen: [], typed: "", tries: 0, right: false, shown: false };

/** Whether exactly the right options are chosen. */
export function allRight(chosen: readonly number[], right: readonly boolean[]): boolean {
  return right.every((is, index) => is === chosen.includes(index));
}

/** Where a typed number lies: `right` within the tolerance, `low`, `high`, or `none` where it is no number. */
export function placed(
  typed: string,
  answer: number,
  tolerance: number,
): "right" | "low" | "high" | "none" {
  const text = typed.trim().replace("\u2212", "-");
  const value = Number(text);
  if (!text || !Number.isFinite(value)) return "none";
  const slack = 1e-9 * Math.max(Math.abs(answer), tolerance); // what rounding may take from an edge
  if (Math.abs(value - answer) <= tolerance + slack) return "right";
  return value < answer ? "low" : "high";
}

/** How a quiz stands: `1 of 2 attempted, 1 right`, and at the end how many at the first try. */
export function score(answers: readonly Answer[]): string {
  const all = answers.length;
  const attempted = answers.filter(({ tries }) => tries > 0).length;
  const right = answers.filter((answer) => answer.right).length;
  if (right < all) return `${attempted} of ${all} attempted, ${right} right`;
  const first = answers.filter(({ tries }) => tries === 1).length;
  return all === 1
    ? `Right${first ? " at the first try" : ""}`
    : `All ${all} right, ${first} at the first try`;
}

/** The state of one answer, for the review. */
export function standing({ tries, right, shown }: Answer): string {
  if (!tries) return "not attempted";
  const often = tries === 1 ? "at the first try" : `after ${tries} tries`;
  if (right) return shown ? "answer shown" : `right ${often}`;
  return `not right yet, ${tries} ${tries === 1 ? "try" : "tries"}`;
}

/** An answer as text; `""` for none. */
export function written(answer: Answer): string {
  return answer.tries ? JSON.stringify(answer) : "";
}

/** An answer read back; whatever is not one of a question with `options` options is none. */
export function read(text: string | null, options: number): Answer {
  try {
    const { chosen, typed, tries, right, shown } = JSON.parse(text || "null") ?? {};
    const known = Array.isArray(chosen) &&
      chosen.every((index) => Number.isInteger(index) && index >= 0 && index < options);
    if (!known || typeof typed !== "string" || !Number.isInteger(tries) || tries < 1) {
      return UNANSWERED;
    }
    return { chosen, typed, tries, right: right === true, shown: shown === true };
  } catch {
    return UNANSWERED;
  }
}
