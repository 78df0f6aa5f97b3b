/** A run in words, for those who cannot see it move; sentence for sentence as the build writes it. */

import type { Trajectory } from "../records.ts";
import { grouped, numberInWords, rateInWords } from "./words.ts";

const METHODS: Readonly<Record<string, string>> = {
  gd: "Gradient descent",
  momentum: "Momentum",
  nesterov: "Nesterov's method",
  adagrad: "AdaGrad",
  rmsprop: "RMSProp",
  adam: "Adam",
  "line-search": "Exact line search",
  newton: "Newton's method",
};

/** Method, data, start, how the loss went, how the run ended and where the optimum is. */
export function describe(
  run: Omit<Trajectory, "description">,
  title: string,
  flat: boolean,
): string {
  const { w, b } = run.path.params, last = run.path.epoch.length - 1;
  const scale = run.standardize ? ", with standardised inputs" : "";
  const words = [
    `${METHODS[run.optimizer.name] ?? run.optimizer.name} on the dataset ` +
    `${title || run.dataset.name}${scale}, learning rate ${rateInWords(run.learning_rate)}, ` +
    `from ${point(w![0]!, b![0]!)}.`,
    course(run),
  ];
  if (run.outcome.status !== "diverged") words.push(`It ends at ${point(w![last]!, b![last]!)}.`);
  if (run.optimum) {
    const { params, loss } = run.optimum;
    words.push(`The least loss, ${number(loss)}, is at ${point(params.w!, params.b!)}.`);
  } else if (flat) {
    words.push("There is no single optimum: x is constant, so many lines fit equally well.");
  }
  return words.join(" ");
}

function course({ outcome: { status, epoch }, epochs, path: { loss }, optimum }: Pick<
  Trajectory,
  "outcome" | "epochs" | "path" | "optimum"
>): string {
  const first = loss[0]!, last = loss[loss.length - 1]!;
  if (status === "diverged") {
    return `The loss grows from ${number(first)} without bound: the run diverged at epoch ${
      grouped(epoch)
    }.`;
  }
  const verb = last < first ? "falls" : "goes";
  const count = epochs === 1 ? "1 epoch" : `${grouped(epochs)} epochs`;
  const so = `The loss ${verb} from ${number(first)} to ${number(last)} in ${count}`;
  if (status === "converged" && !optimum && last > first) {
    const rest = `at epoch ${grouped(epoch)}, on flat ground higher than its start`;
    return `${so}: it has come to rest ${rest}.`;
  }
  return status === "converged"
    ? `${so} and has converged at epoch ${grouped(epoch)}.`
    : `${so}; it has not converged when the budget is spent.`;
}

function point(w: number, b: number): string {
  return `w = ${number(w)} and b = ${number(b)}`;
}

function number(value: number): string {
  return numberInWords(value, 4);
}
