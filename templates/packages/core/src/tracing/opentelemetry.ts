/** The parts of `@opentelemetry/api` that are used, by shape: the package itself is the application's to bring. */

export type AttributeValue = string | number | boolean;

export interface SpanContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
  readonly isRemote?: boolean;
  readonly traceState?: TraceState;
}

export interface TraceState {
  get(key: string): string | undefined;
  set(key: string, value: string): TraceState;
  unset(key: string): TraceState;
  serialize(): string;
}

export interface Span {
  spanContext(): SpanContext;
  setAttribute(key: string, value: AttributeValue): unknown;
  setStatus(status: { code: number }): unknown;
  updateName(name: string): unknown;
  end(): void;
}

export interface Tracer {
  startSpan(
    name: string,
    options: { kind: number; attributes: Record<string, AttributeValue> },
    context: OtelContext,
  ): Span;
}

/** What OpenTelemetry hands from caller to callee: immutable values under symbols. */
export interface OtelContext {
  getValue(key: symbol): unknown;
  setValue(key: symbol, value: unknown): OtelContext;
  deleteValue(key: symbol): OtelContext;
}

export const spanKindServer = 1;
export const statusError = 2;

/** `createContextKey()` of the API is `Symbol.for`, so that several copies of it share their keys. */
const spanKey = Symbol.for("OpenTelemetry Context Key SPAN");

/** A context in which the span of the caller, who is elsewhere, is the current one. */
export function contextWithParent(parent: SpanContext | undefined): OtelContext {
  return contextOf(parent === undefined ? new Map() : new Map([[spanKey, remoteSpan(parent)]]));
}

function contextOf(values: ReadonlyMap<symbol, unknown>): OtelContext {
  return {
    getValue: (key) => values.get(key),
    setValue: (key, value) => contextOf(new Map([...values, [key, value]])),
    deleteValue: (key) => contextOf(new Map([...values].filter(([other]) => other !== key))),
  };
}

function remoteSpan(context: SpanContext): Pick<Span, "spanContext"> & { isRecording(): boolean } {
  return { spanContext: () => context, isRecording: () => false };
}
