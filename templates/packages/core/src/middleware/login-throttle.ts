import { encodeBase64Url } from "../crypto/base64url.ts";
import { TooManyRequestsError } from "../errors/http-error.ts";
import { type Hooks, withMeta } from "../hooks/hooks.ts";
import { clientKey } from "../net/client-key.ts";
import { MemoryRateLimitStore } from "../rate-limit/memory-store.ts";
import type { RateLimitStore } from "../rate-limit/store.ts";
import { retryAfterSeconds } from "../rate-limit/wait.ts";
import type { Context } from "../route/route.ts";

export interface LoginThrottleOptions {
  /** The length of the window in milliseconds, 1,000 or more. Default 900,000 (15 minutes). */
  windowMs?: number | undefined;
  /** How many failures an account may have in a window. Default 5. */
  max?: number | undefined;
  /** How many failures a client address may have in a window. Default: `max`. */
  maxPerAddress?: number | undefined;
  /** Whom somebody wants to be. Default: the text in `email`, `username`, `login` or `account` of the validated body. */
  account?: ((context: Context) => string | undefined) | undefined;
  /** Whether a response of this status is a failed login. Default: every one from 400 on. */
  failed?: ((status: number) => boolean) | undefined;
  /** Default: this process's memory. It has to be able to take hits back (`refund`). */
  store?: RateLimitStore | undefined;
  /** Throttles with the same id and store count together. Default: each call for itself. */
  groupId?: string | undefined;
}

let throttles = 0;

/**
 * Slows down whoever guesses passwords: a hook for the login route. After `max` failures in the sliding window the answer is
 * 429 with `Retry-After`, for the client address (before the body is read) and for the account (once the body is known), each by
 * itself. One address that tries many accounts is stopped by the first, many addresses that try one account by the second.
 *
 * An attempt counts from its beginning and is taken back when it succeeds: so attempts in parallel cannot all slip in before
 * the first has failed, and a guesser does not clear the count by signing in to an account of their own. Refused attempts do not
 * count, so a lock ends by itself however long it is hammered at; strangers can still lock an account for a window.
 *
 * @throws TypeError when a number is out of its range, or the store cannot take hits back
 */
export function loginThrottle(options: LoginThrottleOptions = {}): Hooks {
  const {
    windowMs = 15 * 60_000,
    max = 5,
    account = accountInBody,
    failed = (status) => status >= 400,
  } = options;
  const maxPerAddress = options.maxPerAddress ?? max;
  assertNumbers({ windowMs, max, maxPerAddress });
  const store: RateLimitStore = options.store ?? new MemoryRateLimitStore();
  if (store.refund === undefined) {
    throw new TypeError("loginThrottle(): the store must be able to take hits back; give it refund().");
  }
  throttles += 1;
  const prefix = `${options.groupId ?? `login-${throttles}`}:`;
  const taken = new WeakMap<Context, string[]>();

  async function take(key: string, most: number, context: Context): Promise<void> {
    const count = await store.hit(key, windowMs, context);
    if (count === undefined) return;
    if (count.count <= most) {
      taken.set(context, [...(taken.get(context) ?? []), key]);
      return;
    }
    await store.refund?.(key, windowMs, context);
    context.log.warn(
      { code: "login-throttled", setting: "loginThrottle", max: most, windowMs },
      "Login refused",
    );
    throw new TooManyRequestsError("Too many failed logins. Try again later.", {
      "retry-after": retryAfterSeconds(count, windowMs, most),
    });
  }

  return withMeta(
    {
      preBody: (context) =>
        take(`${prefix}address:${clientKey(context.clientAddress ?? "unknown")}`, maxPerAddress, context),
      async beforeHandle(context) {
        const name = account(context);
        if (name !== undefined) await take(`${prefix}account:${await accountKey(name)}`, max, context);
      },
      async onSend(response, context) {
        if (failed(response.status)) return;
        for (const key of taken.get(context) ?? []) await store.refund?.(key, windowMs, context);
      },
    },
    { name: "loginThrottle()" },
  );
}

const accountFields = ["email", "username", "login", "account"];

function accountInBody({ body }: Context): string | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const values = accountFields.map((field): unknown => Reflect.get(body, field));
  return values.find((value) => typeof value === "string");
}

/**
 * Spellings that an application may take for one account share a key: case, compatibility forms, surrounding space. The digest
 * bounds its length, and keeps the names of accounts out of a shared store.
 */
async function accountKey(name: string): Promise<string> {
  const folded = name.normalize("NFKC").trim().toLowerCase();
  return encodeBase64Url(
    new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(folded))),
  );
}

function assertNumbers(numbers: { windowMs: number; max: number; maxPerAddress: number }): void {
  const faults = Object.entries(numbers)
    .map(([name, value]) => ({ name, value, least: name === "windowMs" ? 1000 : 1 }))
    .filter(({ value, least }) => !Number.isSafeInteger(value) || value < least);
  if (faults.length === 0) return;
  const list = faults.map(({ name, least }) => `${name} must be a whole number of at least ${least}`);
  throw new TypeError(`loginThrottle(): ${list.join("; ")}.`);
}
