/** A logarithmic slider of learning rates with stops at those that were swept. */

/** Share of the slider within which a stop attracts. */
const PULL = 0.012;
/** Steps that the arrow keys divide the slider into. */
const STEPS = 80;

export interface RateScale {
  readonly low: number;
  readonly high: number;
  /** Rising. */
  readonly stops: readonly number[];
  /** Whether values between the stops can be had. */
  readonly free: boolean;
}

/** Room around the stops, and around the threshold where there is one. */
export function rateScale(
  stops: readonly number[],
  threshold: number | null,
  crawl: number,
  free: boolean,
): RateScale {
  const first = stops[0]!, last = stops[stops.length - 1]!;
  const slow = crawl > 0 && crawl < first ? Math.max(crawl, first / 30) : first;
  return {
    low: Math.min(first, free ? slow / 3 : first / 1.3),
    high: Math.max(last * 1.3, (threshold ?? 0) * 1.6),
    stops,
    free,
  };
}

/** Place of a rate on the slider, from 0 to 1; rates outside are put at its ends. */
export function placeOf(rate: number, { low, high }: RateScale): number {
  return Math.min(1, Math.max(0, Math.log(rate / low) / Math.log(high / low)));
}

/** The rate at a place: the stop that is near, else two significant digits, else the nearest stop. */
export function rateAt(place: number, scale: RateScale): number {
  const apart = (stop: number) => Math.abs(placeOf(stop, scale) - place);
  const near = scale.stops.reduce((one, other) => apart(other) < apart(one) ? other : one);
  if (!scale.free || apart(near) <= PULL) return near;
  return Number((scale.low * (scale.high / scale.low) ** place).toPrecision(2));
}

/** The rate a key leads to, or null where the key is not the slider's. */
export function rateByKey(key: string, rate: number, scale: RateScale): number | null {
  const { low, high, stops, free } = scale;
  const above = stops.find((stop) => stop > rate * (1 + 1e-9));
  const below = [...stops].reverse().find((stop) => stop < rate * (1 - 1e-9));
  const factor = (high / low) ** (1 / STEPS);
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return free ? Math.min(high, above ?? high, rounded(rate * factor, rate)) : above ?? rate;
    case "ArrowLeft":
    case "ArrowDown":
      return free ? Math.max(low, below ?? low, rounded(rate / factor, rate)) : below ?? rate;
    case "PageUp":
      return above ?? rate;
    case "PageDown":
      return below ?? rate;
    case "Home":
      return stops[0]!;
    case "End":
      return stops[stops.length - 1]!;
    default:
      return null;
  }
}

/** Two significant digits, three where two would stay at `before`. */
function rounded(rate: number, before: number): number {
  const two = Number(rate.toPrecision(2));
  return Math.abs(two - before) > 1e-9 * before && (two > before) === (rate > before)
    ? two
    : Number(rate.toPrecision(3));
}
