/** Further scripts of the player: each is read once, when it is first needed, and hands itself over. */

import type { GivenRun } from "./given_run.ts";
import type { Arrival, Grounds } from "./grounds.ts";
import type { Wanted } from "./live.ts";
import type { Curve } from "./numerics/curves.ts";
import type { MakeTools } from "./panels.ts";
import { loadScript, type Unfolder } from "./receive.ts";
import type { Run, Trajectory } from "./records.ts";
import type { Shower as MapShower } from "./outcome_map.ts";
import type { Shower as PanelShower } from "./thresholds.ts";
import type { Ground, Moment } from "./views/view.ts";
import type { Chooser } from "./wide_map.ts";

/** What computes runs in the page. */
export interface Compute {
  liveArrival(grounds: Grounds, entry: Run, wanted: Wanted): Promise<Arrival>;
  curveOf(model: string): Curve | null;
  givenGround(base: Ground, run: GivenRun): Ground;
}

/** What tells how runs stand beside each other. */
export interface Race {
  legend(place: HTMLElement): RaceLegend;
  describeRace(runs: readonly Trajectory[]): string;
}

export interface RaceLegend {
  show(grounds: readonly Ground[], remove?: (k: number) => void): void;
  draw(moment: Moment): void;
}

/** What ties maps and thresholds to the players of a page. */
export interface Beside {
  upgradeMap(map: HTMLElement, players: readonly MapShower[], wide: () => Promise<Wide>): void;
  upgradeThresholds(panel: HTMLElement, players: readonly PanelShower[]): void;
}

/** What wide sweeps need. */
export interface Wide extends Unfolder {
  upgradePicture(canvas: HTMLCanvasElement, player: Chooser | undefined): void;
}

export interface Parts {
  readonly tools: MakeTools;
  readonly compute: Compute;
  readonly race: Race;
  readonly beside: Beside;
  readonly wide: Wide;
}

export type LoadPart = <N extends keyof Parts>(name: N) => Promise<Parts[N]>;

type Global = { gdsim: Partial<Parts> };

/** Loads parts from the addresses that a page gives for them; a failure may be tried again. */
export function partsFrom(addresses: DOMStringMap): LoadPart {
  const loading = new Map<string, Promise<void>>();
  return async (name) => {
    const url = addresses[name];
    if (!url) throw new Error(`this page does not say where the script of ${name} is`);
    let loaded = loading.get(name);
    if (!loaded) {
      loaded = loadScript(url);
      loading.set(name, loaded);
      loaded.catch(() => loading.delete(name));
    }
    await loaded;
    return (globalThis as unknown as Global).gdsim[name]!;
  };
}

/** Hands a part over; the last word of its script. */
export function offer<N extends keyof Parts>(name: N, part: Parts[N]): void {
  Object.assign((globalThis as unknown as Global).gdsim, { [name]: part });
}
