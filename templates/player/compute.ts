/** Runs computed in the page, in a script that is read at the first of them. */

import { givenGround } from "./given_run.ts";
import { liveArrival } from "./live_arrival.ts";
import { curveOf } from "./numerics/curves.ts";
import { offer } from "./parts.ts";

offer("compute", { liveArrival, givenGround, curveOf });
