import assert from "node:assert/strict";
import { context, folded, SiteSearch, wordsOf } from "./index.ts";

const RECORD = {
  schema: "gdsim.search/1",
  players: { rates: "lessons/first.html#player-rates" },
  pages: [
    { kind: "page", url: "a.html", title: "Gradient descent", text: "It steps downhill." },
    {
      kind: "page",
      url: "a.html#why",
      title: "Gradient descent",
      heading: "Why it diverges",
      text: "The learning rate is too high; Résumé of the threshold.",
    },
    { kind: "page", url: "b.html", title: "Momentum", tags: "optimizers heavy-ball" },
  ],
  runs: [
    { kind: "dataset", title: "Heavy noise", heading: "heavy-noise", dataset: "heavy-noise" },
    { kind: "dataset", title: "Straight", heading: "clean-linear", dataset: "clean-linear" },
    {
      kind: "run",
      dataset: "clean-linear",
      title: "How the rate decides",
      heading: "clean-linear.mse.gd.lr-0.0002.origin",
      text: "clean-linear, mse, gd, learning rate 0.0002",
      sweep: "rates",
    },
    { kind: "run", title: "Elsewhere", heading: "x y", sweep: "un/used" },
  ],
};

const search = new SiteSearch(RECORD);
const urls = (query: string) => search.find(query).map(({ url }) => url);

Deno.test("a title weighs more than a text", () => {
  assert.equal(urls("momentum")[0], "b.html");
  assert.equal(urls("descent")[0], "a.html");
});

Deno.test("the beginning of a word finds it, and so does a slip", () => {
  assert.deepEqual(urls("diverg"), ["a.html#why"]);
  assert.deepEqual(urls("tresholt"), ["a.html#why"]);
  assert.deepEqual(urls("optimisers"), ["b.html"]);
  assert.deepEqual(urls("learning rte"), urls("learning rate"));
  assert.ok(urls("learning rte").includes("a.html#why"));
});

Deno.test("accents and case do not matter", () => {
  assert.deepEqual(urls("RESUME"), ["a.html#why"]);
  assert.equal(folded("Größe"), "große");
});

Deno.test("all words must be met", () => {
  assert.deepEqual(urls("learning downhill"), []);
});

Deno.test("runs open in the player that shows them, else in the player alone", () => {
  const id = "clean-linear.mse.gd.lr-0.0002.origin";
  assert.equal(urls("0.0002")[0], `lessons/first.html#player-rates&sweep=rates&run=${id}`);
  assert.deepEqual(urls("elsewhere"), [
    "embed/un%2Fused.html#player-un%2Fused&sweep=un%2Fused&run=x%20y",
  ]);
  assert.deepEqual(urls("heavy-noise"), ["gallery.html"]);
  assert.deepEqual(urls("straight"), [`lessons/first.html#player-rates&sweep=rates&run=${id}`]);
});

Deno.test("no query breaks it", () => {
  for (
    const query of ["", " ", "<b>", "((", "*", "\\", "a".repeat(10_000), "\u0000", "__proto__"]
  ) {
    assert.ok(Array.isArray(search.find(query)));
  }
  assert.deepEqual(urls("constructor"), []);
});

Deno.test("a record of another version is refused in words", () => {
  assert.throws(() => new SiteSearch({ schema: "gdsim.search/2" }), /another version/);
  assert.throws(() => new SiteSearch(undefined), /another version/);
});

Deno.test("words joined by signs are found whole and in parts", () => {
  assert.deepEqual(wordsOf("lr-0.0002, it’s"), ["lr-0.0002", "lr", "0", "0002", "it’s", "it", "s"]);
});

Deno.test("the context shows the first match, marked, with what is around it", () => {
  const text = `${"Words before it. ".repeat(20)}The valley is narrow. ${"And more. ".repeat(30)}`;
  const pieces = context(text, ["valley"]);
  assert.deepEqual(pieces.filter(([, met]) => met), [["valley", true]]);
  const shown = pieces.map(([piece]) => piece).join("");
  assert.ok(shown.startsWith("… ") && shown.endsWith(" …") && shown.length < 200);
  assert.deepEqual(context("Short.", ["nothing"]), [["Short.", false]]);
  assert.deepEqual(context("", ["x"]), []);
});

Deno.test("runs of a sweep that are not listed are found by the values of their fields", () => {
  const wide = {
    kind: "page",
    url: "gallery.html",
    title: "Every rate",
    heading: "20,000 runs",
    sweep: "wide",
    values: {
      dataset: ["clean-linear", "outliers"],
      loss: ["mse"],
      optimizer: ["gd", "momentum"],
      start: ["s1", "s10"],
      "learning rate": [1e-5, 2e-5, 0.001],
    },
  };
  const search = new SiteSearch({ ...RECORD, runs: [wide] });
  const first = (query: string) => search.find(query)[0];
  const address = (query: string) => new URLSearchParams(first(query)?.url.split("#")[1]);
  assert.deepEqual([...address("outliers 0.00002")], [
    ["dataset", "outliers"],
    ["learning rate", "0.00002"],
    ["sweep", "wide"],
  ]);
  assert.equal(first("outliers 2e-5")?.record.heading, "dataset outliers, learning rate 2e-5");
  assert.equal(address("Momentum, start s1").get("start"), "s1");
  assert.equal(address("linear rate 1e-3").get("dataset"), "clean-linear");
  assert.equal(first("outliers nonsense"), undefined);
  assert.equal(first("every rate")?.record, wide);
});
