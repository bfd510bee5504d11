import { Counter, Gauge, Histogram, type Metric } from "./metrics.ts";
import { assertLabelNames, assertMetricName, type MetricType, sampleNames } from "./names.ts";
import { type RequestRecorder, requestRecorder } from "./request-recorder.ts";

export interface MetricOptions<L extends string> {
  /** In base units and with the unit as suffix: `http_request_duration_seconds`; counters end in `_total`. */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly L[] | undefined;
}

export interface GaugeOptions<L extends string> extends MetricOptions<L> {
  /** Called before each rendering, to set what is only known then. */
  readonly collect?: ((gauge: Gauge<L>) => void) | undefined;
}

export interface HistogramOptions<L extends string> extends MetricOptions<L> {
  /** Upper bounds, ascending (default 5 ms to 10 s, in seconds). */
  readonly buckets?: readonly number[] | undefined;
}

export interface MetricsRegistryOptions {
  /**
   * Most label combinations per metric (default 1000). What comes after is counted in one series whose labels
   * all say `__overflow__`.
   */
  readonly maxSeries?: number | undefined;
}

interface Registered {
  readonly name: string;
  readonly help: string;
  readonly type: MetricType;
  readonly metric: Metric;
}

/**
 * Metrics in the Prometheus text format 0.0.4, under names that OpenMetrics accepts too.
 *
 * @example
 * const registry = new MetricsRegistry();
 * const orders = registry.counter({ name: "orders_total", help: "Orders placed", labels: ["country"] });
 * orders.inc({ country: "DE" });
 */
export class MetricsRegistry {
  /** The content type of {@link render}. */
  readonly contentType = "text/plain; version=0.0.4; charset=utf-8";
  readonly #maxSeries: number;
  readonly #metrics: Registered[] = [];
  readonly #names = new Set<string>();

  constructor({ maxSeries = 1000 }: MetricsRegistryOptions = {}) {
    if (!Number.isInteger(maxSeries) || maxSeries < 1)
      throw new TypeError("maxSeries must be a whole number >= 1.");
    this.#maxSeries = maxSeries;
  }

  /** @throws TypeError when the name or a label is malformed or taken */
  counter<const L extends string = never>(options: MetricOptions<L>): Counter<L> {
    return this.#add(options, "counter", new Counter(options.labels ?? [], this.#maxSeries));
  }

  /** @throws TypeError when the name or a label is malformed or taken */
  gauge<const L extends string = never>(options: GaugeOptions<L>): Gauge<L> {
    return this.#add(options, "gauge", new Gauge(options.labels ?? [], this.#maxSeries, options.collect));
  }

  /** @throws TypeError when the name or a label is malformed or taken, or the buckets do not ascend */
  histogram<const L extends string = never>(options: HistogramOptions<L>): Histogram<L> {
    const { labels = [], buckets = DEFAULT_BUCKETS } = options;
    return this.#add(options, "histogram", new Histogram(labels, this.#maxSeries, buckets));
  }

  /** Everything as text, metrics in the order of their registration. */
  render(): string {
    let text = "";
    for (const { name, help, type, metric } of this.#metrics) {
      text += `# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}\n# TYPE ${name} ${type}\n`;
      for (const [suffix, labels, value] of metric.samples()) {
        text += `${name}${suffix}${labels === "" ? "" : `{${labels}}`} ${formatNumber(value)}\n`;
      }
    }
    return text;
  }

  /** @internal By method, route pattern and status: never by raw path, which anyone can vary. */
  [requestRecorder](): RequestRecorder {
    const total = this.counter({
      name: "http_requests_total",
      help: "Requests answered.",
      labels: ["method", "route", "status"],
    });
    const duration = this.histogram({
      name: "http_request_duration_seconds",
      help: "Seconds from the request's head to the response's head.",
      labels: ["method", "route"],
    });
    return {
      record(sent, route, status, seconds) {
        const method = KNOWN_METHODS.has(sent) ? sent : "other";
        total.inc({ method, route, status });
        if (seconds !== undefined) duration.observe({ method, route }, seconds);
      },
      render: () => this.render(),
    };
  }

  #add<M extends Metric>({ name, help, labels = [] }: MetricOptions<string>, type: MetricType, metric: M): M {
    assertMetricName(name, type);
    assertLabelNames(name, labels, type);
    const names = sampleNames(name, type);
    const taken = names.find((sample) => this.#names.has(sample));
    if (taken !== undefined) throw new TypeError(`Metric "${name}" would write "${taken}", which is taken.`);
    for (const sample of names) this.#names.add(sample);
    this.#metrics.push({ name, help, type, metric });
    return metric;
  }
}

function formatNumber(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "+Inf";
  return value === Number.NEGATIVE_INFINITY ? "-Inf" : String(value);
}

const DEFAULT_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const KNOWN_METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
