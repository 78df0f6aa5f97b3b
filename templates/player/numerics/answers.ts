/** Asks the page's numerics from outside: tests hold the answers against the build. Not in the bundle. */

import { liveRun, type Wanted } from "../live.ts";
import { limitsFor } from "./limits.ts";
import { problemOf } from "./problem.ts";
import { epochsTo, theoryOf, thresholdOf, type Way, whyNoTheory } from "./theory.ts";
import { readCsv } from "../own_data.ts";
import type { Choice, Dataset, Trajectory } from "../records.ts";

export type Question =
  | { ask: "run"; like: Trajectory; dataset: Dataset; wanted: Wanted }
  | { ask: "epochs"; way: Way; fraction: number; of: "loss" | "w" | "b" }
  | { ask: "theory"; dataset: Dataset; loss: Choice; standardize: boolean; optimizer: Choice }
  | {
    ask: "limits";
    dataset: Dataset;
    loss: Choice;
    standardize: boolean;
    starts: { w: number; b: number }[];
  }
  | { ask: "table"; base64: string; filename: string };

export function answer(question: Question): unknown {
  switch (question.ask) {
    case "run":
      return liveRun(question.like, question.dataset, question.wanted);
    case "epochs":
      return epochsTo(question.way, question.fraction, question.of);
    case "theory": {
      const { dataset, loss, standardize, optimizer } = question;
      return {
        theory: theoryOf(dataset, loss, standardize),
        threshold: thresholdOf(dataset, loss, standardize, optimizer),
        why: whyNoTheory(dataset, loss, standardize),
      };
    }
    case "limits": {
      const problem = problemOf(question.dataset, question.loss, question.standardize)!;
      return limitsFor(question.dataset, problem, question.starts);
    }
    case "table": {
      const bytes = Uint8Array.from(atob(question.base64), (c) => c.charCodeAt(0));
      return readCsv(bytes, question.filename);
    }
  }
}

/** Each answer as JSON; an error as its words. */
export function answers(questions: readonly Question[]): string[] {
  return questions.map((question) => {
    try {
      return JSON.stringify(answer(question));
    } catch (error) {
      return JSON.stringify({ error: (error as Error).message });
    }
  });
}

Object.assign(globalThis, { answers });
if ("Deno" in globalThis) {
  new Response(Deno.stdin.readable).json().then((questions) =>
    console.log(`[${answers(questions).join(",\n")}]`)
  );
}
