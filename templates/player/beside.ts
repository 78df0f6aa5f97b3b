/** Outcome maps and thresholds, in a script that is read where a page has one beside a player. */

import { upgradeMap } from "./outcome_map.ts";
import { offer } from "./parts.ts";
import { upgradeThresholds } from "./thresholds.ts";

offer("beside", { upgradeMap, upgradeThresholds });
