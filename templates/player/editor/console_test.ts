import { Wrapper } from "./console.ts";

function equal(one: unknown, other: unknown): void {
  if (JSON.stringify(one) !== JSON.stringify(other)) {
    throw new Error(`${JSON.stringify(one)} is not ${JSON.stringify(other)}`);
  }
}

Deno.test("lines of a usual length are shown as they are printed", () => {
  const wrapper = new Wrapper();
  equal(wrapper.wrap("one\n\ttwo"), "one\n\ttwo");
  equal(wrapper.wrap(" three\n"), " three\n");
});

Deno.test("a line without end is broken, whatever the pieces it comes in", () => {
  for (const size of [1, 7, 499, 500, 501, 5000]) {
    const wrapper = new Wrapper();
    let shown = "";
    for (let from = 0; from < 1200; from += size) {
      shown += wrapper.wrap("x".repeat(Math.min(size, 1200 - from)));
    }
    equal(shown.split("\n").map(({ length }) => length), [500, 500, 200]);
    equal(wrapper.wrap("\n" + "y".repeat(500) + "\n").split("\n").length, 3);
  }
});

Deno.test("what moves the cursor or turns the direction is shown as a mark", () => {
  equal(new Wrapper().wrap("\u001b[2J\r\u202ea\u2066b\u0000é"), "�[2J��a�b�é");
});
