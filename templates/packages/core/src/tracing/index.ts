export type { OtelContext, Span, SpanContext, Tracer, TraceState } from "./opentelemetry.ts";
export { type OtelTracingOptions, otelTracing } from "./otel-tracing.ts";
