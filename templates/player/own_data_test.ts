import assert from "node:assert/strict";
import { readCsv } from "./own_data.ts";

function mistakesOf(data: string | Uint8Array): string[] {
  const read = readCsv(data, "own.csv");
  assert.ok("mistakes" in read, "the table was taken");
  return read.mistakes;
}

function pointsOf(data: string | Uint8Array) {
  const read = readCsv(data, "own.csv");
  assert.ok("dataset" in read, "mistakes" in read ? read.mistakes.join("\n") : "");
  return read.dataset.points;
}

Deno.test("a table with a header is a dataset with its labels", () => {
  const read = readCsv("rooms,price\n1,100\n2.5,-3e2\n", "House prices.csv");
  assert.ok("dataset" in read);
  const { name, title, labels, n, points } = read.dataset;
  assert.deepEqual([name, title, labels.x, labels.y, n], [
    "house-prices",
    "House prices",
    "rooms",
    "price",
    2,
  ]);
  assert.deepEqual(points, { x: [1, 2.5], y: [100, -300] });
});

for (
  const [what, text] of [
    ["commas", "x,y\n1.5,2\n3,4"],
    ["semicolons and decimal commas", "x;y\n1,5;2\n3;4,0\n"],
    ["tabs", "x\ty\n1.5\t2\n3\t4\n"],
    ["a byte-order mark", "\ufeffx,y\n1.5,2\n3,4\n"],
    ["line ends of other systems", "x,y\r\n1.5,2\r3,4\r\n"],
    ["quotes", '"x","y"\n"1.5","2"\n3,"4"\n'],
    ["blanks and blank lines", " x , y \n\n 1.5 , 2\n ,\n\t\n3,4\n\n"],
    ["a header of quoted marks", '"x;;;\t\t\t",y\n1.5,2\n3,4\n'],
    ["a quoted header of two lines", '"x,\n"";,"" ;";y\n1,5;2\n3;4\n'],
    ["quotes inside of cells", 'x 5"\ty 6"\n1.5\t2\n3\t4\n'],
    ["blank lines at the start", "\n\nx;y\n1,5;2\n3;4\n"],
    ["further columns", "x,y,name\n1.5,2,a\n3,4,b\n"],
  ] as const
) {
  Deno.test(`read: ${what}`, () => {
    assert.deepEqual(pointsOf(text), { x: [1.5, 3], y: [2, 4] });
    assert.deepEqual(pointsOf(new TextEncoder().encode(text)), { x: [1.5, 3], y: [2, 4] });
  });
}

Deno.test("every cell that is no number is told, with its line", () => {
  const cells = ["nan", "inf", "", "1_000", "٣", "0x10", "1e309", "two", "1,5"];
  const text = `x,y\n${cells.map((cell) => `1,"${cell}"`).join("\n")}\n`;
  assert.deepEqual(
    mistakesOf(text),
    cells.map((cell, k) => {
      const wanted = cell === "1e309" ? "within ±1e+70" : "a number";
      return `own.csv:${k + 2}: y must be ${wanted}, got '${cell}'`;
    }),
  );
});

Deno.test("a hundred mistakes are listed and the rest counted", () => {
  const mistakes = mistakesOf(`x,y\n${"a,b\n".repeat(120)}`);
  assert.equal(mistakes.length, 101);
  assert.equal(mistakes[100], "own.csv:52: and 140 more lines like these");
});

for (
  const [text, words] of [
    ["", /^own\.csv:1: the table is empty/],
    ["x\n1\n", /found one column, 'x'/],
    ["1,2\n3,4\n", /names the columns, got numbers: \['1', '2'\]/],
    ["x,y\n", /no row of numbers below/],
    ["x,y\n1,2\n1\n1,2,3\n", /^own\.csv:3: has 1 cells, the header has 2$/],
    ["x,x\n1,2\n", /two columns are named 'x'/],
    ['x,y\n1,"2\n3,4\n', /^own\.csv:2: CSV: unexpected end of data/],
    ['x,y\n"1"2,3\n', /^own\.csv:2: CSV: ',' expected after '"'/],
    [`x,y\n1,${"9".repeat(140_000)}\n`, /field larger than field limit/],
    ["x,y\n1,\0\n", /^own\.csv:2: holds the control character U\+0000/],
    ["x\u202e,y\n1,2\n", /U\+202E/],
  ] as const
) {
  Deno.test(`refused: ${JSON.stringify(text.slice(0, 24))}`, () => {
    assert.match(mistakesOf(text)[0]!, words);
  });
}

Deno.test("bytes that are no UTF-8 are told apart", () => {
  assert.match(mistakesOf(new Uint8Array([0xff, 0xfe, 0x78, 0]))[0]!, /is UTF-16/);
  const latin = new TextEncoder().encode("x,y\n1,2\n3,");
  assert.match(
    mistakesOf(new Uint8Array([...latin, 0xe9, 10]))[0]!,
    /^own\.csv:3: is not UTF-8 \(perhaps Latin-1\)/,
  );
});

Deno.test("more rows than a page computes with are refused", () => {
  const rows = (count: number) => `x,y\n${"1,2\n".repeat(count)}`;
  assert.equal(pointsOf(rows(100_000)).x.length, 100_000);
  assert.match(mistakesOf(rows(100_001))[0]!, /^own\.csv:100002: has more than 100,000 rows/);
});

Deno.test("nothing in a message is hidden", () => {
  const [first] = mistakesOf("x\u200b,y\na\u200b,1\n");
  assert.equal(first, "own.csv:2: x\\u200b must be a number, got 'a\\u200b'");
});
