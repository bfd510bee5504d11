import type { Environment } from "../env/environment.ts";
import type { Violation } from "../guards/boot-guard-error.ts";
import { type Hooks, withMeta } from "../hooks/hooks.ts";
import type { HeaderList } from "../http/header-list.ts";
import { judged } from "./judge.ts";

/** Which origins are let in: `"*"`, one, a list, a pattern, or a function of the origin. */
export type CorsOrigin = string | readonly string[] | RegExp | ((origin: string) => boolean);

export interface CorsOptions {
  origin: CorsOrigin;
  /** Default GET, HEAD, POST, PUT, PATCH, DELETE. */
  methods?: readonly string[] | undefined;
  /** Default: what the preflight asks for, name by name. */
  allowedHeaders?: readonly string[] | undefined;
  /** Default none. */
  exposedHeaders?: readonly string[] | undefined;
  /** Default false. */
  credentials?: boolean | undefined;
  /** Default 600. */
  maxAgeSeconds?: number | undefined;
}

const defaultMethods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const headerNames = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+(?:\s*,\s*[!#$%&'*+\-.^_`|~0-9A-Za-z]+)*$/;

/**
 * Cross-Origin Resource Sharing (Fetch standard §3.2). `Vary: Origin` is always sent.
 *
 * @throws BootGuardError `cors-wildcard`: in production for a policy that lets every origin in, however it is written;
 *   in any environment when it is combined with `credentials`
 * @throws TypeError when `origin` is missing, `maxAgeSeconds` is no whole number, or a list holds what is no name
 */
export function cors(options: CorsOptions): Hooks {
  if (options.origin === undefined) {
    throw new TypeError(
      'cors(): give the origins that may call this API, such as origin: ["https://app.example.com"].',
    );
  }
  const maxAge = options.maxAgeSeconds ?? 600;
  if (!Number.isSafeInteger(maxAge) || maxAge < 0)
    throw new TypeError("cors(): maxAgeSeconds must be a whole number.");
  for (const name of ["methods", "allowedHeaders", "exposedHeaders"] as const) {
    if (options[name]?.every((entry) => token.test(entry)) === false) {
      throw new TypeError(`cors(): ${name} holds something that is no method or header name.`);
    }
  }
  const allows = originTest(options.origin);
  const credentials = options.credentials === true;
  // with credentials the app refuses to start, and browsers do not take the star
  const anyOrigin = options.origin === "*";
  const methods = (options.methods ?? defaultMethods).join(", ");
  const exposed = options.exposedHeaders?.join(", ");
  const violations = judged((environment) =>
    wildcardFaults(options.origin, allows, credentials, environment),
  );

  function shareWith(headers: HeaderList, origin: string): void {
    headers.set("access-control-allow-origin", anyOrigin ? "*" : origin);
    if (credentials) headers.setTrusted("access-control-allow-credentials", "true");
  }

  return withMeta(
    {
      onRequest(request, context) {
        const origin = request.headers.get("origin");
        const wanted = request.headers.get("access-control-request-method");
        if (request.method !== "OPTIONS" || origin === null || wanted === null) return undefined;
        if (!allows(origin)) {
          context.log.warn(
            { code: "cors-refused", setting: "cors.origin", origin },
            "CORS preflight refused",
          );
          return { status: 204 };
        }
        const asked = request.headers.get("access-control-request-headers");
        const allowedHeaders =
          options.allowedHeaders?.join(", ") ??
          (asked !== null && headerNames.test(asked) ? asked : undefined);
        return {
          status: 204,
          headers: {
            "access-control-allow-methods": methods,
            "access-control-max-age": String(maxAge),
            vary: "Access-Control-Request-Method, Access-Control-Request-Headers",
            ...(allowedHeaders === undefined ? {} : { "access-control-allow-headers": allowedHeaders }),
          },
        };
      },
      onSend(response, context) {
        response.headers.vary("Origin");
        const origin = context.head.headers.get("origin");
        if (origin === null || !allows(origin)) return;
        shareWith(response.headers, origin);
        if (exposed !== undefined) response.headers.set("access-control-expose-headers", exposed);
      },
    },
    { name: "cors()", allowsOrigin: allows, violations },
  );
}

function originTest(policy: CorsOrigin): (origin: string) => boolean {
  if (policy === "*") return () => true;
  if (typeof policy === "string") return (origin) => origin === policy;
  if (typeof policy === "function") {
    return (origin) => {
      try {
        return policy(origin) === true;
      } catch {
        // an origin that the policy chokes on (`new URL("null")`) is not one that it meant
        return false;
      }
    };
  }
  if (policy instanceof RegExp) {
    // without "g" and "y": they make a pattern remember where it stopped, and let in every second request
    const pattern = new RegExp(policy.source, policy.flags.replaceAll(/[gy]/g, ""));
    return (origin) => pattern.test(origin);
  }
  const listed = new Set(policy);
  return listed.has("*") ? () => true : (origin) => listed.has(origin);
}

function wildcardFaults(
  policy: CorsOrigin,
  allows: (origin: string) => boolean,
  credentials: boolean,
  environment: Environment,
): Violation[] {
  if (environment !== "production" && !credentials) return [];
  if (!letsAnyoneIn(policy, allows)) return [];
  const stranger = policy instanceof RegExp ? strangersTo(policy).find(allows) : undefined;
  const fix =
    stranger === undefined
      ? 'List the origins that may call this API: cors({ origin: ["https://app.example.com"] }).'
      : `The pattern lets in ${stranger}; anchor it with ^ and $ and let it begin at a dot, or list the origins.`;
  if (credentials) {
    return [
      {
        guard: "cors-wildcard",
        message:
          "cors() with credentials refused in every environment: a wildcard origin lets any site act as the signed-in user.",
        fix,
        waivable: false,
      },
    ];
  }
  return [
    {
      guard: "cors-wildcard",
      message:
        'cors({ origin: "*" }) refused in production: a wildcard CORS origin exposes every state-changing route cross-origin.',
      fix,
    },
  ];
}

/** Origins that have nothing in common but what anybody can have: a scheme, a common top-level domain. */
const strangers = [
  "https://a3f9c1-one.com",
  "https://7be204.two.com",
  "https://c88d0e-three.org",
  "https://51fa7b.four.net",
  "http://e6b3d9-five.com",
  "http://0d427c.six.org:8443",
];

/**
 * Origins that anybody can register and that look like the hosts in a pattern: without `^`, `$` or the dot before a name, it
 * takes `app.example.com.attacker.com` and `attacker-example.com` for `app.example.com`.
 */
function strangersTo({ source }: RegExp): string[] {
  const hosts = source.replaceAll("\\", "").match(/[a-z0-9-]+(?:\.[a-z0-9-]+)*/gi) ?? [];
  return hosts.flatMap((host) => {
    const likenesses = [
      `${host}.a3f9c1-one.com`,
      ...(host.includes(".") ? [`a3f9c1-${host}`, `x.a3f9c1-${host}`] : []),
    ];
    return likenesses.flatMap((name) => [`https://${name}`, `http://${name}`]);
  });
}

/** A policy that lets in two unrelated origins that nobody can have meant, or the opaque origin, is a wildcard. */
function letsAnyoneIn(policy: CorsOrigin, allows: (origin: string) => boolean): boolean {
  if (policy === "*" || strangers.filter(allows).length > 1 || allows("null")) return true;
  return policy instanceof RegExp && strangersTo(policy).some(allows);
}
