import { createRequire } from "node:module";
import { beforeAll, expect, it } from "vitest";
import { App } from "../templates/packages/core/src/index.ts";
import { otelTracing, type SpanContext, type Tracer } from "../templates/packages/core/src/tracing/index.ts";
import { fetchPackages } from "./support/packages.ts";

interface FinishedSpan {
  readonly name: string;
  readonly kind: number;
  readonly attributes: Record<string, unknown>;
  readonly status: { readonly code: number };
  readonly parentSpanContext?: SpanContext;
  spanContext(): SpanContext;
}

/** As much of the SDK as a program has to name; which of it is used is for the tests below to show. */
interface Sdk {
  BasicTracerProvider: new (options: object) => { getTracer(name: string): Tracer };
  InMemorySpanExporter: new () => { getFinishedSpans(): FinishedSpan[] };
  SimpleSpanProcessor: new (exporter: object) => object;
  ParentBasedSampler: new (options: object) => object;
  AlwaysOnSampler: new () => object;
}

let sdk: Sdk;

beforeAll(() => {
  const packages = fetchPackages("opentelemetry", {
    "@opentelemetry/api": "1.9.0",
    "@opentelemetry/sdk-trace-base": "2.2.0",
  });
  sdk = createRequire(packages)("@opentelemetry/sdk-trace-base") as Sdk;
});

function tracedApp() {
  const exporter = new sdk.InMemorySpanExporter();
  const provider = new sdk.BasicTracerProvider({
    spanProcessors: [new sdk.SimpleSpanProcessor(exporter)],
    sampler: new sdk.ParentBasedSampler({ root: new sdk.AlwaysOnSampler() }),
  });
  const app = new App({ env: "test", logger: false })
    .use(otelTracing({ tracer: provider.getTracer("app") }))
    .get("/books/:id", { responses: { 200: { description: "OK" } } }, () => ({ status: 200 }))
    .get("/fail", { responses: { 200: { description: "OK" } } }, () => {
      throw new Error("no");
    });
  return { app, finished: () => exporter.getFinishedSpans() };
}

const traceId = "0af7651916cd43dd8448eb211c80319c";
const spanId = "b7ad6b7169203331";

it("the OpenTelemetry SDK takes up the caller's trace and its state", async () => {
  const { app, finished } = tracedApp();
  const headers = { traceparent: `00-${traceId}-${spanId}-01`, tracestate: "rojo=1" };
  await app.request("/books/7?token=secret", { headers });
  const [span] = finished();
  expect(span).toMatchObject({ name: "GET /books/:id", kind: 1, status: { code: 0 } });
  expect(span?.spanContext()).toMatchObject({ traceId, traceFlags: 1 });
  expect(span?.spanContext().traceState?.serialize()).toBe("rojo=1");
  expect(span?.parentSpanContext?.spanId).toBe(spanId);
  expect(span?.attributes).toMatchObject({ "http.route": "/books/:id", "http.response.status_code": 200 });
  expect(JSON.stringify(span?.attributes)).not.toContain("secret");
});

it("a caller that does not sample is followed", async () => {
  const { app, finished } = tracedApp();
  await app.request("/books/7", { headers: { traceparent: `00-${traceId}-${spanId}-00` } });
  expect(finished()).toEqual([]);
});

it("without a caller a new trace begins; errors and 404 end their spans", async () => {
  const { app, finished } = tracedApp();
  await app.request("/fail");
  await app.request("/missing");
  expect(finished()).toMatchObject([
    { name: "GET /fail", status: { code: 2 } },
    { name: "GET", status: { code: 0 } },
  ]);
  expect(finished()[0]?.spanContext().traceId).not.toBe(finished()[1]?.spanContext().traceId);
});
