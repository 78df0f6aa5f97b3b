/** The legend of a race, in a script that is read where there is one. */

import { offer } from "./parts.ts";
import { Legend } from "./race.ts";
import { describeRace } from "./race_words.ts";

offer("race", { legend: (place) => new Legend(place), describeRace });
