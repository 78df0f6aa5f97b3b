/** The options of a loss or an optimizer. */

import type { Choice } from "../records.ts";

export type Options = Readonly<Record<string, number>>;

/** All options of `choice`: its own over the defaults; RangeError in words where one cannot be. */
export function optionsOf({ name, ...given }: Choice, defaults: Options): Record<string, number> {
  const options: Record<string, number> = { ...defaults };
  for (const [key, value] of Object.entries(given)) {
    if (!(key in defaults)) {
      const known = Object.keys(defaults).join(", ") || "none";
      throw new RangeError(`${name} has no option ${key}; it has ${known}`);
    }
    if (typeof value !== "number" || !Number.isFinite(value)) {
      throw new RangeError(`${name}: ${key} must be a number, got ${String(value)}`);
    }
    options[key] = value;
  }
  return options;
}

/** RangeError unless the option is in the range that `holds` tells and `range` names. */
export function check(
  name: string,
  options: Options,
  key: string,
  range: string,
  holds: (value: number) => boolean,
): number {
  const value = options[key]!;
  if (holds(value)) return value;
  throw new RangeError(`${name}: ${key} must be ${range}, got ${value}`);
}

export const positive = (value: number): boolean => value > 0;
export const decay = (value: number): boolean => 0 <= value && value < 1;

/** Orders options by name, as records hold them. */
export function choiceOf(name: string, options: Options): Choice {
  return Object.assign({ name }, ...Object.keys(options).sort().map((k) => ({ [k]: options[k] })));
}
