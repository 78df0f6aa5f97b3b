import assert from "node:assert/strict";
import { cos, exp, sigmoid, sin, softplus } from "./elementary.ts";

const VALUES = [-740, -37.5, -1.3, -1e-9, 0, 1e-300, 0.5, 0.7853981633974484, 2, 31.4, 709, 1e5];

Deno.test("what is made of + − × ÷ is the engine's own to the last places", () => {
  const near = (met: number, truth: number, name: string, at: number) =>
    assert.ok(
      met === truth || Math.abs(met - truth) <= 4e-16 * Math.max(Math.abs(truth), 1e-300),
      `${name}(${at}): ${met}, not ${truth}`,
    );
  for (const x of VALUES) {
    near(exp(x), Math.exp(x), "exp", x);
    near(sigmoid(x), 1 / (1 + Math.exp(-x)), "sigmoid", x);
    if (Math.abs(x) < 30) near(softplus(x), Math.log1p(Math.exp(x)), "softplus", x);
    assert.ok(Math.abs(sin(x) - Math.sin(x)) <= 3e-16, `sin(${x})`);
    assert.ok(Math.abs(cos(x) - Math.cos(x)) <= 3e-16, `cos(${x})`);
  }
});

Deno.test("ends are met without overflow", () => {
  assert.deepEqual([exp(710), exp(-746), exp(Infinity), exp(-Infinity)], [
    Infinity,
    0,
    Infinity,
    0,
  ]);
  assert.deepEqual([sigmoid(-1e9), sigmoid(1e9)], [0, 1]);
  assert.deepEqual([softplus(-1e9), softplus(1e9)], [0, 1e9]);
});
