import type { Registry } from "../app/registry.ts";
import { hookMeta } from "../hooks/hooks.ts";
import type { Violation } from "./boot-guard-error.ts";

/** The protections that are on by default and were switched off. */
export function insecureDefaults(registry: Registry): Violation[] {
  const { options } = registry;
  const off: [what: string, fix: string][] = [];
  const replaced = registry.root.hooks.some((hook) => hook[hookMeta]?.replaces === "secureHeaders");
  if (options.secureHeaders === false && !replaced)
    off.push(["secureHeaders is false", "give secureHeaders the options you need"]);
  if (!options.corsCrossOriginGuard) {
    off.push(["corsCrossOriginGuard is false", "let single origins in with cors({ origin: [...] })"]);
  }
  if (options.requestTimeoutMs === 0) off.push(["requestTimeoutMs is 0", "set a limit in milliseconds"]);
  // the other options of a mounted app are those of the app around it
  if (registry.family().some((one) => one.options.bodyLimitBytes > 100 * 1024 * 1024)) {
    off.push([
      "bodyLimitBytes is above 100 MiB",
      "lower it, and raise bodyLimitBytes on the one route that needs more",
    ]);
  }
  return off.map(([what, fix]) => ({
    guard: "insecure-defaults",
    message: `new App(): ${what} in production.`,
    fix: `${fix[0]?.toUpperCase()}${fix.slice(1)}, or waive the guard with a reason.`,
  }));
}
