/** Quizzes, records and tabs, in a script that is read where a page has one. */

import { startQuiz } from "./quiz.ts";
import { startRecord } from "./record.ts";
import { startAll } from "./start.ts";
import { startTabs } from "./tabs.ts";

startAll({ tabs: startTabs, quiz: startQuiz, record: startRecord });
