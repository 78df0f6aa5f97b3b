/** Sums as the build takes them: correctly rounded, so that no order of the points matters. */

/** Sum of `term(0)` … `term(n − 1)`, rounded once at the end. Source: Shewchuk (1997), doi:10.1007/PL00009321. */
export function exactSum(n: number, term: (i: number) => number): number {
  const partials: number[] = [];
  for (let i = 0; i < n; i++) {
    let sum = term(i), kept = 0;
    for (const part of partials) {
      const swap = Math.abs(sum) < Math.abs(part);
      const large = swap ? part : sum, small = swap ? sum : part;
      sum = large + small;
      const lost = small - (sum - large);
      if (lost !== 0) partials[kept++] = lost;
    }
    partials.length = kept;
    partials.push(sum);
  }
  return rounded(partials);
}

export function exactMean(n: number, term: (i: number) => number): number {
  return exactSum(n, term) / n;
}

/** Population variance. */
export function variance(values: ArrayLike<number>): number {
  const n = values.length, centre = exactMean(n, (i) => values[i]!);
  return exactMean(n, (i) => (values[i]! - centre) * (values[i]! - centre));
}

/** The sum of parts that do not overlap, least first; half-way cases go to even. */
function rounded(partials: readonly number[]): number {
  let at = partials.length - 1, sum = partials[at] ?? 0, lost = 0;
  while (at > 0 && lost === 0) {
    const large = sum, small = partials[--at]!;
    sum = large + small;
    lost = small - (sum - large);
  }
  if (at > 0 && lost * partials[at - 1]! > 0) {
    const twice = 2 * lost, further = sum + twice;
    if (twice === further - sum) sum = further;
  }
  return sum;
}
