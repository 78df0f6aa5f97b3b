/** exp, sin, cos and what is made of them, from + − × ÷ alone: the digits of the build in every browser. */

// ln 2 and π/2 as sums; the first parts have so few bits that a whole multiple of them is exact.
const LN2 = [6.93147180369123816490e-01, 1.90821492927058770002e-10] as const;
const HALF_PI = [
  1.57079632673412561417e00,
  6.07710050630396597660e-11,
  2.02226624879595063154e-21,
] as const;
/** Radians that the three parts of π/2 reduce to the last bits. */
const MOST = 8e5;
/** Added and taken away, it rounds to the nearest whole number, halves to even. */
const ROUNDER = 6755399441055744;

const EXP = inverses(Array.from({ length: 13 }, (_, k) => k + 1));
const SIN = inverses([2, 4, 6, 8, 10, 12, 14, 16].map((k) => -k * (k + 1)));
const COS = inverses([1, 3, 5, 7, 9, 11, 13, 15, 17].map((k) => -k * (k + 1)));
const ATANH = Array.from({ length: 18 }, (_, k) => 1 / (2 * (17 - k) + 1));

/** 1 / (1 · f₁ · f₂ …) for growing products, the longest first. */
function inverses(factors: readonly number[]): number[] {
  let product = 1;
  const found = [1];
  for (const factor of factors) found.unshift(1 / (product *= factor));
  return found;
}

/** Horner's rule, the highest power first. */
function polynomial(coefficients: readonly number[], x: number): number {
  let total = coefficients[0]!;
  for (let k = 1; k < coefficients.length; k++) total = total * x + coefficients[k]!;
  return total;
}

/** eˣ to two units in the last place; ∞ beyond 709.8, 0 below −745.2. */
export function exp(value: number): number {
  const x = Math.min(800, Math.max(-800, value));
  const twos = x * (1 / (LN2[0] + LN2[1])) + ROUNDER - ROUNDER;
  const rest = (x - twos * LN2[0]) - twos * LN2[1];
  const half = Math.trunc(twos / 2); // in two steps, for 2 to the whole may be no number yet
  return polynomial(EXP, rest) * 2 ** half * 2 ** (twos - half);
}

/** 1/(1 + e⁻ˣ), without overflow and to the last bits on both sides. */
export function sigmoid(value: number): number {
  const small = exp(-Math.abs(value));
  return (value >= 0 ? 1 : small) / (1 + small);
}

/** ln(1 + eˣ), without overflow: about x far above 0, about eˣ far below. */
export function softplus(value: number): number {
  const small = exp(-Math.abs(value));
  const part = small / (2 + small); // ln(1 + t) = 2 artanh(t/(2 + t)), and t ≤ 1
  return Math.max(value, 0) + 2 * part * polynomial(ATANH, part * part);
}

export function sin(value: number): number {
  return turned(value, 0);
}

export function cos(value: number): number {
  return turned(value, 1);
}

/** The sine of an angle so many quarter turns further. */
function turned(value: number, further: number): number {
  const angle = Math.abs(value) <= MOST
    ? value
    : value % (4 * (HALF_PI[0] + HALF_PI[1] + HALF_PI[2]));
  const quarters = angle * (1 / (HALF_PI[0] + HALF_PI[1])) + ROUNDER - ROUNDER;
  const rest = ((angle - quarters * HALF_PI[0]) - quarters * HALF_PI[1]) - quarters * HALF_PI[2];
  const square = rest * rest, turn = (quarters + further) & 3;
  const size = turn & 1 ? polynomial(COS, square) : rest * polynomial(SIN, square);
  return turn & 2 ? -size : size;
}
