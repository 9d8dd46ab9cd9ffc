/** Whether a phone is worn still enough to begin, by its own sensor. */

/** So long it must be still, s; chosen by us: the protocols ask for two seconds of quiet standing. */
const WINDOW_S = 2;
/** Spread of each axis' acceleration in which it is still, m/s2; chosen by us: quiet standing shakes a third of it. */
const STILL = 0.35;
/** Mean turning in which it is still, rad/s; chosen by us: six degrees a second. */
const TURNS = 0.1;
/** Part of gravity across the screen from which a phone lies flat; on the sacrum none does. */
const FLAT = 0.85;
/** Samples a second below which too little is felt; docs/phone.md asks for 50, browsers round down. */
export const SLOW_HZ = 40;

export interface Felt {
  rate_hz: number;
  still: boolean;
  flat: boolean;
  turns: boolean;
}

type Row = [time_s: number, x: number, y: number, z: number, turning: number];

export class Stillness {
  #rows: Row[] = [];

  /** One sample: s, m/s2 with gravity, rad/s (NaN without a gyroscope). */
  take(time_s: number, values: readonly number[]): void {
    const [x = NaN, y = NaN, z = NaN, a = NaN, b = NaN, c = NaN] = values;
    this.#rows.push([time_s, x, y, z, Math.hypot(a, b, c)]);
    const oldest = time_s - WINDOW_S;
    let old = 0;
    // One row older than the window tells that it is full.
    while ((this.#rows[old + 1]?.[0] ?? Infinity) <= oldest) old++;
    if (old) this.#rows.splice(0, old);
  }

  clear(): void {
    this.#rows = [];
  }

  felt(): Felt {
    const rows = this.#rows;
    const [first, last] = [rows[0], rows.at(-1)];
    if (!first || !last || rows.length < 10) return { rate_hz: 0, still: false, flat: false, turns: false };
    const length_s = last[0] - first[0];
    const means = [1, 2, 3].map((i) => rows.reduce((sum, row) => sum + (row[i] ?? 0), 0) / rows.length);
    const spreads = [1, 2, 3].map((i) => Math.sqrt(rows.reduce((sum, row) => sum + ((row[i] ?? 0) - (means[i - 1] ?? 0)) ** 2, 0) / rows.length));
    const turning = rows.filter((row) => !Number.isNaN(row[4]));
    const turned = turning.reduce((sum, row) => sum + row[4], 0) / Math.max(1, turning.length);
    const isStill = Math.max(...spreads) < STILL && turned < TURNS;
    return {
      rate_hz: length_s > 0 ? (rows.length - 1) / length_s : 0,
      still: length_s >= 0.9 * WINDOW_S && isStill,
      flat: Math.abs(means[2] ?? 0) > FLAT * Math.hypot(...means),
      turns: turning.length > 0,
    };
  }
}
