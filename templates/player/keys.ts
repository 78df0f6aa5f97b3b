/** What a key does while the focus is inside a player. */

import { type Action, speedStop, type State } from "./state.ts";

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
    default:
      return null;
  }
}

/** Whether the focused element needs this key itself: a list its arrows, a button its space. */
export function isTaken(key: string, focused: Element): boolean {
  if (focused.matches("select, textarea, input:not([type=range])")) return true;
  return key === " " && focused.matches("button, a");
}
