import { isBuildStep } from "../env/environment.ts";
import { type Hooks, withMeta } from "../hooks/hooks.ts";
import { bearerChallenges, readBearerToken } from "../middleware/bearer-token.ts";
import { setUser } from "../middleware/verdict.ts";
import { JwtError } from "./jwt-error.ts";
import { refusal } from "./refusal.ts";
import { principalOf } from "./scopes.ts";
import type { JudgedVerifier } from "./verifier.ts";

/** Authentication by whatever this verifier accepts. */
export function verifyHooks(owner: string, { verify, violations }: JudgedVerifier): Hooks {
  const challenges = bearerChallenges(owner, "api");
  return withMeta(
    {
      async preBody(context) {
        const token = readBearerToken(context.head, challenges);
        try {
          const { payload } = await verify(token);
          setUser(context.state, principalOf(payload));
        } catch (error) {
          throw error instanceof JwtError ? refusal(error, challenges, context) : error;
        }
      },
    },
    { name: owner, authSchemes: ["bearer"], violations },
  );
}

/**
 * Demands the options that a middleware cannot do without. A service that does not say whose tokens it takes, and that it is
 * meant, takes those of every other one (RFC 8725 §3.8, §3.9). A build step has no environment, so nothing is demanded of it.
 *
 * @param sources the options of which exactly one must be there
 * @throws TypeError naming what is missing
 */
export function assertRequired<T extends { issuer?: unknown; audience?: unknown }>(
  owner: string,
  options: T,
  sources: readonly [keyof T & string, keyof T & string],
): void {
  if (isBuildStep()) return;
  const given = sources.filter((name) => options[name] !== undefined);
  if (given.length !== 1) throw new TypeError(`${owner}: give either ${sources.join(" or ")}.`);
  for (const name of ["issuer", "audience"] as const) {
    if (options[name] !== undefined) continue;
    throw new TypeError(
      `${owner}: ${name} is required: without it, tokens that were meant for others are accepted.`,
    );
  }
}
