import type { ErasedRoute } from "../engine/pipeline.ts";
import { asHookList, type Hooks, hookMeta } from "../hooks/hooks.ts";
import type { RouteAuth } from "../route/route.ts";
import type { ResolvedOptions } from "./options.ts";
import { joinPath, type Registry, type Scope } from "./registry.ts";

/** A route as it ends up: its full path and every hook that will run for it. */
export interface FinalRoute {
  readonly route: ErasedRoute;
  readonly path: string;
  readonly hooks: readonly Hooks[];
  readonly auth: RouteAuth | undefined;
  readonly tags: readonly string[];
  readonly builtIn: boolean;
  /** The options of the app that the route was registered with. */
  readonly options: ResolvedOptions;
}

/**
 * The final route table. Hooks are resolved here and not at registration, so that `app.use()` after a route still
 * protects that route, and a mounted app keeps what was registered with it after the mount.
 */
export function routeTable(
  registry: Registry,
  outer: readonly Hooks[] = [],
  prefix = "",
  tags: readonly string[] = [],
): FinalRoute[] {
  const own = registry.routes.map(({ route, scope, path, builtIn }): FinalRoute => {
    const scopes = ancestry(scope);
    return {
      route,
      path: joinPath(prefix, path),
      hooks: [...outer, ...scopes.flatMap((one) => one.hooks), ...asHookList(route.hooks)],
      auth: route.auth ?? scope.auth,
      tags: [...new Set([...tags, ...scopes.flatMap((one) => one.tags), ...(route.tags ?? [])])],
      builtIn,
      options: registry.options,
    };
  });
  const mounted = registry.mounts.flatMap(({ scope, registry: child }) => {
    const scopes = ancestry(scope);
    return routeTable(
      child,
      [...outer, ...scopes.flatMap((one) => one.hooks)],
      joinPath(prefix, scope.prefix),
      [...tags, ...scopes.flatMap((one) => one.tags)],
    );
  });
  return [...own, ...mounted];
}

/** The security schemes that hooks of a route enforce. */
export function enforcedSchemes(hooks: readonly Hooks[]): string[] {
  return hooks.flatMap((hook) => hook[hookMeta]?.authScheme ?? []);
}

function ancestry(scope: Scope): Scope[] {
  return scope.parent ? [...ancestry(scope.parent), scope] : [scope];
}
