/** Numbers as they are read: tabular, without jitter, no more digits than help. */

const MINUS = "\u2212";
/** Characters that a place in the read-out holds. */
const ROOM = 8;

/** A formatter with as many decimals as give `scale` four significant digits; long ones as 1.234e9. */
export function steady(scale: number): (value: number) => string {
  const size = Math.abs(scale);
  const exponent = size > 0 && Number.isFinite(size) ? Math.floor(Math.log10(size)) : 0;
  const decimals = Math.min(8, Math.max(0, 3 - exponent));
  return (value) => {
    const fixed = value.toFixed(decimals);
    const text = fixed.length <= ROOM && !fixed.includes("e") ? fixed : exponential(value, 3);
    return typeset(/^-0\.?0*$/.test(text) ? text.slice(1) : text);
  };
}

/** `count` significant digits, trailing zeros dropped: 0.05, 1250, 1.2e9. */
export function digits(value: number, count: number): string {
  const size = Math.abs(value);
  if (value !== 0 && (size < 1e-3 || size >= 1e6)) {
    const [mantissa, power] = value.toExponential(count - 1).split("e");
    return typeset(`${Number(mantissa)}e${Number(power)}`);
  }
  return typeset(String(Number(value.toPrecision(count))));
}

/** Per cent with two decimals, long ones as 1.23e9 %. */
export function percent(value: number): string {
  return `${typeset(value < 1e4 ? value.toFixed(2) : exponential(value, 2))} %`;
}

/** A learning rate in full, as sweeps write it: 5e-5, 1.15e-3, 0.001, 0.02. */
export function rate(value: number): string {
  const plain = String(value);
  if (value < 1e6 && (value >= 0.01 || value >= 1e-3 && plain.length <= 6)) return plain;
  const [mantissa, power] = value.toExponential().split("e");
  return `${mantissa}e${Number(power)}`;
}

/** A slug as words: `clean-linear` → `clean linear`. */
export function words(slug: string): string {
  return slug.replaceAll(/[-_]+/g, " ");
}

/** A label with its unit in brackets. */
export function withUnit(label: string, unit: string): string {
  return unit ? `${label} (${unit})` : label;
}

function exponential(value: number, decimals: number): string {
  const [mantissa, power] = value.toExponential(decimals).split("e");
  return `${mantissa}e${Number(power)}`;
}

function typeset(text: string): string {
  return text.replaceAll("-", MINUS);
}
