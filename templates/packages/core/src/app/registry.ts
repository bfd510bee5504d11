import type { ErasedRoute } from "../engine/pipeline.ts";
import type { Hooks } from "../hooks/hooks.ts";
import type { Logger } from "../logging/logger.ts";
import type { RouteAuth } from "../route/route.ts";
import { parsePattern } from "../routing/path.ts";
import { Router } from "../routing/router.ts";
import type { ResolvedOptions } from "./options.ts";

/** A part of an app whose routes share a prefix, hooks, tags and authentication. */
export interface Scope {
  readonly parent: Scope | undefined;
  readonly prefix: string;
  readonly hooks: Hooks[];
  readonly tags: readonly string[];
  readonly auth: RouteAuth | undefined;
}

export function childScope(
  parent: Scope,
  prefix: string,
  rest: Partial<Pick<Scope, "hooks" | "tags" | "auth">> = {},
): Scope {
  assertPrefix(prefix);
  return {
    parent,
    prefix: joinPath(parent.prefix, prefix),
    hooks: rest.hooks ?? [],
    tags: rest.tags ?? [],
    auth: rest.auth ?? parent.auth,
  };
}

/** @throws TypeError on a prefix that no route could follow */
function assertPrefix(prefix: string): void {
  if (prefix === "" || prefix === "/") return;
  const segments = parsePattern(prefix.endsWith("/") ? prefix.slice(0, -1) : prefix);
  if (segments.at(-1)?.kind !== "wildcard") return;
  throw new TypeError(`The prefix "${prefix}" ends with "*"; a wildcard belongs to the end of a route.`);
}

/** `/api` and `/books` are `/api/books`; a prefix may end with a slash, and `/` adds nothing. */
export function joinPath(prefix: string, path: string): string {
  const left = prefix.endsWith("/") ? prefix.slice(0, -1) : prefix;
  if (path === "" || path === "/") return left === "" ? "/" : left;
  return left + (path.startsWith("/") ? path : `/${path}`);
}

export interface RegisteredRoute {
  readonly route: ErasedRoute;
  readonly scope: Scope;
  readonly path: string;
  /** Made by the framework itself (health, metrics): not part of the documented contract. */
  readonly builtIn: boolean;
}

export interface MountedApp {
  readonly scope: Scope;
  readonly registry: Registry;
}

/** What was registered with an app, before it is compiled. */
export class Registry {
  readonly options: ResolvedOptions;
  readonly logger: Logger;
  readonly root: Scope = { parent: undefined, prefix: "", hooks: [], tags: [], auth: undefined };
  readonly routes: RegisteredRoute[] = [];
  readonly mounts: MountedApp[] = [];
  readonly decorations: Record<string, unknown> = {};
  readonly startHooks: (() => unknown)[] = [];
  readonly shutdownHooks: (() => unknown)[] = [];
  metrics: { hooks: Hooks; open: boolean } | undefined;
  /** True once the app is told to stop: readiness says so. */
  draining = false;
  readonly #known = new Router<true>();
  readonly #operations = new Set<string>();
  #sealed = false;

  constructor(options: ResolvedOptions, logger: Logger) {
    this.options = options;
    this.logger = logger;
  }

  /** @throws TypeError on a duplicate route or operationId, a malformed path, or once the app is ready */
  add(route: ErasedRoute, scope: Scope, builtIn = false): void {
    this.assertOpen(`${route.method} ${route.path}`);
    const path = joinPath(scope.prefix, route.path);
    if (route.operationId !== undefined) {
      if (this.#operations.has(route.operationId)) {
        throw new TypeError(
          `Two routes have the operationId "${route.operationId}"; give ${route.method} ${path} another.`,
        );
      }
      this.#operations.add(route.operationId);
    }
    this.#known.add(route.method, path, true);
    this.routes.push({ route, scope, path, builtIn });
  }

  mount(registry: Registry, scope: Scope): void {
    this.assertOpen("mount()");
    if (registry.family().includes(this)) throw new TypeError("An app cannot be mounted in itself.");
    this.mounts.push({ scope, registry });
  }

  /** The mounted apps, and those mounted in them, before this one. */
  family(): Registry[] {
    return [...new Set(this.mounts.flatMap(({ registry }) => registry.family())), this];
  }

  /** Nothing can be registered from here on: the guards have judged what is there. */
  seal(): void {
    this.#sealed = true;
    for (const mount of this.mounts) mount.registry.seal();
  }

  assertOpen(what: string): void {
    if (this.#sealed)
      throw new TypeError(`${what} came after the app was ready; register everything before it serves.`);
  }
}
