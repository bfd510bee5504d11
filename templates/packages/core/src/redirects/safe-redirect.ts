import { assertOrigins } from "../net/assert-origins.ts";

export interface SafeRedirectOptions {
  /** Other origins that may be gone to. Default none. */
  allowedOrigins?: readonly string[] | undefined;
  /** Where to go instead: a path of this origin. Default `/`. */
  fallback?: string | undefined;
  /** Default 302. */
  status?: RedirectStatus | undefined;
}

export type RedirectStatus = 301 | 302 | 303 | 307 | 308;

/** What a handler returns to send the client elsewhere. */
export interface Redirection<S extends RedirectStatus> {
  status: S;
  headers: { location: string };
}

const MAX_LENGTH = 2048;

/** Control characters, white space, backslashes and everything beyond ASCII: parsers disagree about each of them. */
const plain = /^[!-[\]-~]+$/;
/** Encoded control characters anywhere; encoded slashes and backslashes where a decoding proxy would see a host. */
const encodedTrick = /%(?:[01][0-9a-f]|7f)|^\/%(?:25)*(?:2f|5c)/i;
const stub = "https://daloy.invalid";

/**
 * Redirects to a target that a visitor may have written, such as `?next=`: a path of this origin that begins with one `/`,
 * or a URL of one of `allowedOrigins`. Everything else goes to `fallback`. The location is written anew from what was parsed,
 * so that the browser reads what was checked.
 *
 * @throws TypeError when `allowedOrigins` holds something that is no origin, or `fallback` is no path of this origin
 */
export function safeRedirect<S extends RedirectStatus>(
  target: string | null | undefined,
  options: SafeRedirectOptions & { status: S },
): Redirection<S>;
export function safeRedirect(
  target: string | null | undefined,
  options?: SafeRedirectOptions & { status?: undefined },
): Redirection<302>;
export function safeRedirect(
  target: string | null | undefined,
  options: SafeRedirectOptions = {},
): Redirection<RedirectStatus> {
  const { allowedOrigins = [], fallback = "/", status = 302 } = options;
  assertOrigins("safeRedirect(): allowedOrigins", allowedOrigins);
  const otherwise = ownPath(fallback);
  if (otherwise === undefined) throw new TypeError("safeRedirect(): fallback must be a path of this origin.");
  const location = target ? (ownPath(target) ?? listedUrl(target, allowedOrigins)) : undefined;
  return { status, headers: { location: location ?? otherwise } };
}

function isPlain(target: string): boolean {
  return target.length <= MAX_LENGTH && plain.test(target) && !encodedTrick.test(target);
}

/** The path, query and fragment, or `undefined` for what leads elsewhere, or would once dot segments are resolved. */
function ownPath(target: string): string | undefined {
  if (!target.startsWith("/") || target.startsWith("//") || !isPlain(target)) return undefined;
  if (!URL.canParse(target, stub)) return undefined;
  const { origin, pathname, search, hash } = new URL(target, stub);
  if (origin !== stub || pathname.startsWith("//") || encodedTrick.test(pathname)) return undefined;
  return pathname + search + hash;
}

/** `https:host` and `https:/host` are refused: on a page of the same scheme a browser reads them as relative. */
function listedUrl(target: string, allowedOrigins: readonly string[]): string | undefined {
  if (!/^https?:\/\/[^/]/i.test(target) || !isPlain(target) || !URL.canParse(target)) return undefined;
  const { origin, username, password, href } = new URL(target);
  return username === "" && password === "" && allowedOrigins.includes(origin) ? href : undefined;
}
