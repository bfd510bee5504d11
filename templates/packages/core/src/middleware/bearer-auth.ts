import type { Environment } from "../env/environment.ts";
import { UnauthorizedError } from "../errors/http-error.ts";
import type { Violation } from "../guards/boot-guard-error.ts";
import { weakSecretViolation } from "../guards/weak-secret.ts";
import { type Hooks, withMeta } from "../hooks/hooks.ts";
import type { Awaitable, Context } from "../route/route.ts";
import { timingSafeEqual } from "../secrets/timing-safe-equal.ts";
import { bearerChallenges, readBearerToken } from "./bearer-token.ts";
import { judged } from "./judge.ts";
import { type AuthVerdict, type Principal, principalFrom, setUser } from "./verdict.ts";

export type BearerVerdict = AuthVerdict;

/** A token with the principal it stands for. */
export interface TokenPrincipal {
  readonly token: string | undefined;
  readonly user: Extract<Principal, object>;
  /** What a refusal calls the token, such as the environment variable that holds it. */
  readonly name?: string | undefined;
}

export interface BearerAuthOptions {
  /** Judges a token. Compare secrets with `timingSafeEqual`. */
  validate?: ((token: string, context: Context) => Awaitable<BearerVerdict>) | undefined;
  /** The tokens that are let in, compared in constant time, each with its principal where it has one. */
  tokens?: string | readonly (string | TokenPrincipal)[] | undefined;
  /** Default `api`. */
  realm?: string | undefined;
}

/**
 * Bearer token authentication (RFC 6750). Without a valid token the answer is 401 with a challenge; the principal is
 * put at `state.user`.
 *
 * @throws TypeError when there is neither `validate` nor `tokens`, or both, or no token
 * @throws BootGuardError `weak-secret` in production for a placeholder, short or predictable token
 */
export function bearerAuth(options: BearerAuthOptions): Hooks {
  if ((options.validate === undefined) === (options.tokens === undefined)) {
    throw new TypeError("bearerAuth(): give either validate or tokens.");
  }
  const challenges = bearerChallenges("bearerAuth()", options.realm ?? "api");
  const known = listTokens(options.tokens);
  const violations = judged((environment) => tokenFaults(known, environment));
  const validate = options.validate ?? ((token: string) => principalOf(token, known));

  function admit(verdict: unknown, context: Context): undefined {
    const principal = principalFrom(verdict, {});
    if (principal === undefined)
      throw new UnauthorizedError("The access token is not valid.", challenges.invalid);
    setUser(context.state, principal);
    return undefined;
  }

  return withMeta(
    {
      preBody(context) {
        const token = readBearerToken(context.head, challenges);
        const verdict = validate(token, context);
        return isPromise(verdict) ? verdict.then((value) => admit(value, context)) : admit(verdict, context);
      },
    },
    { name: "bearerAuth()", authSchemes: ["bearer"], violations },
  );
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

type KnownToken = Omit<TokenPrincipal, "user"> & { readonly user: object };

function listTokens(tokens: BearerAuthOptions["tokens"]): KnownToken[] {
  if (tokens === undefined) return [];
  const list = typeof tokens === "string" ? [tokens] : tokens;
  if (list.length === 0) throw new TypeError("bearerAuth(): tokens is empty, so nobody could come in.");
  return list.map((entry) => (typeof entry === "string" ? { token: entry, user: {} } : entry));
}

/** Every token is compared, whichever matches: the time taken says nothing about which one it was. */
function principalOf(token: string, known: readonly KnownToken[]): object | undefined {
  let found: object | undefined;
  for (const candidate of known) {
    if (timingSafeEqual(token, candidate.token ?? "") && candidate.token) found ??= candidate.user;
  }
  return found;
}

function tokenFaults(known: readonly KnownToken[], environment: Environment): Violation[] {
  if (environment !== "production") return [];
  return known.flatMap(({ token, name }) => {
    return weakSecretViolation(name === undefined ? "bearerAuth()" : `bearerAuth(): ${name}`, token) ?? [];
  });
}
