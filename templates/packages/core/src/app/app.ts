import { randomUuid } from "../crypto/random-uuid.ts";
import type { Engine } from "../engine/engine.ts";
import { isBuildStep } from "../env/environment.ts";
import { problemResponse } from "../errors/problem.ts";
import { BootGuardError } from "../guards/boot-guard-error.ts";
import { runGuards } from "../guards/run-guards.ts";
import { beginBuilding, endBuilding } from "../guards/waivers.ts";
import { asHookList, type Hooks } from "../hooks/hooks.ts";
import type { EngineRequest } from "../http/request.ts";
import type { EngineResponse } from "../http/response.ts";
import { sendWeb } from "../http/send-web.ts";
import { WebEngineRequest } from "../http/web.ts";
import { assertLoadLimits } from "../middleware/load-limits.ts";
import { staticHeaders } from "../middleware/static-headers.ts";
import { assertTrustProxy } from "../proxy/trust-proxy.ts";
import type {
  RequestSchemas,
  Responses,
  Route,
  RouteDefinition,
  RouteRecord,
  RouteSet,
} from "../route/route.ts";
import type { Method } from "../routing/path.ts";
import { type AdapterPort, adapterPort } from "./adapter-port.ts";
import { assertDefinition } from "./assert-definition.ts";
import { compileEngine } from "./compile.ts";
import { addDocs } from "./docs-routes.ts";
import { addHealthcheck, addReadiness, type HealthOptions, type ReadinessOptions } from "./health.ts";
import { describeApp, type Introspection } from "./introspect.ts";
import { addMetrics, type MetricsOptions } from "./metrics-route.ts";
import type { AppOptions, GroupOptions } from "./options.ts";
import { childScope, Registry, type Scope } from "./registry.ts";
import { loggerOf, resolveOptions } from "./resolve-options.ts";
import { routeTable } from "./route-table.ts";
import { runShutdown } from "./run-shutdown.ts";

/** Registers routes and hooks of its own; hooks stay inside it. */
export type Plugin = (app: App) => void;

/** An app whose type knows one more operation; without an `operationId` it is the same app. */
type Chained<R, Id extends string, Q, S> = App<R & { [K in Id]: Route<Q, S> }>;

type AddRoute<R> = <
  S extends Responses,
  Q extends RequestSchemas = Record<never, never>,
  Id extends string = never,
