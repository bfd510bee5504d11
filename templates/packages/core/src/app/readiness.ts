import type { Context } from "../route/route.ts";
import { timingSafeEqual } from "../secrets/timing-safe-equal.ts";
import { noStore, type ReadinessOptions } from "./health.ts";

const checkTimeoutMs = 5000;

/** Runs the checks, all at once, and answers 503 where one fails or the app drains. */
export async function readiness(context: Context, options: ReadinessOptions, draining: () => boolean) {
  const checks = Object.entries(options.checks ?? {});
  const results = await Promise.all(checks.map(async ([name, check]) => [name, await holds(check)] as const));
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
