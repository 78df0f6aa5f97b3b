/** Which epochs a run stores, and which of them the frames of a video show. */

const ALL_UP_TO = 1000;
const FRAMES = 40;
/** Epochs that each have a frame of their own. */
const EARLY = 20;

/** All epochs up to 1,000, beyond it those with at most two significant digits, and the last. */
export function storedEpochs(last: number): number[] {
  const epochs: number[] = [];
  for (let k = 0; k <= Math.min(last, ALL_UP_TO); k++) epochs.push(k);
  for (let unit = ALL_UP_TO / 10; unit * 10 <= last; unit *= 10) {
    for (let lead = 11; lead <= 100 && lead * unit <= last; lead++) epochs.push(lead * unit);
  }
  if (epochs[epochs.length - 1] !== last) epochs.push(last);
  return epochs;
}

/** At most 40 of the stored epochs: each early one, then evenly to the last. */
export function frameEpochs(stored: readonly number[]): number[] {
  if (stored.length <= FRAMES) return [...stored];
  const last = stored[stored.length - 1]!, late = FRAMES - 1 - EARLY;
  const frames = stored.slice(0, EARLY + 1);
  for (let k = 1, above = 0; k <= late; k++) {
    const even = EARLY + Math.floor(k * (last - EARLY) / late);
    while (stored[above]! < even) above++;
    const nearer = even - stored[above - 1]! <= stored[above]! - even ? above - 1 : above;
    if (stored[nearer]! > frames[frames.length - 1]!) frames.push(stored[nearer]!);
  }
  return frames;
}
