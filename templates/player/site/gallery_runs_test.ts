import type { Run, Sweep } from "../records.ts";
import {
  address,
  type Card,
  choices,
  matching,
  ordered,
  outcome,
  said,
  scene,
  useful,
} from "./gallery_runs.ts";

function equal(met: unknown, wanted: unknown): void {
  const [one, other] = [JSON.stringify(met), JSON.stringify(wanted)];
  if (one !== other) throw new Error(`${one} is not ${other}`);
}

const SWEEP: Sweep = {
  schema: "gdsim.sweep/1",
  name: "rates",
  title: "",
  model: { name: "line", params: ["w", "b"] },
  scenes: ["surface", "fit"],
  formats: ["mp4"],
  fps: 24,
  frame_size: [640, 480],
  views: [],
  runs: [],
};

function card(id: string, learning_rate: number, changes: Partial<Run> = {}): Card {
  const run: Run = {
    id,
    dataset: "clean-linear",
    loss: { name: "mse" },
    optimizer: { name: "gd" },
    learning_rate,
    init: "origin",
    epochs: 60,
    standardize: false,
    outcome: { status: "converged", epoch: 9 },
    final_loss: 1,
    ...changes,
  };
  return { sweep: SWEEP, run, player: "a.html#player-rates" };
}

const CARDS = [
  card("late", 0.02, { outcome: { status: "converged", epoch: 40 }, final_loss: 0.2 }),
  card("off", 0.1, { outcome: { status: "diverged", epoch: 3 }, final_loss: 1e9 }),
  card("slow", 5e-5, { outcome: { status: "budget", epoch: 60 }, final_loss: 7 }),
  card("soon", 0.1, { optimizer: { name: "momentum", beta: 0.9 }, final_loss: 0.3 }),
];
const ids = (cards: readonly Card[]) => cards.map(({ run }) => run.id);

Deno.test("orders: converged first, then by epochs; rates and losses rising", () => {
  equal(ids(ordered(CARDS, "epochs to converge")), ["soon", "late", "slow", "off"]);
  equal(ids(ordered(CARDS, "learning rate")), ["slow", "late", "off", "soon"]);
  equal(ids(ordered(CARDS, "final loss")), ["late", "soon", "slow", "off"]);
  equal(ids(CARDS), ["late", "off", "slow", "soon"]);
});

Deno.test("only filters that leave a choice are offered, rates as numbers", () => {
  equal(useful(CARDS), ["learning rate", "optimizer", "outcome"]);
  equal(choices(CARDS, "learning rate"), ["5e-5", "0.02", "0.1"]);
  equal(choices(CARDS, "optimizer"), ["gd", "momentum (beta 0.9)"]);
});

Deno.test("filters work together", () => {
  equal(ids(matching(CARDS, {})), ids(CARDS));
  equal(ids(matching(CARDS, { "learning rate": "0.1" })), ["off", "soon"]);
  equal(ids(matching(CARDS, { "learning rate": "0.1", outcome: "diverged" })), ["off"]);
  equal(ids(matching(CARDS, { "learning rate": "0.02", outcome: "diverged" })), []);
});

Deno.test("a card says its fields, its end and its address", () => {
  equal(said(CARDS[2]!, "dataset"), "clean linear");
  equal(said(CARDS[2]!, "sweep"), "rates");
  equal(said(CARDS[2]!, "outcome"), "not there yet");
  equal(outcome(CARDS[2]!.run), "not there yet at epoch 60");
  equal(outcome(CARDS[1]!.run), "diverged at epoch 3");
  equal(address(card("a&b", 1)), "a.html#player-rates&sweep=rates&run=a%26b");
});

Deno.test("its picture is the fit's where there is one, and none without media", () => {
  equal(scene(SWEEP), "fit");
  equal(scene({ ...SWEEP, scenes: ["surface"] }), "surface");
  equal(scene({ ...SWEEP, formats: [] }), null);
});
