import { type Labels, SeriesMap } from "./series.ts";

export interface Metric {
  /** The samples as lines of the text format, without the metric's name before the suffix. */
  samples(): Iterable<[suffix: string, labels: string, value: number]>;
}

/** A number that only grows. */
export class Counter<L extends string> implements Metric {
  readonly #series: SeriesMap<L, { value: number }>;

  constructor(labels: readonly L[], maxSeries: number) {
    this.#series = new SeriesMap(labels, maxSeries, () => ({ value: 0 }));
  }

  /** @throws RangeError when `by` is negative or not finite */
  inc(labels: Labels<L>, by = 1): void {
    if (!(by >= 0 && by < Number.POSITIVE_INFINITY))
      throw new RangeError("A counter grows by a finite number >= 0.");
    this.#series.get(labels).value += by;
  }

  *samples(): Iterable<[string, string, number]> {
    for (const [labels, { value }] of this.#series.entries()) yield ["", labels, value];
  }
}

/** A number that goes up and down. */
export class Gauge<L extends string> implements Metric {
  readonly #series: SeriesMap<L, { value: number }>;
  readonly #collect: ((gauge: Gauge<L>) => void) | undefined;

  constructor(labels: readonly L[], maxSeries: number, collect?: (gauge: Gauge<L>) => void) {
    this.#series = new SeriesMap(labels, maxSeries, () => ({ value: 0 }));
    this.#collect = collect;
  }

  set(labels: Labels<L>, value: number): void {
    this.#series.get(labels).value = value;
  }

  /** `by` may be negative. */
  inc(labels: Labels<L>, by = 1): void {
    this.#series.get(labels).value += by;
  }

  *samples(): Iterable<[string, string, number]> {
    this.#collect?.(this);
    for (const [labels, { value }] of this.#series.entries()) yield ["", labels, value];
  }
}

interface Distribution {
  /** One count per bucket, not cumulative, and one for what lies above all of them. */
  readonly counts: number[];
  sum: number;
}

/** How measurements are spread over buckets. */
export class Histogram<L extends string> implements Metric {
  readonly #bounds: readonly number[];
  readonly #series: SeriesMap<L, Distribution>;

  /** @throws TypeError when the buckets do not ascend */
  constructor(labels: readonly L[], maxSeries: number, buckets: readonly number[]) {
    const ascending = buckets.every(
      (bound, i) => Number.isFinite(bound) && bound > (buckets[i - 1] ?? Number.NEGATIVE_INFINITY),
    );
    if (buckets.length === 0 || !ascending)
      throw new TypeError("Histogram buckets must be finite and ascend.");
    this.#bounds = [...buckets];
    this.#series = new SeriesMap(labels, maxSeries, () => ({
      counts: new Array(buckets.length + 1).fill(0),
      sum: 0,
    }));
  }

  /** A value that is not a number is left out. */
  observe(labels: Labels<L>, value: number): void {
    if (Number.isNaN(value)) return;
    const series = this.#series.get(labels);
    let bucket = 0;
    while (value > (this.#bounds[bucket] ?? Number.POSITIVE_INFINITY)) bucket++;
    series.counts[bucket] = (series.counts[bucket] ?? 0) + 1;
    series.sum += value;
  }

  *samples(): Iterable<[string, string, number]> {
    for (const [labels, { counts, sum }] of this.#series.entries()) {
      const before = labels === "" ? "" : `${labels},`;
      let total = 0;
      for (const [i, count] of counts.entries()) {
        total += count;
        const bound = this.#bounds[i];
        yield ["_bucket", `${before}le="${bound === undefined ? "+Inf" : bound}"`, total];
      }
      yield ["_sum", labels, sum];
      yield ["_count", labels, total];
    }
  }
}
