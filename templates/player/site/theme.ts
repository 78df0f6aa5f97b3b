/** The button that goes through system, light and dark. */

import { element, icon } from "../dom.ts";
import { type Choice, choose, following, remembered } from "./theme_choice.ts";

const SHAPES: Readonly<Record<Choice, string>> = {
  system: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 2v14a7 7 0 0 1 0-14Z",
  light:
    "M12 7.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM11 2h2v3.2h-2Zm0 16.8h2V22h-2ZM2 11h3.2v2H2Zm16.8 0H22v2h-3.2ZM4.2 5.6l1.4-1.4 2.3 2.3-1.4 1.4Zm11.9 11.9 1.4-1.4 2.3 2.3-1.4 1.4ZM5.6 19.8l-1.4-1.4 2.3-2.3 1.4 1.4ZM17.5 7.9l-1.4-1.4 2.3-2.3 1.4 1.4Z",
  dark: "M20 14.3A8.5 8.5 0 0 1 9.7 4a8.5 8.5 0 1 0 10.3 10.3Z",
};
const WORDS: Readonly<Record<Choice, string>> = {
  system: "Colours: as the system has them",
  light: "Colours: light",
  dark: "Colours: dark",
};

/** Puts the button into the header; without a script there is none, and the system decides. */
export function startTheme(): void {
  const place = document.querySelector(".gdsim-tools");
  if (!place) return;
  const button = element("button", { class: "gdsim-tool", type: "button" });
  const show = (choice: Choice) => {
    button.replaceChildren(icon(SHAPES[choice]));
    button.setAttribute("aria-label", WORDS[choice]);
    button.title = WORDS[choice];
  };
  let current = remembered();
  show(current);
  button.addEventListener("click", () => {
    current = following(current);
    choose(current);
    show(current);
  });
  place.append(button);
}
