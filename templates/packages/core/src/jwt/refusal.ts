import { HttpError, UnauthorizedError } from "../errors/http-error.ts";
import type { BearerChallenges } from "../middleware/bearer-token.ts";
import type { Context } from "../route/route.ts";
import type { JwtError, JwtErrorCode } from "./jwt-error.ts";

/** The option that an operator would look at. */
const settings: Partial<Record<JwtErrorCode, string>> = {
  "algorithm-not-allowed": "algorithms",
  "wrong-type": "typ",
  "key-not-found": "key, jwks or jwksUri",
  "keys-unavailable": "jwksUri",
  expired: "clockSkewSeconds",
  "not-yet-valid": "clockSkewSeconds",
  "issued-in-the-future": "clockSkewSeconds",
  "wrong-issuer": "issuer",
  "wrong-audience": "audience",
  revoked: "isRevoked",
};

/**
 * The answer to a token that is not accepted. The log says why; the client learns no more than `invalid_token`
 * (RFC 6750 §3.1), and that a token has expired, which it knows. Keys that cannot be fetched say nothing about the token: 503.
 */
export function refusal(error: JwtError, challenges: BearerChallenges, context: Context): HttpError {
  const { code, cause } = error;
  if (code === "keys-unavailable") {
    context.log.error({ code, setting: settings[code], err: cause }, "Access tokens cannot be verified");
    return new HttpError(503, "Access tokens cannot be verified at the moment.", { "retry-after": "5" });
  }
  context.log.warn({ code: "token-refused", reason: code, setting: settings[code] }, "Access token refused");
  if (code !== "expired") return new UnauthorizedError("The access token is not valid.", challenges.invalid);
  const description = "The access token expired";
  return new UnauthorizedError(`${description}.`, {
    "www-authenticate": `${challenges.invalid["www-authenticate"]}, error_description="${description}"`,
  });
}
