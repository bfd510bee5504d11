import { decodeBase64Url } from "../crypto/base64url.ts";
import { safeJsonParse } from "../json/safe-json.ts";
import type { Algorithm, AllowedAlgorithms } from "./algorithms.ts";
import { JwtError } from "./jwt-error.ts";
import type { JwtHeader } from "./types.ts";

/** What fits into a header of 8 KiB; nothing longer is looked at. */
export const MAX_TOKEN_LENGTH = 8192;

/** A token whose header is acceptable, and whose signature nobody has checked yet. */
export interface ParsedToken {
  readonly header: JwtHeader;
  readonly algorithm: Algorithm;
  /** What was signed: the first two parts and the dot between them. */
  readonly signingInput: Uint8Array<ArrayBuffer>;
  readonly payload: Uint8Array<ArrayBuffer>;
  readonly signature: Uint8Array<ArrayBuffer>;
}

/** The kinds of token that are accepted, in lower case and without `application/` (RFC 7515 §4.1.9). */
export const tokenTypes = ["JWT", "at+jwt"] as const;
/** `JWT` (RFC 7519 §5.1) or `at+jwt`, an OAuth access token (RFC 9068 §2.1). */
export type JwtType = (typeof tokenTypes)[number];

/**
 * Takes a compact JWS (RFC 7515 §7.1) apart and judges its header.
 *
 * @param type the only `typ` to accept; without it a missing one and those of `tokenTypes` are
 * @throws JwtError
 */
export function parseToken(
  token: string,
  allowed: AllowedAlgorithms,
  type: JwtType | undefined,
): ParsedToken {
  if (typeof token !== "string") throw new JwtError("malformed", "A token is a string.");
  if (token.length > MAX_TOKEN_LENGTH) {
    throw new JwtError("too-large", `The token is longer than ${MAX_TOKEN_LENGTH} characters.`);
  }
  const parts = token.split(".");
  if (parts.length === 5) throw new JwtError("unsupported", "Encrypted tokens (JWE) are not supported.");
  const [protectedHeader, claims, mac] = parts;
  if (parts.length !== 3 || !protectedHeader || !claims || !mac) {
    throw new JwtError("malformed", "A token has three parts, none of them empty.");
  }
  const header = parseObject(decodePart(protectedHeader), "header");
  const algorithm = judgeHeader(header, allowed, type);
  return {
    header: { ...header, alg: algorithm.name },
    algorithm,
    signingInput: new TextEncoder().encode(`${protectedHeader}.${claims}`),
    payload: decodePart(claims),
    signature: decodePart(mac),
  };
}

/**
 * Parses the bytes of a part as one JSON object: valid UTF-8, no name twice.
 *
 * @throws JwtError `malformed`
 */
export function parseObject(bytes: Uint8Array<ArrayBuffer>, what: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = safeJsonParse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new JwtError("malformed", `The ${what} is not valid JSON, or has a name twice.`);
  }
  if (!isObject(value)) throw new JwtError("malformed", `The ${what} is no JSON object.`);
  return value;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function decodePart(part: string): Uint8Array<ArrayBuffer> {
  try {
    return decodeBase64Url(part);
  } catch {
    throw new JwtError("malformed", "A part of the token is not canonical base64url.");
  }
}

function judgeHeader(
  header: Record<string, unknown>,
  allowed: AllowedAlgorithms,
  type: JwtType | undefined,
): Algorithm {
  const { alg, kid, crit, b64 } = header;
  const algorithm = typeof alg === "string" ? allowed.get(alg) : undefined;
  if (!algorithm) {
    throw new JwtError("algorithm-not-allowed", "The token is signed with an algorithm that is not allowed.");
  }
  // No extension is understood here, so every critical one is refused (RFC 7515 §4.1.11).
  if (crit !== undefined) throw new JwtError("unsupported", "The token has a critical extension.");
  if (b64 !== undefined && b64 !== true) {
    throw new JwtError("unsupported", "Unencoded payloads (RFC 7797) are not supported.");
  }
  if (header["enc"] !== undefined || header["zip"] !== undefined || mediaTypeOf(header["cty"]) === "jwt") {
    throw new JwtError("unsupported", "Encrypted, compressed and nested tokens are not supported.");
  }
  if (kid !== undefined && typeof kid !== "string") throw new JwtError("malformed", "kid must be a string.");
  const typ = header["typ"] === undefined ? undefined : mediaTypeOf(header["typ"]);
  const wanted = type === undefined ? [undefined, ...tokenTypes.map(mediaTypeOf)] : [mediaTypeOf(type)];
  if (!wanted.includes(typ)) throw new JwtError("wrong-type", "This is another kind of token.");
  return algorithm;
}

/** Media types are compared without regard to case, and `application/` may be left out (RFC 7515 §4.1.9). */
function mediaTypeOf(value: unknown): string {
  return typeof value === "string" ? value.toLowerCase().replace(/^application\//, "") : "";
}
