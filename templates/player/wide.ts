/** Wide sweeps: runs from the products that an index declares, and how they ended once it is asked for. */

import type { ReadOutcomes } from "./receive.ts";
import type { Outcomes, Run, Sweep, WideSweep } from "./records.ts";

const STATUS = { c: "converged", d: "diverged", b: "budget" } as const;
const known = new WeakMap<WideSweep, Sweep>();

/** A wide sweep with its runs, the same ones each time; `read` gives a part of its outcomes. */
export function unfolded(record: WideSweep, read: ReadOutcomes): Sweep {
  const sweep = known.get(record) ?? unfold(record, read);
  known.set(record, sweep);
  return sweep;
}

/** A run of a wide sweep; its other fields are set from the values of the sweep. */
class Unfolded {
  readonly learning_rate!: number;

  /** `line` is the shelf of the first of `rates` runs that differ in the learning rate alone. */
  constructor(
    readonly index: Index,
    readonly line: number,
    readonly rates: number,
  ) {}

  /** Spelled out when it is asked for: few of many are. */
  get id(): string {
    return this.index.ids.map(([name, parts]) => parts.get(this[name as keyof this]))
      .filter(Boolean).join(".");
  }
}

/** What the runs of a wide sweep share: parts of ids by the values that they stand for. */
interface Index {
  readonly ids: (readonly [string, Map<unknown, string>])[];
}

function unfold(record: WideSweep, read: ReadOutcomes): Sweep {
  const { values, blocks, part } = record;
  const names = Object.keys(values), rate = names.indexOf("learning_rate");
  const index: Index = {
    ids: Object.entries(record.ids).map(([name, parts]) => [
      name,
      new Map(parts.map((text, k) => [values[name]![k], text])),
    ]),
  };
  const runs: Unfolded[] = [], shelves: Unfolded[] = [];
  for (const axes of blocks) {
    const begin = runs.length;
    const product = (some: readonly (readonly unknown[])[]) =>
      some.reduce((n, axis) => n * axis.length, 1);
    const count = product(axes), rates = axes[rate]!.length, inner = product(axes.slice(rate + 1));
    const chosen = axes.map((axis, k) => axis.map((place) => values[names[k]!]![place]));
    for (let n = 0; n < count; n++) {
      const line = Math.floor(n / (rates * inner)) * inner + n % inner;
      const run = new Unfolded(index, begin + line * rates, rates);
      let rest = n;
      for (let k = names.length; k--;) {
        const axis = chosen[k]!;
        (run as unknown as Record<string, unknown>)[names[k]!] = axis[rest % axis.length];
        rest = Math.floor(rest / axis.length);
      }
      runs.push(run);
      shelves[run.line + Math.floor(n / inner) % rates] = run;
    }
  }
  const take = ({ begin, status, epoch, final_loss }: Outcomes) => {
    for (const [k, letter] of [...status].entries()) {
      const outcome = { status: STATUS[letter as keyof typeof STATUS], epoch: epoch[k]! };
      Object.assign(shelves[begin + k]!, { outcome, final_loss: final_loss[k] });
    }
  };
  const ends = async (some: readonly Run[]) => {
    const parts = new Set<number>();
    for (const { outcome, line, rates } of some as unknown as (Run & Unfolded)[]) {
      const last = Math.floor((line + rates - 1) / part);
      for (let k = Math.floor(line / part); !outcome && k <= last; k++) parts.add(k);
    }
    await Promise.all([...parts].map((k) => read(k).then(take)));
  };
  return { ...record, schema: "gdsim.sweep/1", runs: runs as unknown as Run[], ends };
}
