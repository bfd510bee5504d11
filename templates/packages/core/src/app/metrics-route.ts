import { openMetricsViolation } from "../guards/open-metrics.ts";
import { weakSecretViolation } from "../guards/weak-secret.ts";
import { type Hooks, withMeta } from "../hooks/hooks.ts";
import { MetricsRegistry } from "../metrics/registry.ts";
import { bearerAuth } from "../middleware/bearer-auth.ts";
import type { Context } from "../route/route.ts";
import { erased } from "./health.ts";
import { refuse } from "./refuse.ts";
import type { Registry, Scope } from "./registry.ts";

export interface MetricsOptions {
  /** Default `/metrics`. */
  path?: string | undefined;
  /** The bearer token that reads them. Required in production. */
  token?: string | undefined;
  /** Your own metrics, served beside those of the requests. */
  registry?: MetricsRegistry | undefined;
}

export function addMetrics(registry: Registry, scope: Scope, options: MetricsOptions): void {
  const token = options.token === "" ? undefined : options.token;
  refuse(registry, token === undefined ? openMetricsViolation : weakSecretViolation("app.metrics()", token));
  if (registry.metrics) throw new TypeError("app.metrics() was called twice.");
  const metrics = options.registry ?? new MetricsRegistry();
  registry.metrics = { hooks: requestMetrics(metrics), open: token === undefined };
  registry.add(
    erased({
      path: options.path ?? "/metrics",
      responses: { 200: { description: "Metrics in the Prometheus text format" } },
      ...(token === undefined ? {} : { auth: { scheme: "bearer" }, hooks: bearerAuth({ tokens: token }) }),
      handler: () => ({
        status: 200,
        body: metrics.render(),
        headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" },
      }),
    }),
    scope,
    true,
  );
}

/** Counts and times every request by method, route pattern and status: never by raw path, which anyone can vary. */
function requestMetrics(registry: MetricsRegistry): Hooks {
  const total = registry.counter({
    name: "http_requests_total",
    help: "Requests answered.",
    labels: ["method", "route", "status"],
  });
  const seconds = registry.histogram({
    name: "http_request_duration_seconds",
    help: "Seconds from the request's head to the response's head.",
    labels: ["method", "route"],
  });
  const started = new WeakMap<Context, number>();
  return withMeta(
    {
      onRequest(_request, context) {
        started.set(context, performance.now());
      },
      onResponse(response, context) {
        const { method } = context.head;
        const labels = { method: knownMethods.has(method) ? method : "other", route: context.routePattern };
        total.inc({ ...labels, status: String(response.status) });
        const start = started.get(context);
        if (start !== undefined) seconds.observe(labels, (performance.now() - start) / 1000);
      },
    },
    { name: "metrics()" },
  );
}

const knownMethods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
