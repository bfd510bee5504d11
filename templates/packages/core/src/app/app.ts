import type { Engine } from "../engine/engine.ts";
import type { ErasedRoute } from "../engine/pipeline.ts";
import { type Environment, isBuildStep } from "../env/environment.ts";
import { problemResponse } from "../errors/problem.ts";
import { BootGuardError } from "../guards/boot-guard-error.ts";
import { runGuards } from "../guards/run-guards.ts";
import { asHookList, type Hooks } from "../hooks/hooks.ts";
import type { EngineRequest } from "../http/request.ts";
import type { EngineResponse } from "../http/response.ts";
import { toWebResponse, WebEngineRequest } from "../http/web.ts";
import { createLogger, type Logger } from "../logging/logger.ts";
import { assertTrustProxy } from "../proxy/trust-proxy.ts";
import type {
  RequestSchemas,
  Responses,
  Route,
  RouteAuth,
  RouteDefinition,
  RouteRecord,
  RouteSet,
} from "../route/route.ts";
import type { Method } from "../routing/path.ts";
import { compileEngine } from "./compile.ts";
import { addHealthcheck, addReadiness, type HealthOptions, type ReadinessOptions } from "./health.ts";
import { describeApp, type Introspection } from "./introspect.ts";
import { addMetrics, type MetricsOptions } from "./metrics-route.ts";
import type { AppOptions } from "./options.ts";
import { childScope, Registry, type Scope } from "./registry.ts";
import { resolveOptions } from "./resolve-options.ts";
import { routeTable } from "./route-table.ts";

export interface GroupOptions {
  tags?: readonly string[];
  hooks?: Hooks | readonly Hooks[];
  auth?: RouteAuth;
}

/** Registers routes and hooks of its own; hooks stay inside it. */
export type Plugin = (app: App) => void;

/** An app whose type knows one more operation; without an `operationId` it is the same app. */
type Chained<R, Id extends string, Q, S> = App<R & { [K in Id]: Route<Q, S> }>;

type Shorthand<Q, R> = Omit<RouteDefinition<Q, R>, "method" | "path" | "handler">;

/** The part of an app that an adapter drives. */
export const adapterPort: unique symbol = Symbol("daloy.adapterPort");

export interface AdapterPort {
  readonly logger: Logger;
  readonly env: Environment;
  readonly crashOnUnhandledRejection: boolean;
  /** Judges the app, or throws. */
  engine(): Engine;
  /** The functions given to `onStart`, in order. */
  start(): Promise<void>;
}

const inherited: unique symbol = Symbol("daloy.inherited");

interface InternalOptions extends AppOptions {
  [inherited]?: { registry: Registry; scope: Scope };
}

/**
 * An HTTP application: routes that validate, document and type themselves, secure by default, and unable to start with a
 * configuration that is a known mistake.
 *
 * A bare `new App()` already caps bodies and time, redacts problems and logs, parses JSON without prototypes, checks
 * paths and headers, sends the security headers and a request id, and refuses cross-origin writes.
 *
 * @throws TypeError when an option is out of its range
 */
export class App<R = unknown> {
  /** The contract of every route, for the client's types. Nothing at run time. */
  declare readonly "~routes": R;
  readonly #registry: Registry;
  readonly #scope: Scope;
  #engine: Engine | undefined;
  #refusal: unknown;
  #draining = false;

  constructor(options: AppOptions = {}) {
    const from = (options as InternalOptions)[inherited];
    if (from) {
      this.#registry = from.registry;
      this.#scope = from.scope;
      return;
    }
    const resolved = resolveOptions(options);
    assertTrustProxy(resolved.trustProxy);
    this.#registry = new Registry(resolved, loggerOf(options.logger));
    this.#scope = this.#registry.root;
  }

  /** Adds one route. @throws TypeError on a duplicate, a malformed path or a method outside the allow-list */
  route<S extends Responses, Q extends RequestSchemas = Record<never, never>, Id extends string = never>(
    definition: RouteDefinition<Q, S> & { operationId?: Id },
  ): Chained<R, Id, Q, S>;
  /** Adds a route that `route()` defined. */
  route(definition: Route): App<R>;
  route(definition: Route): App<R> {
    this.#registry.add(assertDefinition(definition), this.#scope);
    return this;
  }

  /** Adds a record of routes; each key is the `operationId`. */
  routes<T extends RouteRecord>(set: RouteSet<T>): App<R & T> {
    for (const [operationId, definition] of Object.entries(set["~routes"])) {
      this.#registry.add({ ...assertDefinition(definition), operationId }, this.#scope);
    }
    return this as App<R & T>;
  }

