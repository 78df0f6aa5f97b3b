/** What a key does while the focus is inside a player. */

import { type Action, speedStop, type State } from "./state.ts";

/** Words for the group that takes the keys. */
export const KEYS_IN_WORDS =
  "Space plays and pauses, r plays backwards, left and right step, with shift ten epochs, " +
  "Home and End go to the ends, [ and ] change the speed, l loops, F fills the screen.";

/** The action of a key press, or null where the key is not the player's. */
export function actionOf(
  key: string,
  shift: boolean,
  state: State,
): Action | null {
  switch (key) {
    case " ":
      return { type: state.playing ? "pause" : "play" };
    case "ArrowRight":
      return { type: "step", by: shift ? 10 : 1 };
    case "ArrowLeft":
      return { type: "step", by: shift ? -10 : -1 };
    case "Home":
      return { type: "place", index: 0 };
    case "End":
      return { type: "place", index: state.epochs.length - 1 };
    case "[":
      return { type: "speed", speed: speedStop(state.speed, -1) };
    case "]":
      return { type: "speed", speed: speedStop(state.speed, 1) };
    case "r":
    case "R":
      return backwards(state);
    case "l":
    case "L":
      return { type: "loop", on: !state.loop };
    default:
      return null;
  }
}

/** Plays backwards; pauses where that is what it does. */
export function backwards(state: State): Action {
  return state.playing && state.direction < 0 ? { type: "pause" } : { type: "play", direction: -1 };
}

/** Whether the focused element needs this key itself: a list its arrows, a field its letters, a button its space. */
export function isTaken(key: string, focused: Element): boolean {
  if (focused.matches("select, textarea, input:not([type=range], [type=checkbox])")) return true;
  // A slider of another quantity than the epoch.
  if (focused.matches("input[type=range]:not(.gdsim-range)")) return key.length > 1;
  return key === " " && focused.matches("button, a, summary, input[type=checkbox]");
}
