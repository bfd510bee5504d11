import { OnDemand } from "../engine/on-demand.ts";
import type { Environment } from "../env/environment.ts";
import { openMetricsViolation } from "../guards/open-metrics.ts";
import { weakSecretViolation } from "../guards/weak-secret.ts";
import { type Hooks, withMeta } from "../hooks/hooks.ts";
import { loadedPreBody } from "../hooks/loaded-hooks.ts";
import type { MetricsRegistry } from "../metrics/registry.ts";
import { type RequestRecorder, requestRecorder } from "../metrics/request-recorder.ts";
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
  const recorder = new OnDemand(ownRecorder);
  recorder.value = options.registry?.[requestRecorder]();
  registry.metrics = { hooks: requestMetrics(recorder), open: token === undefined };
  registry.add(
    erased({
      path: options.path ?? "/metrics",
      responses: { 200: { description: "Metrics in the Prometheus text format" } },
      ...(token === undefined ? {} : { auth: { scheme: "bearer" }, hooks: bearerToken(token) }),
      handler: async () => ({
        status: 200,
        body: (recorder.value ?? (await recorder.load())).render(),
        headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" },
      }),
    }),
    scope,
    true,
  );
}

/** `bearerAuth()`, which most apps have no other use for. `refuse` judged the token, by the app's own environment. */
function bearerToken(token: string): Hooks {
  const load = async () => (await import("./metrics-parts.ts")).bearerAuth({ tokens: token });
  const violations = (environment: Environment) =>
    environment === "production" ? [weakSecretViolation("app.metrics()", token) ?? []].flat() : [];
  return loadedPreBody(load, { name: "bearerAuth()", authSchemes: ["bearer"], violations });
}

async function ownRecorder(): Promise<RequestRecorder> {
  const { MetricsRegistry } = await import("./metrics-parts.ts");
  return new MetricsRegistry()[requestRecorder]();
}

function requestMetrics(recorder: OnDemand<RequestRecorder>): Hooks {
  const started = new WeakMap<Context, number>();
  return withMeta(
    {
      onRequest(_request, context) {
        started.set(context, performance.now());
      },
      onResponse({ status }, context) {
        const start = started.get(context);
        const seconds = start === undefined ? undefined : (performance.now() - start) / 1000;
        const { head, routePattern } = context;
        const record = (to: RequestRecorder) => to.record(head.method, routePattern, status, seconds);
        return recorder.value ? record(recorder.value) : recorder.load().then(record);
      },
    },
    { name: "metrics()" },
  );
}
