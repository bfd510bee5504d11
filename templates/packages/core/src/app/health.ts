import type { ErasedRoute } from "../engine/pipeline.ts";
import { weakSecretViolation } from "../guards/weak-secret.ts";
import type { Context } from "../route/route.ts";
import { timingSafeEqual } from "../secrets/timing-safe-equal.ts";
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

const checkTimeoutMs = 5000;
const noStore = { "cache-control": "no-store" };

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
  const checks = Object.entries(options.checks ?? {});
  if (options.token !== undefined) {
    refuse(registry, weakSecretViolation("app.readinesscheck()", options.token));
  }
  registry.add(
    erased({
      path: options.path ?? "/readyz",
      responses: { 200: { description: "Ready" }, 503: { description: "Not ready" } },
      async handler(context) {
        const results = await Promise.all(
          checks.map(async ([name, check]) => [name, await holds(check)] as const),
        );
        const ready = !draining() && results.every(([, ok]) => ok);
        const details = {
          checks: Object.fromEntries(results.map(([name, ok]) => [name, ok ? "ok" : "failing"])),
        };
        return {
          status: ready ? 200 : 503,
          body: {
            status: ready ? "ready" : "unavailable",
            ...(maySeeDetails(context, options.token) ? details : {}),
          },
          headers: noStore,
        };
      },
    }),
    scope,
    true,
  );
}

function maySeeDetails(context: Context, token: string | undefined): boolean {
  const header = context.head.headers.get("authorization");
  return token !== undefined && token !== "" && header !== null && timingSafeEqual(header, `Bearer ${token}`);
}

async function holds(check: () => unknown): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), checkTimeoutMs);
  });
  try {
    return (await Promise.race([Promise.resolve(check()), late])) !== false;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** A built-in `GET` route. */
export function erased(definition: Omit<ErasedRoute, "method">): ErasedRoute {
  return { ...definition, method: "GET" };
}
