import type { Environment } from "../env/environment.ts";
import type { Violation } from "../guards/boot-guard-error.ts";
import type { RequestHead } from "../http/request.ts";
import type { EngineResponse } from "../http/response.ts";
import type { Awaitable, Context, ResponseHeaderInit } from "../route/route.ts";

/** What a hook may answer with instead of letting the request go on. */
export type HookResult = Response | { status: number; body?: unknown; headers?: ResponseHeaderInit };

/** Nothing: go on. A result: this is the answer. */
export type HookReturn = Awaitable<HookResult | undefined | void>;

/**
 * One middleware. The phases run in this order: `onRequest`, `preBody` (authentication, limits, shedding), validation
 * of params, query and headers, `authorize`, the body, `beforeHandle`, the handler, `afterHandle`, `onSend`, `onResponse`.
 */
export interface Hooks {
  onRequest?(request: RequestHead, context: Context): HookReturn;
  /** Before a byte of the body is read. */
  preBody?(context: Context): HookReturn;
  beforeHandle?(context: Context): HookReturn;
  /** Sees what the handler returned; what it returns takes its place. */
  afterHandle?(context: Context, result: HookResult): HookReturn;
  /** Sees every response, errors and 404 included, and may change it. */
  onSend?(response: EngineResponse, context: Context): Awaitable<void>;
  /** The response is final. */
  onResponse?(response: EngineResponse, context: Context): Awaitable<void>;
  /** Sees every error; what it returns is the answer instead. */
  onError?(error: unknown, context: Context): HookReturn;
  /** What the framework knows of this middleware. */
  readonly [hookMeta]?: HookMeta;
}

/** The key under which a middleware says what it is. */
export const hookMeta: unique symbol = Symbol.for("daloy.hookMeta");

/** What the framework knows of a middleware without running it. */
export interface HookMeta {
  /** The factory's name, `cors()`. */
  readonly name: string;
  /** Enforces one of these security schemes: requests without a principal do not pass. */
  readonly authSchemes?: readonly string[];
  /** The scopes it demands. */
  readonly scopes?: readonly string[];
  /** Left out of the routes whose path it says true for. */
  readonly skips?: (path: string) => boolean;
  /** Takes the place of an automatic middleware of the app. */
  readonly replaces?: "secureHeaders" | "requestId";
  /** Changes the bytes of the content: its `onSend` comes after those of all others. */
  readonly encodesContent?: boolean;
  /** Headers that every response gets, lower-case names, checked. */
  readonly staticHeaders?: readonly string[];
  /** Makes the request id. */
  readonly requestId?: (request: RequestHead) => string;
  /** The name of the header that carries the request id, lower case. */
  readonly requestIdHeader?: string;
  /** Keeps a session in a cookie, which a browser sends along whoever made it ask. */
  readonly cookieSession?: boolean;
  /** Refuses state-changing requests that another site made a browser send. */
  readonly forgeryCheck?: boolean;
  /** Tells the cross-origin guard whether this origin is let in. */
  readonly allowsOrigin?: (origin: string, request: RequestHead) => boolean;
  /** Faults of the arguments, for the app to judge by its own environment. */
  readonly violations?: (environment: Environment) => readonly Violation[];
}

/**
 * Makes a custom hook count as authentication for the boot guards.
 *
 * @param options.scheme the security scheme it enforces, such as `"bearer"`
 * @param options.scopes the scopes it demands, if it does
 */
export function markAuthHook(hooks: Hooks, options: { scheme: string; scopes?: readonly string[] }): Hooks {
  const { scheme, scopes = [] } = options;
  return withMeta(hooks, { ...(hooks[hookMeta] ?? { name: "custom" }), authSchemes: [scheme], scopes });
}

export function withMeta(hooks: Hooks, meta: HookMeta): Hooks {
  return { ...hooks, [hookMeta]: meta };
}

/** @throws TypeError on what is no hooks object, such as a middleware function of another framework, which would never run */
export function asHookList(hooks: Hooks | readonly Hooks[] | undefined): readonly Hooks[] {
  if (hooks === undefined) return [];
  const list = isHookArray(hooks) ? hooks : [hooks];
  for (const hook of list) {
    if (typeof hook !== "object" || hook === null) {
      throw new TypeError("Hooks are objects with phases, such as { preBody(context) { … } }.");
    }
  }
  return list;
}

function isHookArray(hooks: Hooks | readonly Hooks[]): hooks is readonly Hooks[] {
  return Array.isArray(hooks);
}
