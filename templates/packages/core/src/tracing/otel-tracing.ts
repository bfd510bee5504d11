import { type Hooks, withMeta } from "../hooks/hooks.ts";
import type { EngineResponse } from "../http/response.ts";
import { atMostEvery } from "../logging/at-most-every.ts";
import type { Context } from "../route/route.ts";
import {
  type AttributeValue,
  contextWithParent,
  type Span,
  spanKindServer,
  statusError,
  type Tracer,
} from "./opentelemetry.ts";
import { parseTraceParent } from "./trace-parent.ts";

export interface OtelTracingOptions {
  /** Of `@opentelemetry/api`: `trace.getTracer("my-api")`. */
  tracer: Tracer;
  /** Default: method and route pattern, `GET /books/:id`; the method alone where no route matched. */
  spanName?: ((context: Context) => string) | undefined;
  /** Go on with the trace of a `traceparent` header. Default true; `false` where strangers should not decide what is sampled. */
  trustIncoming?: boolean | undefined;
}

/** Registered methods (RFC 9110, RFC 5789); any text can be a method, and no span is named after any text. */
const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE"]);

/**
 * One OpenTelemetry server span for each request, by the HTTP semantic conventions: it goes on with the caller's trace (W3C
 * `traceparent`, `tracestate`), is at `state.span` for the handler to add to, and ends with every response, 404 and errors included.
 *
 * Neither the query nor a message of an error is recorded, because both carry what users typed: an error is its class, and the log
 * has the rest under the request id (`http.response.header.x-request-id`). What the tracer throws is logged and goes no further.
 *
 * @throws TypeError when there is no tracer
 */
export function otelTracing(options: OtelTracingOptions): Hooks {
  const { tracer, spanName = defaultName, trustIncoming = true } = options;
  if (typeof tracer?.startSpan !== "function")
    throw new TypeError('otelTracing(): give a tracer, such as trace.getTracer("my-api").');
  const spans = new WeakMap<Context, Span>();
  const ended = new WeakSet<Context>();
  const report = atMostEvery(60_000);

  /** Observing a request must not change what it gets. */
  function safely<T>(context: Context, work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      report(() => context.log.error({ err: error, setting: "otelTracing" }, "The tracer failed"));
      return undefined;
    }
  }

  function start(context: Context): void {
    safely(context, () => {
      const { headers } = context.head;
      const parent = trustIncoming
        ? parseTraceParent(headers.get("traceparent"), headers.get("tracestate"))
        : undefined;
      const span = tracer.startSpan(
        spanName(context),
        { kind: spanKindServer, attributes: attributesOf(context) },
        contextWithParent(parent),
      );
      spans.set(context, span);
      context.state["span"] = span;
    });
  }

  function end(response: EngineResponse, context: Context): void {
    // what is refused before any hook has run has no span yet
    if (!spans.has(context)) start(context);
    const span = spans.get(context);
    if (span === undefined || ended.has(context)) return;
    ended.add(context);
    safely(context, () => {
      span.setAttribute("http.response.status_code", response.status);
      span.setAttribute("http.response.header.x-request-id", context.requestId);
      if (response.status >= 500) {
        span.setStatus({ code: statusError });
        span.setAttribute("error.type", failures.get(context) ?? String(response.status));
      }
    });
    safely(context, () => span.end());
  }

  const failures = new WeakMap<Context, string>();
  return withMeta(
    {
      onRequest: (_, context) => start(context),
      onError(error, context) {
        failures.set(context, classOf(error));
      },
      onResponse: end,
    },
    { name: "otelTracing()" },
  );
}

function defaultName({ head, routePattern }: Context): string {
  const method = methods.has(head.method) ? head.method : "HTTP";
  return routePattern.startsWith("/") ? `${method} ${routePattern}` : method;
}

/** https://opentelemetry.io/docs/specs/semconv/http/http-spans/ */
function attributesOf({ head, routePattern, clientAddress }: Context): Record<string, AttributeValue> {
  const { method, url, path } = head;
  const known = methods.has(method);
  const [, scheme = "http", authority = ""] = /^([a-z]+):\/\/([^/?#]*)/i.exec(url) ?? [];
  const [, host = authority, port] = /^(.*?)(?::(\d+))?$/.exec(authority) ?? [];
  const agent = head.headers.get("user-agent");
  return {
    "http.request.method": known ? method : "_OTHER",
    ...(known ? {} : { "http.request.method_original": method }),
    "url.scheme": scheme,
    "url.path": path,
    "server.address": host,
    ...(port === undefined ? {} : { "server.port": Number(port) }),
    ...(routePattern.startsWith("/") ? { "http.route": routePattern } : {}),
    ...(clientAddress === undefined ? {} : { "client.address": clientAddress }),
    ...(agent === null ? {} : { "user_agent.original": agent }),
  };
}

/** The class of an error; its message and stack may quote the request. */
function classOf(error: unknown): string {
  return error instanceof Error && /^[A-Za-z_$][\w$]{0,99}$/.test(error.name) ? error.name : "_OTHER";
}
