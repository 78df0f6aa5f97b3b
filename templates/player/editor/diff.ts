/** What changed between two texts, line by line. */

export interface Line {
  readonly kind: "same" | "gone" | "new";
  readonly text: string;
}

/** The lines of both texts in order; the fewest that are gone or new. */
export function diff(before: string, after: string): Line[] {
  const one = before.split("\n"), other = after.split("\n");
  const width = other.length + 1;
  // Length of the longest common part of what follows line i of one and line j of the other.
  const common = new Uint32Array((one.length + 1) * width);
  for (let i = one.length - 1; i >= 0; i--) {
    for (let j = other.length - 1; j >= 0; j--) {
      common[i * width + j] = one[i] === other[j]
        ? common[(i + 1) * width + j + 1]! + 1
        : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
    }
  }
  const lines: Line[] = [];
  let i = 0, j = 0;
  while (i < one.length || j < other.length) {
    if (i < one.length && j < other.length && one[i] === other[j]) {
      lines.push({ kind: "same", text: one[i]! });
      i++;
      j++;
    } else if (
      j === other.length ||
      (i < one.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!)
    ) {
      lines.push({ kind: "gone", text: one[i++]! });
    } else lines.push({ kind: "new", text: other[j++]! });
  }
  return lines;
}

/** The changed lines with up to `around` same ones beside them; null stands for what is left out. */
export function excerpt(lines: readonly Line[], around = 2): (Line | null)[] {
  const near = lines.map((_, k) =>
    lines.slice(Math.max(0, k - around), k + around + 1).some(({ kind }) => kind !== "same")
  );
  const shown: (Line | null)[] = [];
  lines.forEach((line, k) => {
    if (near[k]) shown.push(line);
    else if (k > 0 && near[k - 1] && near.indexOf(true, k) > 0) shown.push(null);
  });
  return shown;
}
