import { diff, excerpt } from "./diff.ts";

function equal(one: unknown, other: unknown): void {
  if (JSON.stringify(one) !== JSON.stringify(other)) {
    throw new Error(`${JSON.stringify(one)} is not ${JSON.stringify(other)}`);
  }
}

const marks = { same: " ", gone: "-", new: "+" };
const shown = (before: string, after: string) =>
  diff(before, after).map(({ kind, text }) => marks[kind] + text);

Deno.test("equal texts have no changes", () => {
  equal(shown("a\nb", "a\nb"), [" a", " b"]);
});

Deno.test("a changed line is gone and new", () => {
  equal(shown("a\nb\nc", "a\nx\nc"), [" a", "-b", "+x", " c"]);
});

Deno.test("lines before and after the first are new", () => {
  equal(shown("b", "a\nb\nc"), ["+a", " b", "+c"]);
  equal(shown("a\nb\nc", "b"), ["-a", " b", "-c"]);
});

Deno.test("the common part is the longest", () => {
  const lines = shown("a\nb\nc\nd", "c\nd\na\nb\nc");
  equal(lines.filter((line) => line.startsWith(" ")).length, 3);
});

Deno.test("an excerpt leaves out what is far from changes", () => {
  const lines = diff("1\n2\n3\n4\n5\n6\n7\n8\n9", "1\n2\nx\n4\n5\n6\n7\n8\ny");
  equal(
    excerpt(lines, 1).map((line) => line ? marks[line.kind] + line.text : null),
    [" 2", "-3", "+x", " 4", null, " 8", "-9", "+y"],
  );
});
