import type { ErasedRoute } from "../engine/pipeline.ts";
import { weakSecretViolation } from "../guards/weak-secret.ts";
import { refuse } from "./refuse.ts";
import type { Registry, Scope } from "./registry.ts";

export interface HealthOptions {
  /** Default `/healthz`. */
  path?: string | undefined;
}

export interface ReadinessOptions {
  /** Default `/readyz`. */
  path?: string | undefined;
  /** What must hold, by name: a check that returns false, throws or takes over five seconds makes it 503. */
  checks?: Readonly<Record<string, () => unknown>> | undefined;
  /** Who asks with this bearer token sees the name of each check; everyone else only the status. */
  token?: string | undefined;
}

export const noStore = { "cache-control": "no-store" };

export function addHealthcheck(registry: Registry, scope: Scope, options: HealthOptions): void {
  registry.add(
    erased({
      path: options.path ?? "/healthz",
      responses: { 200: { description: "The process answers" } },
      handler: () => ({ status: 200, body: { status: "ok" }, headers: noStore }),
    }),
    scope,
    true,
  );
}

export function addReadiness(
  registry: Registry,
  scope: Scope,
  options: ReadinessOptions,
  draining: () => boolean,
): void {
  if (options.token !== undefined) {
    refuse(registry, weakSecretViolation("app.readinesscheck()", options.token));
  }
  registry.add(
    erased({
      path: options.path ?? "/readyz",
      responses: { 200: { description: "Ready" }, 503: { description: "Not ready" } },
      async handler(context) {
        const { readiness } = await import("./readiness.ts");
        return readiness(context, options, draining);
      },
    }),
    scope,
    true,
  );
}

/** A built-in `GET` route. */
export function erased(definition: Omit<ErasedRoute, "method">): ErasedRoute {
  return { ...definition, method: "GET" };
}