>(
  path: string,
  definition: Omit<RouteDefinition<Q, S>, "method" | "path" | "handler"> & { operationId?: Id },
  handler: RouteDefinition<Q, S>["handler"],
) => Chained<R, Id, Q, S>;

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
  #describedOnly = false;
  #shutDown = false;

  constructor(options: AppOptions = {}) {
    const from = (options as InternalOptions)[inherited];
    if (from) {
      this.#registry = from.registry;
      this.#scope = from.scope;
      return;
    }
    const resolved = resolveOptions(options);
    assertTrustProxy(resolved.trustProxy);
    if (typeof resolved.secureHeaders === "object") staticHeaders(resolved.secureHeaders);
    if (resolved.loadShedding !== false) assertLoadLimits(resolved.loadShedding);
    beginBuilding(resolved.waive);
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

  /** `get(path, definition, handler)`: a route without naming its method and path twice. So for each of the methods. */
  readonly get: AddRoute<R> = this.#adder("GET");
  readonly post: AddRoute<R> = this.#adder("POST");
  readonly put: AddRoute<R> = this.#adder("PUT");
  readonly patch: AddRoute<R> = this.#adder("PATCH");
  readonly delete: AddRoute<R> = this.#adder("DELETE");
  readonly head: AddRoute<R> = this.#adder("HEAD");

  /** Adds middleware to this app or group. It holds for every route of it, also for those that were added before. */
  use(hooks: Hooks | readonly Hooks[]): App<R> {
    this.#registry.assertOpen("use()");
    this.#scope.hooks.push(...asHookList(hooks));
    return this;
  }

  /** Routes under a prefix, with tags, hooks and authentication in common. Return the group, and the client knows them. */
  group<G = unknown>(
    prefix: string,
    options: GroupOptions,
    build: (group: App) => App<G> | void,
  ): App<R & G> {
    const { tags = [], auth } = options;
    const scope = childScope(this.#scope, prefix, { tags, hooks: [...asHookList(options.hooks)], auth });
    build(this.#within(scope));
    return this as App<R & G>;
  }

  /** Runs a plugin in a scope of its own: what it registers stays under the prefix, its hooks with its routes. */
  register(plugin: Plugin, options: { prefix?: string } = {}): App<R> {
    plugin(this.#within(childScope(this.#scope, options.prefix ?? "")));
    return this;
  }

  /** Serves another app under a prefix, with its own limits and hooks behind those of this one. */
  mount<M>(prefix: string, other: App<M>): App<R & M> {
    this.#registry.mount(other.#registry, childScope(this.#scope, prefix));
    return this as App<R & M>;
  }

  /** Puts a value into every request's `state`. */
  decorate(key: string, value: unknown): App<R> {
    this.#registry.assertOpen("decorate()");
    // a principal that every request has would pass every check that asks whether there is one
    if (key === "user" || key === "__proto__" || Object.hasOwn(this.#registry.decorations, key)) {
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
    addReadiness(this.#registry, this.#scope, options, () => this.#registry.draining);
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
    return sendWeb(await this.#answer(new WebEngineRequest(request)), request.method, this.#registry.logger);
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
    if (this.#shutDown) return;
    this.#shutDown = true;
    this.#registry.draining = true;
    const hooks = this.#registry.family().flatMap((one) => one.shutdownHooks);
    await runShutdown(hooks.reverse(), graceMs, this.#registry.logger);
  }

  /** @internal */
  get [adapterPort](): AdapterPort {
    const { logger, options } = this.#registry;
    return {
      logger,
      env: options.env,
      crashOnUnhandledRejection: options.crashOnUnhandledRejection,
      engine: () => this.#ready(),
      describe: () => {
        this.#ready();
        return { table: routeTable(this.#registry), openapi: options.openapi };
      },
      start: async () => {
        await this.#ready().loaded;
        for (const hook of this.#registry.family().flatMap((one) => one.startHooks)) await hook();
      },
      drain: () => {
        for (const one of this.#registry.family()) one.draining = true;
      },
    };
  }

  #answer(request: EngineRequest): EngineResponse | Promise<EngineResponse> {
    try {
      const engine = this.#ready();
      if (!this.#describedOnly) return engine.answer(request);
    } catch (error) {
      return problemResponse(error, randomUuid(), true, []);
    }
    return problemResponse(undefined, randomUuid(), true, []);
  }

  #ready(): Engine {
    if (this.#engine) return this.#engine;
    if (this.#refusal !== undefined) throw this.#refusal;
    try {
      addDocs(this.#registry, this as App<unknown> as App);
      const table = routeTable(this.#registry);
      const engine = compileEngine(this.#registry, table);
      runGuards(this.#registry, table);
      this.#registry.seal();
      this.#describedOnly = isBuildStep();
      this.#engine = engine;
      return engine;
    } catch (error) {
      this.#refusal = error;
      const fields = error instanceof BootGuardError ? { violations: error.violations } : { err: error };
      this.#registry.logger.fatal(fields, "The app refuses to start");
      throw error;
    } finally {
      for (const { options } of this.#registry.family()) endBuilding(options.waive);
    }
  }

  #within(scope: Scope): App {
    const options: InternalOptions = { [inherited]: { registry: this.#registry, scope } };
    return new App(options);
  }

  #adder(method: Method): AddRoute<R> {
    return (path, definition, handler) => {
      this.#registry.add(assertDefinition({ ...definition, method, path, handler } as Route), this.#scope);
      return this as App<unknown> as App<never>;
    };
  }
}
