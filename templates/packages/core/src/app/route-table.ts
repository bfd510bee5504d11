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
  /** What this app and those around it put into `state`. */
  readonly decorations: Readonly<Record<string, unknown>>;
  /** The groups, plugins and mounted apps below a prefix that it lies in, outermost first. */
  readonly areas: readonly Area[];
}

/** All below a prefix that a group or a mounted app took. */
export interface Area {
  readonly prefix: string;
  /** Every hook that all of its routes have. */
  readonly hooks: readonly Hooks[];
  readonly decorations: Readonly<Record<string, unknown>>;
}

/**
 * The final route table. Hooks are resolved here and not at registration, so that `app.use()` after a route still
 * protects that route, and a mounted app keeps what was registered with it after the mount.
 */
export function routeTable(registry: Registry): FinalRoute[] {
  const table = routesOf(registry, { hooks: [], prefix: "", tags: [], decorations: {}, areas: [] });
  assertUniqueOperations(table);
  return table;
}

/** What the apps around a mounted app add to its routes. */
type Surroundings = Pick<FinalRoute, "hooks" | "tags" | "decorations" | "areas"> & {
  readonly prefix: string;
};

function routesOf(registry: Registry, outer: Surroundings): FinalRoute[] {
  const decorations = { ...outer.decorations, ...registry.decorations };
  const own = registry.routes.map(({ route, scope, path, builtIn }): FinalRoute => {
    const scopes = ancestry(scope);
    const fullPath = joinPath(outer.prefix, path);
    const hooks = [...outer.hooks, ...scopes.flatMap((one) => one.hooks), ...asHookList(route.hooks)];
    return {
      route,
      path: fullPath,
      hooks: hooks.filter((hook) => hook[hookMeta]?.skips?.(fullPath) !== true),
      auth: route.auth ?? scope.auth,
      tags: [...new Set([...outer.tags, ...scopes.flatMap((one) => one.tags), ...(route.tags ?? [])])],
      builtIn,
      options: registry.options,
      decorations,
      areas: areasOf(scopes, { ...outer, decorations }),
    };
  });
  const mounted = registry.mounts.flatMap(({ scope, registry: child }) => {
    const scopes = ancestry(scope);
    return routesOf(child, {
      hooks: [
        ...outer.hooks,
        ...scopes.flatMap((one) => one.hooks),
        ...(child.metrics ? [child.metrics.hooks] : []),
      ],
      prefix: joinPath(outer.prefix, scope.prefix),
      tags: [...outer.tags, ...scopes.flatMap((one) => one.tags)],
      decorations,
      // what the mounted app takes is its own
      areas: areasOf(scopes.slice(0, -1), { ...outer, decorations }),
    });
  });
  return [...own, ...mounted];
}

function areasOf(scopes: readonly Scope[], outer: Surroundings): Area[] {
  const own = scopes.flatMap((scope, at): Area[] => {
    const prefix = joinPath(joinPath(outer.prefix, scope.prefix), "");
    if (prefix === "/") return [];
    const hooks = [...outer.hooks, ...scopes.slice(0, at + 1).flatMap((one) => one.hooks)];
    return [{ prefix, hooks, decorations: outer.decorations }];
  });
  return [...outer.areas, ...own];
}

/** One app checks as it registers; what a mounted app brings is known only here. */
function assertUniqueOperations(table: readonly FinalRoute[]): void {
  const known = new Map<string, string>();
  for (const { route, path } of table) {
    if (route.operationId === undefined) continue;
    const name = `${route.method} ${path}`;
    const other = known.get(route.operationId);
    if (other !== undefined) {
      throw new TypeError(
        `${other} and ${name} have the operationId "${route.operationId}"; rename one of them.`,
      );
    }
    known.set(route.operationId, name);
  }
}

/** The security schemes that hooks of a route enforce. */
export function enforcedSchemes(hooks: readonly Hooks[]): string[] {
  return hooks.flatMap((hook) => hook[hookMeta]?.authSchemes ?? []);
}

function ancestry(scope: Scope): Scope[] {
  return scope.parent ? [...ancestry(scope.parent), scope] : [scope];
}
