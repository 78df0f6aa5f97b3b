/** Numbers in words, digit for digit as the build writes them. */

/** Mantissa and exponent of `value` at `count` ≥ 2 significant digits; half-way cases go to even. */
function rounded(value: number, count: number): [mantissa: string, exponent: number] {
  const [exact, exponent] = value.toExponential(60).split("e");
  const end = exact!.indexOf(".") + count;
  const even = Number(exact![end - 1]) % 2 === 0 && /^50*$/.test(exact!.slice(end));
  if (even) return [exact!.slice(0, end), Number(exponent)];
  const [mantissa, power] = value.toExponential(count - 1).split("e");
  return [mantissa!, Number(power)];
}

/** `value` at `count` significant digits without zeros that only fill up: 0.05, 1250, 1.2e+09. */
export function general(value: number, count: number): string {
  if (value === 0) return "0";
  const [mantissa, exponent] = rounded(value, count);
  if (-4 <= exponent && exponent < count) return String(Number(`${mantissa}e${exponent}`));
  const size = String(Math.abs(exponent)).padStart(2, "0");
  return `${Number(mantissa)}e${exponent < 0 ? "-" : "+"}${size}`;
}

/** A learning rate in full, as sweeps write it: 5e-5, 1.15e-3, 0.001, 0.02. */
export function rateInWords(value: number): string {
  const plain = general(value, 10);
  if (value < 1e6 && (value >= 0.01 || value >= 1e-3 && plain.length <= 6)) return plain;
  const [mantissa, exponent] = rounded(value, 10);
  return `${Number(mantissa)}e${exponent}`;
}

/** `value` at `count` significant digits, with a true minus sign. */
export function numberInWords(value: number, count: number): string {
  let text = general(value, count);
  const size = Math.abs(value);
  if (text.includes("e") && 1 <= size && size < 1e6) text = grouped(Number(text));
  const [mantissa, exponent] = text.split("e");
  return mantissa!.replace("-", "−") + (exponent ? `e${Number(exponent)}` : "");
}

/** A whole number with a comma between thousands. */
export function grouped(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 0 });
}
