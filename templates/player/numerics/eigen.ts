/** Symmetric 2 × 2 matrices [[a, b], [b, c]] by formula: + − × ÷ √ alone, the same bits everywhere. */

export interface Eigen {
  /** Eigenvalues, larger first. */
  readonly large: number;
  readonly small: number;
  /** Unit eigenvector (u, v) of the larger; that of the smaller is (−v, u). */
  readonly u: number;
  readonly v: number;
}

export function eigenOf(a: number, b: number, c: number): Eigen {
  const middle = 0.5 * (a + c), half = 0.5 * (a - c);
  const radius = Math.sqrt(half * half + b * b);
  // Of the two equivalent vectors, the one without cancellation.
  const first = radius === 0 ? 1 : half >= 0 ? half + radius : b;
  const second = radius === 0 ? 0 : half >= 0 ? b : radius - half;
  const length = Math.sqrt(first * first + second * second) || 1;
  return { large: middle + radius, small: middle - radius, u: first / length, v: second / length };
}

/** Writes the shortest (x, y) of least |matrix·(x, y) − (p, q)| into `solution`. */
export function solveShortest(
  a: number,
  b: number,
  c: number,
  p: number,
  q: number,
  solution: Float64Array,
): void {
  const { large, small, u, v } = eigenOf(a, b, c);
  const least = 1e-14 * large;
  const along = large > least ? (u * p + v * q) / large : 0;
  const across = small > least ? (-v * p + u * q) / small : 0;
  solution[0] = along * u + across * -v;
  solution[1] = along * v + across * u;
}
