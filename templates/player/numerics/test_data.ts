/** Points and records that the tests of the numerics share. */

import type { Dataset, Trajectory } from "../records.ts";

type Points = { readonly x: readonly number[]; readonly y: readonly number[] };

export const FUNDRAISING: Points = {
  x: [1, 2, 3, 5, 6, 7, 8],
  y: [155, 197, 244, 356, 409, 448, 500],
};
export const LINE: Points = {
  x: Array.from({ length: 50 }, (_, i) => 50 * i / 49),
  y: Array.from({ length: 50 }, (_, i) => 10 + 25 * i / 49 + Math.sin(7 * i)),
};
/** x is constant. */
export const UPRIGHT: Points = { x: [3, 3, 3], y: [1, 2, 6] };

export function datasetOf(points: Points, name = "points"): Dataset {
  return {
    schema: "gdsim.dataset/1",
    name,
    title: name,
    note: "",
    source: "",
    labels: { x: "x", y: "y" },
    units: { x: "", y: "" },
    n: points.x.length,
    digest: `of ${name}`,
    points,
  };
}

/** A run of 50 epochs of plain descent from the origin, as far as a live run reads it. */
export function like(fields: Partial<Trajectory> = {}): Trajectory {
  return {
    schema: "gdsim.trajectory/1",
    id: "a",
    sweep: "s",
    dataset: { name: "points", n: 7, digest: "of points" },
    model: { name: "line", params: ["w", "b"] },
    loss: { name: "mse" },
    optimizer: { name: "gd" },
    learning_rate: 0.02,
    init: { name: "origin", params: { w: 0, b: 0 } },
    epochs: 50,
    seed: null,
    standardize: null,
    tolerance: 1e-3,
    outcome: { status: "budget", epoch: 50 },
    optimum: null,
    theory: null,
    path: { epoch: [0], params: { w: [0], b: [0] }, loss: [1], gradient_norm: [1] },
    frame_epoch: [0],
    description: "",
    ...fields,
  };
}
