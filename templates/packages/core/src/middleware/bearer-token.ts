import { UnauthorizedError } from "../errors/http-error.ts";
import type { RequestHead } from "../http/request.ts";

/** The headers of a 401 (RFC 6750 §3): one for a request without a token, one for a token that is not accepted. */
export interface BearerChallenges {
  readonly missing: Readonly<Record<string, string>>;
  readonly invalid: Readonly<Record<string, string>>;
}

/** RFC 6750 §2.1 `b64token`, bounded. */
const credentials = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i;
const longestHeader = 8192;

/** @throws TypeError when the realm does not fit into a quoted string */
export function bearerChallenges(owner: string, realm: string): BearerChallenges {
  const missing = `Bearer realm="${assertRealm(owner, realm)}"`;
  return {
    missing: { "www-authenticate": missing },
    invalid: { "www-authenticate": `${missing}, error="invalid_token"` },
  };
}

/** @throws TypeError when the realm does not fit into a quoted string */
export function assertRealm(owner: string, realm: string): string {
  if (/^[\x20\x21\x23-\x5b\x5d-\x7e]*$/.test(realm)) return realm;
  throw new TypeError(`${owner}: realm must be plain text.`);
}

/**
 * The token of the `Authorization` header.
 *
 * @throws UnauthorizedError with the challenge that fits
 */
export function readBearerToken(head: RequestHead, challenges: BearerChallenges): string {
  const header = head.headers.get("authorization");
  if (header === null)
    throw new UnauthorizedError("This resource needs an access token.", challenges.missing);
  // RFC 6750 §3.1: a client that speaks another scheme has not used a token, so no error is named
  if (!/^Bearer(?: |$)/i.test(header)) {
    throw new UnauthorizedError("The authorization header is no bearer token.", challenges.missing);
  }
  const token = header.length <= longestHeader ? credentials.exec(header)?.[1] : undefined;
  if (token === undefined) throw new UnauthorizedError("The bearer token is malformed.", challenges.invalid);
  return token;
}
