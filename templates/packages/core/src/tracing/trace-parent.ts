import type { SpanContext } from "./opentelemetry.ts";
import { parseTraceState } from "./trace-state.ts";

/** W3C Trace Context §3.2.2: version, trace id, parent id, flags; later versions may go on after another dash. */
const traceParent = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/**
 * The caller's span, or `undefined` where there is none or the header is not what W3C Trace Context says: then a new trace
 * begins. Several `traceparent` headers, joined by a comma, are none.
 */
export function parseTraceParent(header: string | null, state: string | null): SpanContext | undefined {
  const [, version, traceId, spanId, flags, rest] = traceParent.exec(header?.trim() ?? "") ?? [];
  if (version === undefined || traceId === undefined || spanId === undefined || flags === undefined)
    return undefined;
  if (version === "ff" || (version === "00" && rest !== undefined)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  const traceState = parseTraceState(state);
  // of the flags only "sampled" is known; others must not be passed on
  const traceFlags = Number.parseInt(flags, 16) & 1;
  return { traceId, spanId, traceFlags, isRemote: true, ...(traceState && { traceState }) };
}
