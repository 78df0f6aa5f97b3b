/** The gallery of runs, in a script that is read where a page has one. */

import { startGallery } from "./gallery.ts";
import { startAll } from "./start.ts";

startAll({ gallery: startGallery });
