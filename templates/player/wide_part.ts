/** What only wide sweeps need, in a script that is read where a page shows one. */

import { offer } from "./parts.ts";
import { unfolded } from "./wide.ts";
import { upgradePicture } from "./wide_map.ts";

offer("wide", { unfolded, upgradePicture });