  get<S extends Responses, Q extends RequestSchemas = Record<never, never>, Id extends string = never>(
    path: string,
    definition: Shorthand<Q, S> & { operationId?: Id },
    handler: RouteDefinition<Q, S>["handler"],
  ): Chained<R, Id, Q, S> {
    return this.#shorthand("GET", path, definition, handler);
  }

  post<S extends Responses, Q extends RequestSchemas = Record<never, never>, Id extends string = never>(
    path: string,
    definition: Shorthand<Q, S> & { operationId?: Id },
    handler: RouteDefinition<Q, S>["handler"],
  ): Chained<R, Id, Q, S> {
    return this.#shorthand("POST", path, definition, handler);
  }

  put<S extends Responses, Q extends RequestSchemas = Record<never, never>, Id extends string = never>(
    path: string,
    definition: Shorthand<Q, S> & { operationId?: Id },
    handler: RouteDefinition<Q, S>["handler"],
  ): Chained<R, Id, Q, S> {
    return this.#shorthand("PUT", path, definition, handler);
  }

  patch<S extends Responses, Q extends RequestSchemas = Record<never, never>, Id extends string = never>(
    path: string,
    definition: Shorthand<Q, S> & { operationId?: Id },
    handler: RouteDefinition<Q, S>["handler"],
  ): Chained<R, Id, Q, S> {
    return this.#shorthand("PATCH", path, definition, handler);
  }

  delete<S extends Responses, Q extends RequestSchemas = Record<never, never>, Id extends string = never>(
    path: string,
    definition: Shorthand<Q, S> & { operationId?: Id },
    handler: RouteDefinition<Q, S>["handler"],
  ): Chained<R, Id, Q, S> {
    return this.#shorthand("DELETE", path, definition, handler);
  }

  head<S extends Responses, Q extends RequestSchemas = Record<never, never>, Id extends string = never>(
    path: string,
    definition: Shorthand<Q, S> & { operationId?: Id },
    handler: RouteDefinition<Q, S>["handler"],
  ): Chained<R, Id, Q, S> {
    return this.#shorthand("HEAD", path, definition, handler);
  }

  /** Adds middleware to this app or group. It holds for every route of it, also for those that were added before. */
  use(hooks: Hooks | readonly Hooks[]): App<R> {
    this.#registry.assertOpen("use()");
    this.#scope.hooks.push(...asHookList(hooks));
    return this;
  }

