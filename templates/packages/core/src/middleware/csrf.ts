import { assertCookieName, type CookieAttributes } from "../cookies/cookie-rules.ts";
import { forbidSharedCaching } from "../cookies/forbid-shared-caching.ts";
import { parseCookies } from "../cookies/parse-cookies.ts";
import { serializeCookie } from "../cookies/serialize-cookie.ts";
import { HmacKeys } from "../crypto/hmac-keys.ts";
import { ForbiddenError } from "../errors/http-error.ts";
import { insecureCookieViolations } from "../guards/insecure-cookie.ts";
import { type Hooks, withMeta } from "../hooks/hooks.ts";
import type { EngineResponse } from "../http/response.ts";
import { assertOrigins } from "../net/assert-origins.ts";
import type { Context } from "../route/route.ts";
import { type SecretOption, takeSecrets, weakSecrets } from "../secrets/secret-list.ts";
import { timingSafeEqual } from "../secrets/timing-safe-equal.ts";
import { CsrfTokens } from "./csrf-token.ts";
import { judged } from "./judge.ts";
import { requestSource } from "./request-source.ts";

export interface CsrfOptions {
  /**
   * Default `double-submit`: a state-changing request repeats the token of the cookie in a header. `fetch-metadata`: it must
   * come from this origin by `Sec-Fetch-Site`, `Origin` or `Referer`; one that carries none of them is refused. `both`: both.
   */
  strategy?: "double-submit" | "fetch-metadata" | "both" | undefined;
  /** Default `__Host-daloy.csrf`. Scripts read it: it is not `HttpOnly`. */
  cookieName?: string | undefined;
  /** Default `x-csrf-token`. */
  headerName?: string | undefined;
  /** Other origins that may send, for `fetch-metadata` and `both`. They need `cors()` too. Default none. */
  allowedOrigins?: readonly string[] | undefined;
  /** For `double-submit` and `both`. One, or several: the first signs, all verify. */
  secret?: SecretOption;
  /** Default `Secure; SameSite=Lax; Path=/`. */
  cookie?: Pick<CookieAttributes, "domain" | "path" | "secure" | "sameSite" | "partitioned"> | undefined;
}

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);
const headerToken = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/**
 * Refuses state-changing requests that another site made a browser send (403). Tokens are signed and, behind a `session()`,
 * bound to its id; a visitor without one gets a token of his own. Responses to safe methods, and to requests that passed,
 * set the cookie where it is missing or belongs to another session.
 *
 * @throws BootGuardError `weak-secret` in production; `insecure-cookie` for a cookie that browsers drop, in production also
 *   for one without `Secure`
 * @throws TypeError on a missing secret, or an entry of `allowedOrigins` that is no origin
 */
export function csrf(options: CsrfOptions = {}): Hooks {
  const { strategy = "double-submit", allowedOrigins = [] } = options;
  if (!["double-submit", "fetch-metadata", "both"].includes(strategy)) {
    throw new TypeError('csrf(): strategy must be "double-submit", "fetch-metadata" or "both".');
  }
  assertOrigins("csrf(): allowedOrigins", allowedOrigins);
  const doubleSubmit = strategy === "fetch-metadata" ? undefined : compileDoubleSubmit(options);
  const allowed = strategy === "double-submit" ? undefined : new Set(allowedOrigins);

  return withMeta(
    {
      preBody(context) {
        const safe = safeMethods.has(context.head.method);
        if (!safe && allowed) refuseForeign(context, allowed);
        return doubleSubmit?.check(context, safe);
      },
      ...(doubleSubmit && { onSend: doubleSubmit.issue }),
    },
    { name: "csrf()", forgeryCheck: true, violations: doubleSubmit?.violations ?? (() => []) },
  );
}

function refuseForeign(context: Context, allowed: ReadonlySet<string>): void {
  const source = requestSource(context.head, allowed);
  if (source === "own") return;
  if (source === "unknown") {
    const why =
      "The request does not say which page it comes from: it has no Sec-Fetch-Site, Origin or Referer.";
    throw refusal(context, "csrf-source-unknown", "csrf.strategy", why);
  }
  throw refusal(
    context,
    "csrf-source-foreign",
    "csrf.allowedOrigins",
    "This origin may not change anything here.",
  );
}

function refusal(context: Context, code: string, setting: string, detail: string): ForbiddenError {
  const origin = context.head.headers.get("origin");
  context.log.warn({ code, setting, origin }, "Request refused as forged");
  return new ForbiddenError(detail);
}

function compileDoubleSubmit(options: CsrfOptions) {
  const { cookieName = "__Host-daloy.csrf", headerName = "x-csrf-token" } = options;
  const attributes: CookieAttributes = { path: "/", secure: true, sameSite: "Lax", ...options.cookie };
  const violations = judged((environment) => [
    ...weakSecrets("csrf()", options.secret, environment),
    ...insecureCookieViolations("csrf()", cookieName, attributes, environment),
  ]);
  assertCookieName(cookieName);
  if (!headerToken.test(headerName)) throw new TypeError("csrf(): headerName is no name of a header.");
  const tokens = new CsrfTokens(new HmacKeys(takeSecrets("csrf()", options.secret)));
  /** Requests that passed, with the token of their cookie and the session as it was when it was checked. */
  const passed = new WeakMap<Context, { cookie: string | undefined; session: BoundSession | undefined }>();

  async function checkToken(context: Context, cookie: string | undefined, session: BoundSession | undefined) {
    const header = context.head.headers.get(headerName);
    if (cookie === undefined || header === null) {
      const how = `Send the value of the cookie ${cookieName} in the header ${headerName}; a GET request sets the cookie.`;
      throw refusal(context, "csrf-token-missing", "csrf.headerName", how);
    }
    const same = timingSafeEqual(cookie, header);
    if ((await tokens.judge(cookie, bindingOf(session))) === "invalid" || !same) {
      const how = "The CSRF token is not the one of this session. Send a GET request for a new one.";
      throw refusal(context, "csrf-token-invalid", "csrf.secret", how);
    }
    passed.set(context, { cookie, session });
    return undefined;
  }

  return {
    violations,
    check(context: Context, safe: boolean): Promise<undefined> | undefined {
      const cookie = parseCookies(context.head.headers.get("cookie") ?? "").get(cookieName);
      const { session } = context.state;
      if (!safe) return checkToken(context, cookie, session);
      passed.set(context, { cookie, session });
      return undefined;
    },
    async issue(response: EngineResponse, context: Context): Promise<void> {
      const entry = passed.get(context);
      if (!entry) return;
      passed.delete(context);
      const binding = bindingOf(entry.session);
      if (entry.cookie !== undefined && (await tokens.judge(entry.cookie, binding)) === "current") return;
      const token = await tokens.issue(binding);
      response.headers.append("set-cookie", serializeCookie(cookieName, token, attributes));
      forbidSharedCaching(response.headers);
    },
  };
}

/** What of a session a token is bound to. */
type BoundSession = Pick<NonNullable<Context["state"]["session"]>, "id" | "saved">;

/** An id that nobody keeps would be another with the next request. */
function bindingOf(session: BoundSession | undefined): string {
  return session?.saved ? session.id : "";
}
