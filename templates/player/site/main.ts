/** What every page can do beside its players; each part starts alone, and a page reads well without any. */

import { startSearch } from "./find.ts";
import { startFurther } from "./further.ts";
import { startGraphs } from "./graph.ts";
import { startMoved } from "./moved.ts";
import { startPreviews } from "./preview.ts";
import { startProgress } from "./progress.ts";
import { startPython } from "./python.ts";
import { startScrolling } from "./scrolling.ts";
import { startAll } from "./start.ts";
import { startTheme } from "./theme.ts";
import { startContents } from "./toc.ts";
import { startTries } from "./tries.ts";

const PARTS: Readonly<Record<string, () => void>> = {
  moved: startMoved,
  theme: startTheme,
  search: startSearch,
  contents: startContents,
  previews: startPreviews,
  progress: startProgress,
  graphs: startGraphs,
  scrolling: startScrolling,
  python: startPython,
  tries: startTries,
  further: startFurther,
};

startAll(PARTS);
