import { assertCookieName, type CookieAttributes } from "../cookies/cookie-rules.ts";
import { forbidSharedCaching } from "../cookies/forbid-shared-caching.ts";
import { parseCookies } from "../cookies/parse-cookies.ts";
import { serializeCookie } from "../cookies/serialize-cookie.ts";
import { HmacKeys } from "../crypto/hmac-keys.ts";
import { HttpError } from "../errors/http-error.ts";
import { markReported } from "../errors/reported.ts";
import { insecureCookieViolations } from "../guards/insecure-cookie.ts";
import { type Hooks, withMeta } from "../hooks/hooks.ts";
import type { EngineResponse } from "../http/response.ts";
import { judged } from "../middleware/judge.ts";
import type { Context } from "../route/route.ts";
import { type SecretOption, takeSecrets, weakSecrets } from "../secrets/secret-list.ts";
import { LiveSession } from "./live-session.ts";
import { MemorySessionStore } from "./memory-session-store.ts";
import { saveSession, storedId } from "./save-session.ts";
import type { SessionStore } from "./session-store.ts";

export interface SessionOptions {
  /** One, or several: the first signs, all verify, and a cookie under another than the first is issued again. */
  secret: SecretOption;
  /** Default `__Host-daloy.sid`. */
  cookieName?: string | undefined;
  /** How long a session lives. Default 86,400 (a day). */
  ttlSeconds?: number | undefined;
  /** Each response begins the time anew. Default true; false ends a session `ttlSeconds` after it was created. */
  rolling?: boolean | undefined;
  /** Keep sessions in which nothing was set. Default false: a visitor who has no session gets no cookie. */
  saveUninitialized?: boolean | undefined;
  /** Default: this process's memory. */
  store?: SessionStore | undefined;
  /** Default `Secure; SameSite=Lax; Path=/`. `HttpOnly` cannot be taken away. */
  cookie?: Pick<CookieAttributes, "domain" | "path" | "secure" | "sameSite" | "partitioned"> | undefined;
  /** Keys whose change moves the session to a new id by itself. Default: `user`, `userId`, `role`, `roles`, `scopes`. */
  regenerateOn?: readonly string[] | undefined;
}

const signed = /^([\w-]{43})\.([\w-]{43})$/;

/**
 * A session in a signed cookie, at `state.session`. The cookie holds a random id and its HMAC, the store everything else. An
 * id that is unsigned, unknown or expired is never adopted. It is no authentication: mark the hook that looks into the
 * session with `markAuthHook`; and state-changing routes need `csrf()` behind it.
 *
 * @throws BootGuardError `weak-secret` in production; `insecure-cookie` for a cookie that browsers drop, in production also
 *   for one without `Secure`
 * @throws TypeError on a missing secret, a `ttlSeconds` that is no whole number, or a name that is no token
 */
export function session(options: SessionOptions): Hooks {
  const { cookieName = "__Host-daloy.sid", ttlSeconds = 86_400, rolling = true } = options;
  const attributes: CookieAttributes = {
    path: "/",
    secure: true,
    sameSite: "Lax",
    ...options.cookie,
    httpOnly: true,
  };
  const violations = judged((environment) => [
    ...weakSecrets("session()", options.secret, environment),
    ...insecureCookieViolations("session()", cookieName, attributes, environment),
  ]);
  assertCookieName(cookieName);
  if (!Number.isSafeInteger(ttlSeconds) || ttlSeconds < 1) {
    throw new TypeError("session(): ttlSeconds must be a whole number of at least 1.");
  }
  const keys = new HmacKeys(takeSecrets("session()", options.secret));
  const store = options.store ?? new MemorySessionStore();
  const privileges = new Set(options.regenerateOn ?? ["user", "userId", "role", "roles", "scopes"]);
  const policy = { store, ttlSeconds, rolling, saveUninitialized: options.saveUninitialized === true };
  /** Sessions under way, and whether their cookie has to be signed anew. */
  const underWay = new WeakMap<Context, { live: LiveSession; resign: boolean }>();

  const signedText = (id: string) => `daloy.session\n${cookieName}\n${id}`;

  function attach(context: Context, live: LiveSession, resign: boolean): undefined {
    underWay.set(context, { live, resign });
    context.state.session = live;
  }

  async function load(cookie: string, context: Context): Promise<undefined> {
    const [, id = "", signature = ""] = signed.exec(cookie) ?? [];
    const key = id === "" ? -1 : await keys.verify(signedText(id), signature);
    const entries =
      key === -1 ? undefined : await answerOf(context, async () => store.load(await storedId(id)));
    attach(
      context,
      new LiveSession(privileges, entries && { id, entries }),
      entries !== undefined && key > 0,
    );
  }

  async function save(response: EngineResponse, context: Context, live: LiveSession, resign: boolean) {
    const outcome = live.seal();
    const verdict = await answerOf(context, () => saveSession(outcome, policy));
    live.settle(verdict === "saved");
    if (verdict === "gone") {
      context.log.warn(
        { code: "session-gone" },
        "A session was ended by another request; changes to it are dropped",
      );
    }
    const issued = verdict === "saved" && (rolling || resign || !outcome.known);
    if (!issued && verdict !== "ended") return;
    const value = issued ? `${outcome.id}.${await keys.sign(signedText(outcome.id))}` : "";
    const maxAge = issued ? ttlSeconds : 0;
    response.headers.append("set-cookie", serializeCookie(cookieName, value, { ...attributes, maxAge }));
    forbidSharedCaching(response.headers);
  }

  return withMeta(
    {
      preBody(context) {
        if (underWay.has(context)) return undefined;
        const cookie = parseCookies(context.head.headers.get("cookie") ?? "").get(cookieName);
        if (cookie !== undefined) return load(cookie, context);
        return attach(context, new LiveSession(privileges), false);
      },
      onSend(response, context) {
        const entry = underWay.get(context);
        if (!entry) return undefined;
        underWay.delete(context);
        if (entry.live.touched) response.headers.vary("Cookie");
        return save(response, context, entry.live, entry.resign);
      },
    },
    { name: "session()", cookieSession: true, violations },
  );
}

/** Fails closed: without an answer of the store nobody is let on as somebody else, or as nobody. */
async function answerOf<T>(context: Context, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    context.log.error(
      { err: error, code: "session-store-failed", setting: "session.store" },
      "The session store failed",
    );
    throw markReported(new HttpError(503, "Sessions are not available right now."));
  }
}