  /** Routes under a prefix, with tags, hooks and authentication in common. */
  group(prefix: string, options: GroupOptions, build: (group: App) => unknown): App<R> {
    const { tags = [], auth } = options;
    const scope = childScope(this.#scope, prefix, { tags, hooks: [...asHookList(options.hooks)], auth });
    build(this.#within(scope));
    return this;
  }

  /** Runs a plugin in a scope of its own: what it registers stays under the prefix, its hooks with its routes. */
  register(plugin: Plugin, options: { prefix?: string } = {}): App<R> {
    plugin(this.#within(childScope(this.#scope, options.prefix ?? "")));
    return this;
  }

  /** Serves another app under a prefix, with its own limits and hooks behind those of this one. */
  mount(prefix: string, other: App): App<R> {
    this.#registry.mount(other.#registry, childScope(this.#scope, prefix));
    return this;
  }

  /** Puts a value into every request's `state`. */
  decorate(key: string, value: unknown): App<R> {
    this.#registry.assertOpen("decorate()");
    if (key === "__proto__" || key in this.#registry.decorations) {
      throw new TypeError(`decorate(): "${key}" is taken; choose another key.`);
    }
    this.#registry.decorations[key] = value;
    return this;
  }

  /** `GET /healthz`: the process answers. Says nothing more, so it may be open. */
  healthcheck(options: HealthOptions = {}): App<R> {
    addHealthcheck(this.#registry, this.#scope, options);
    return this;
  }

  /** `GET /readyz`: 503 while a check fails or the app drains. Details need a `token`. */
  readinesscheck(options: ReadinessOptions = {}): App<R> {
    addReadiness(this.#registry, this.#scope, options, () => this.#draining);
    return this;
  }

  /**
   * Serves request metrics in the Prometheus text format.
   *
   * @throws BootGuardError `open-metrics` in production without a token, `weak-secret` with a guessable one
   */
  metrics(options: MetricsOptions = {}): App<R> {
    addMetrics(this.#registry, this.#scope, options);
    return this;
  }

  /** Runs before the first request is served; serving waits for it. */
  onStart(hook: () => unknown): App<R> {
    this.#registry.startHooks.push(hook);
    return this;
  }

  /** Runs at shutdown, last registered first. */
  onShutdown(hook: () => unknown): App<R> {
    this.#registry.shutdownHooks.push(hook);
    return this;
  }

  /**
   * Judges and compiles the app, once. Synchronous: no network, no timer. Adapters call it before they listen.
   *
   * @throws BootGuardError with every fault of the configuration
   * @throws TypeError when a mounted app brings a route that is there already
   */
  ready(): App<R> {
    this.#ready();
    return this;
  }

  /** Answers a Web request. An app that refuses to boot answers nothing but 500. Never rejects. */
  async fetch(request: Request): Promise<Response> {
    return toWebResponse(await this.#answer(new WebEngineRequest(request)), request.method);
  }

  /** Sends a request to the app in process, for tests. A path is taken as `http://localhost` + path. */
  request(target: string | URL | Request, init?: RequestInit): Promise<Response> {
    if (target instanceof Request) return this.fetch(init ? new Request(target, init) : target);
    const url = typeof target === "string" && target.startsWith("/") ? `http://localhost${target}` : target;
    return this.fetch(new Request(url, init));
  }

  /** What the app consists of: routes, limits, waivers. No secrets. */
  introspect(): Introspection {
    return describeApp(this.#registry);
  }

  /** Marks the app as draining and runs the `onShutdown` functions, each within the grace. */
  async shutdown(graceMs = 10_000): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    for (const hook of this.#registry.shutdownHooks.toReversed()) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise((resolve) => {
        timer = setTimeout(resolve, graceMs);
      });
      try {
        await Promise.race([hook(), late]);
      } catch (error) {
        this.#registry.logger.error({ err: error }, "An onShutdown function threw");
      } finally {
        clearTimeout(timer);
      }
    }
  }

  /** @internal */
  get [adapterPort](): AdapterPort {
    const { logger, options } = this.#registry;
    return {
      logger,
      env: options.env,
      crashOnUnhandledRejection: options.crashOnUnhandledRejection,
      engine: () => this.#ready(),
      start: async () => {
        for (const hook of this.#registry.startHooks) await hook();
      },
    };
  }

  #answer(request: EngineRequest): EngineResponse | Promise<EngineResponse> {
    let engine: Engine;
    try {
      engine = this.#engine ?? this.#ready();
    } catch (error) {
      return problemResponse(error, crypto.randomUUID(), true, []);
    }
    if (isBuildStep()) return problemResponse(undefined, crypto.randomUUID(), true, []);
    return engine.handle(request);
  }

  #ready(): Engine {
    if (this.#engine) return this.#engine;
    if (this.#refusal !== undefined) throw this.#refusal;
    try {
      const table = routeTable(this.#registry);
      const engine = compileEngine(this.#registry, table);
      runGuards(this.#registry, table);
      this.#registry.seal();
      this.#engine = engine;
      return engine;
    } catch (error) {
      this.#refusal = error;
      const fields = error instanceof BootGuardError ? { violations: error.violations } : { err: error };
      this.#registry.logger.fatal(fields, "The app refuses to start");
      throw error;
    }
  }

  #within(scope: Scope): App {
    const options: InternalOptions = { [inherited]: { registry: this.#registry, scope } };
    return new App(options);
  }

  #shorthand<T>(method: Method, path: string, definition: object, handler: unknown): App<T> {
    this.#registry.add(assertDefinition({ ...definition, method, path, handler } as Route), this.#scope);
    return this as App<unknown> as App<T>;
  }
}

/** A route's types are erased here, once: the engine only ever hands a handler what the route's own schemas let through. */
function assertDefinition(definition: Route): ErasedRoute {
  const erased = definition as ErasedRoute;
  if (
    typeof erased.handler !== "function" ||
    typeof erased.responses !== "object" ||
    erased.responses === null
  ) {
    throw new TypeError(
      `The route ${definition.method} ${definition.path} needs responses and a handler; define it with route().`,
    );
  }
  if (definition.method === "GET" || definition.method === "HEAD") {
    if (erased.request?.body) {
      throw new TypeError(
        `The route ${definition.method} ${definition.path} has a body schema; a body has no meaning there.`,
      );
    }
  }
  return erased;
}

function loggerOf(option: AppOptions["logger"]): Logger {
  if (option === false) return createLogger({ level: "silent" });
  if (option === undefined) return createLogger();
  return "child" in option ? option : createLogger(option);
}
