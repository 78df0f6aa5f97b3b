import assert from "node:assert/strict";
import { general, grouped, numberInWords, rateInWords } from "./words.ts";

Deno.test("significant digits without zeros that fill up; half-way cases go to even", () => {
  const written = (values: number[], count: number) => values.map((v) => general(v, count));
  assert.deepEqual(written([0, 1234.5, 1235.5, 0.00012345], 4), ["0", "1234", "1236", "0.0001234"]);
  assert.deepEqual(written([12345, -12355, 1e-5, 1e22], 4), [
    "1.234e+04",
    "-1.236e+04",
    "1e-05",
    "1e+22",
  ]);
  assert.deepEqual(written([99999.96, 0.1], 6), ["100000", "0.1"]);
});

Deno.test("numbers in words have a true minus sign and no needless exponent", () => {
  const written = (value: number) => numberInWords(value, 4);
  assert.deepEqual([14930.4, -0.5, 1e6, 1.5e-7, -123456, -0].map(written), [
    "14,930",
    "−0.5",
    "1e6",
    "1.5e-7",
    "−123,500",
    "0",
  ]);
});

Deno.test("learning rates are written as in sweeps", () => {
  const rates = [5e-5, 1.15e-3, 0.001, 0.02, 1e6, 1e-300, 0.0011512268353089054];
  assert.deepEqual(rates.map(rateInWords), [
    "5e-5",
    "1.15e-3",
    "0.001",
    "0.02",
    "1e6",
    "1e-300",
    "1.151226835e-3",
  ]);
});

Deno.test("whole numbers are grouped by thousands", () => {
  assert.deepEqual([0, 999, 1000, 12345678].map(grouped), ["0", "999", "1,000", "12,345,678"]);
});
