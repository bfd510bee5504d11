import { describe, expect, test } from "vitest";
import { MetricsRegistry } from "../../../../templates/packages/core/src/metrics/registry.ts";

const lines = (registry: MetricsRegistry) => registry.render().split("\n");

describe("MetricsRegistry", () => {
  test("renders counters, gauges and histograms as Prometheus text", () => {
    const registry = new MetricsRegistry();
    const requests = registry.counter({
      name: "http_requests_total",
      help: "Requests",
      labels: ["method", "status"],
    });
    const inFlight = registry.gauge({ name: "http_in_flight", help: "Now" });
    const duration = registry.histogram({
      name: "http_seconds",
      help: "Time",
      labels: ["route"],
      buckets: [0.1, 1],
    });
    requests.inc({ method: "GET", status: 200 });
    requests.inc({ status: 200, method: "GET" }, 2);
    requests.inc({ method: "POST", status: 500 });
    inFlight.inc({});
    inFlight.inc({}, 4);
    inFlight.inc({}, -2.5);
    for (const seconds of [0.05, 0.1, 0.5, 7, Number.NaN]) duration.observe({ route: "/a" }, seconds);
    expect(registry.render()).toBe(
      [
        "# HELP http_requests_total Requests",
        "# TYPE http_requests_total counter",
        'http_requests_total{method="GET",status="200"} 3',
        'http_requests_total{method="POST",status="500"} 1',
        "# HELP http_in_flight Now",
        "# TYPE http_in_flight gauge",
        "http_in_flight 2.5",
        "# HELP http_seconds Time",
        "# TYPE http_seconds histogram",
        'http_seconds_bucket{route="/a",le="0.1"} 2',
        'http_seconds_bucket{route="/a",le="1"} 3',
        'http_seconds_bucket{route="/a",le="+Inf"} 4',
        'http_seconds_sum{route="/a"} 7.65',
        'http_seconds_count{route="/a"} 4',
        "",
      ].join("\n"),
    );
    expect(registry.contentType).toBe("text/plain; version=0.0.4; charset=utf-8");
  });

  test("a label or help text cannot forge a line", () => {
    const registry = new MetricsRegistry();
    const counter = registry.counter({ name: "a_total", help: "one\ntwo \\", labels: ["l"] });
    counter.inc({ l: 'x"} 1\nforged_total 9 \\' });
    expect(lines(registry)).toEqual([
      "# HELP a_total one\\ntwo \\\\",
      "# TYPE a_total counter",
      'a_total{l="x\\"} 1\\nforged_total 9 \\\\"} 1',
      "",
    ]);
  });

  test("label values that look like separators stay apart", () => {
    const registry = new MetricsRegistry();
    const counter = registry.counter({ name: "a_total", help: "", labels: ["x", "y"] });
    counter.inc({ x: 'a",y="b', y: "c" });
    counter.inc({ x: "a", y: 'b",y="c' });
    expect(lines(registry).filter((line) => line.startsWith("a_total"))).toHaveLength(2);
  });

  test("series are bounded, what comes after shares one", () => {
    const registry = new MetricsRegistry({ maxSeries: 2 });
    const counter = registry.counter({ name: "a_total", help: "", labels: ["id"] });
    for (let id = 0; id < 1000; id++) counter.inc({ id });
    counter.inc({ id: 1 });
    expect(lines(registry).slice(2)).toEqual([
      'a_total{id="0"} 1',
      'a_total{id="1"} 2',
      'a_total{id="__overflow__"} 998',
      "",
    ]);
  });

  test("a gauge may be collected when it is rendered", () => {
    const registry = new MetricsRegistry();
    let value = 1;
    registry.gauge({ name: "g", help: "", labels: ["k"], collect: (gauge) => gauge.set({ k: "v" }, value) });
    value = Number.POSITIVE_INFINITY;
    expect(lines(registry)[2]).toBe('g{k="v"} +Inf');
    value = Number.NEGATIVE_INFINITY;
    expect(lines(registry)[2]).toBe('g{k="v"} -Inf');
    value = Number.NaN;
    expect(lines(registry)[2]).toBe('g{k="v"} NaN');
  });

  test.each<[string, (registry: MetricsRegistry) => unknown, RegExp]>([
    ["a name with a dash", (r) => r.gauge({ name: "a-b", help: "" }), /must match/],
    ["a name that begins with a digit", (r) => r.gauge({ name: "1a", help: "" }), /must match/],
    ["a recording rule's colon", (r) => r.gauge({ name: "a:b", help: "" }), /must match/],
    ["a line feed in a name", (r) => r.gauge({ name: "a\n", help: "" }), /must match/],
    ["a counter without _total", (r) => r.counter({ name: "a", help: "" }), /must end in _total/],
    ["a gauge with _total", (r) => r.gauge({ name: "a_total", help: "" }), /Only a counter/],
    [
      "a histogram named like its own samples",
      (r) => r.histogram({ name: "a_count", help: "" }),
      /must not end/,
    ],
    ["a reserved label", (r) => r.gauge({ name: "a", help: "", labels: ["__x"] }), /must match/],
    ["a label with a space", (r) => r.gauge({ name: "a", help: "", labels: ["x y"] }), /must match/],
    ["le on a histogram", (r) => r.histogram({ name: "a", help: "", labels: ["le"] }), /histogram's own/],
    ["a label twice", (r) => r.gauge({ name: "a", help: "", labels: ["x", "x"] }), /twice/],
    ["a name twice", (r) => [r.gauge({ name: "a", help: "" }), r.gauge({ name: "a", help: "" })], /taken/],
    [
      "a name that a histogram writes",
      (r) => [r.histogram({ name: "a", help: "" }), r.gauge({ name: "a_sum", help: "" })],
      /taken/,
    ],
    ["buckets that do not ascend", (r) => r.histogram({ name: "a", help: "", buckets: [1, 1] }), /ascend/],
    ["no buckets", (r) => r.histogram({ name: "a", help: "", buckets: [] }), /ascend/],
    [
      "an infinite bucket",
      (r) => r.histogram({ name: "a", help: "", buckets: [1, Number.POSITIVE_INFINITY] }),
      /finite/,
    ],
    ["a counter that shrinks", (r) => r.counter({ name: "a_total", help: "" }).inc({}, -1), /grows/],
    [
      "a counter that grows by NaN",
      (r) => r.counter({ name: "a_total", help: "" }).inc({}, Number.NaN),
      /grows/,
    ],
    [
      "a missing label",
      (r) => r.counter({ name: "a_total", help: "", labels: ["x"] }).inc(JSON.parse("{}")),
      /missing/,
    ],
    [
      "an inherited label",
      (r) => r.counter({ name: "a_total", help: "", labels: ["constructor"] }).inc(JSON.parse("{}")),
      /missing/,
    ],
  ])("refuses %s", (_name, use, message) => {
    expect(() => use(new MetricsRegistry())).toThrow(message);
  });

  test("refuses a cap that is no count", () => {
    expect(() => new MetricsRegistry({ maxSeries: 0 })).toThrow(TypeError);
  });
});
