/** Where an epoch stands on the slider, linear or logarithmic: 0 at the start, 1 at the last epoch. */

/** Share of the slider at `epoch`; logarithmic time gives epoch 0 a place too. */
export function shareOf(epoch: number, last: number, log: boolean): number {
  if (last <= 0) return 0;
  return log ? Math.log1p(epoch) / Math.log1p(last) : epoch / last;
}

/** The epoch, not rounded, at a share of the slider. */
export function epochAt(share: number, last: number, log: boolean): number {
  return log ? Math.expm1(share * Math.log1p(last)) : share * last;
}

/** Epochs to name below the slider: powers of ten, or a few round ones; 0 and the last among them. */
export function ticksOf(last: number, log: boolean): number[] {
  const ticks = [0];
  if (log) {
    for (let epoch = 1; epoch < last; epoch *= 10) ticks.push(epoch);
  } else {
    const step = roundStep(last / 4);
    for (let epoch = step; epoch < last; epoch += step) ticks.push(epoch);
  }
  const room = 0.12; // for the words of both
  while (ticks.length > 1 && shareOf(ticks[ticks.length - 1]!, last, log) > 1 - room) ticks.pop();
  if (last > 0) ticks.push(last);
  return ticks;
}

/** The whole 1, 2 or 5 times a power of ten that is not below `step`. */
function roundStep(step: number): number {
  const unit = 10 ** Math.floor(Math.log10(Math.max(1, step)));
  return [1, 2, 5, 10].map((k) => k * unit).find((round) => round >= step)!;
}

/** Stored epochs of several runs on one timeline, rising, each once. */
export function mergedEpochs(lists: readonly (readonly number[])[]): readonly number[] {
  const longest = lists.reduce((one, other) => other.length > one.length ? other : one);
  const all = new Set(longest);
  for (const list of lists) for (const epoch of list) all.add(epoch);
  return all.size === longest.length ? longest : [...all].sort((one, other) => one - other);
}
