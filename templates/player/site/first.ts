/** Runs before the first paint: the theme chosen last time, so that nothing flashes. */

import { apply, remembered } from "./theme_choice.ts";

apply(remembered());
