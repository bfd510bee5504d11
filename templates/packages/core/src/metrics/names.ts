/** Prometheus's data model, without the colon, which it reserves for recording rules. */
const METRIC_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const LABEL_NAME = /^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/;

export type MetricType = "counter" | "gauge" | "histogram";

/** The sample names that a metric of this type writes. */
export function sampleNames(name: string, type: MetricType): string[] {
  return type === "histogram" ? [name, `${name}_bucket`, `${name}_sum`, `${name}_count`] : [name];
}

/** @throws TypeError naming the rule that the name breaks */
export function assertMetricName(name: string, type: MetricType): void {
  if (!METRIC_NAME.test(name)) throw new TypeError(`Metric name "${name}" must match ${METRIC_NAME.source}.`);
  if (type === "counter" && !name.endsWith("_total")) {
    throw new TypeError(`Counter "${name}" must end in _total (OpenMetrics).`);
  }
  if (type !== "counter" && name.endsWith("_total")) {
    throw new TypeError(`Only a counter may end in _total, "${name}" is a ${type} (OpenMetrics).`);
  }
  if (type === "histogram" && /_(bucket|sum|count|created)$/.test(name)) {
    throw new TypeError(`Histogram "${name}" must not end in _bucket, _sum, _count or _created.`);
  }
}

/** @throws TypeError naming the rule that a label breaks */
export function assertLabelNames(metric: string, labels: readonly string[], type: MetricType): void {
  for (const label of labels) {
    if (!LABEL_NAME.test(label)) {
      throw new TypeError(`Label "${label}" of ${metric} must match ${LABEL_NAME.source}.`);
    }
    if (type === "histogram" && label === "le")
      throw new TypeError(`Label "le" of ${metric} is the histogram's own.`);
  }
  if (new Set(labels).size !== labels.length) throw new TypeError(`${metric} has the same label twice.`);
}
