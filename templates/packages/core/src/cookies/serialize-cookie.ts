import { assertCookieName, type CookieAttributes, cookieAttributeFault } from "./cookie-rules.ts";

const MAX_BYTES = 4096;
const MAX_AGE_SECONDS = 400 * 24 * 60 * 60;

/** RFC 6265's cookie-octet: no white space, quote, comma, semicolon, backslash or control. */
const VALUE = /^[!#-+\--:<-[\]-~]*$/;
const DOMAIN = /^\.?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;
const PATH = /^\/[ -:<-~]*$/;

/**
 * Writes a `Set-Cookie` header value. Nothing is encoded and no attribute is added: what a browser would
 * refuse, or another cookie could be smuggled with, throws.
 *
 * @throws TypeError that names the cookie and the rule, never the value
 */
export function serializeCookie(name: string, value: string, attributes: CookieAttributes = {}): string {
  assertCookieName(name);
  const fault = cookieFault(name, value, attributes);
  if (fault) throw new TypeError(`Cookie "${name}": ${fault}.`);
  const { domain, path, expires, maxAge, httpOnly, secure, sameSite, partitioned } = attributes;
  let header = `${name}=${value}`;
  if (domain !== undefined) header += `; Domain=${domain}`;
  if (path !== undefined) header += `; Path=${path}`;
  if (expires !== undefined) header += `; Expires=${expires.toUTCString()}`;
  if (maxAge !== undefined) header += `; Max-Age=${Math.min(maxAge, MAX_AGE_SECONDS)}`;
  if (httpOnly) header += "; HttpOnly";
  if (secure) header += "; Secure";
  if (sameSite !== undefined) header += `; SameSite=${sameSite}`;
  if (partitioned) header += "; Partitioned";
  return header;
}

function cookieFault(name: string, value: string, attributes: CookieAttributes): string | undefined {
  const { domain, path, expires, maxAge, sameSite } = attributes;
  if (!VALUE.test(value)) {
    return "the value has characters that a cookie cannot carry; encode it, with encodeURIComponent for example";
  }
  if (name.length + value.length > MAX_BYTES) return `name and value are longer than ${MAX_BYTES} bytes`;
  if (domain !== undefined && !DOMAIN.test(domain)) return "Domain is no host name";
  if (path !== undefined && !PATH.test(path))
    return "Path must begin with / and be printable ASCII without a semicolon";
  if (expires !== undefined && Number.isNaN(expires.getTime())) return "Expires is no valid date";
  if (maxAge !== undefined && !Number.isInteger(maxAge)) return "Max-Age must be whole seconds";
  if (sameSite !== undefined && !["Strict", "Lax", "None"].includes(sameSite)) {
    return "SameSite must be Strict, Lax or None";
  }
  return cookieAttributeFault(name, attributes);
}
