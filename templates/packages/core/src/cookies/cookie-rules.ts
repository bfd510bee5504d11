/** RFC 6265bis, as far as a server can keep it. */

export interface CookieAttributes {
  readonly domain?: string | undefined;
  readonly path?: string | undefined;
  readonly expires?: Date | undefined;
  /** Whole seconds. Above 400 days it is written as 400 days, which is what browsers make of it. */
  readonly maxAge?: number | undefined;
  readonly httpOnly?: boolean | undefined;
  readonly secure?: boolean | undefined;
  readonly sameSite?: "Strict" | "Lax" | "None" | undefined;
  /** One cookie jar per top-level site (CHIPS). */
  readonly partitioned?: boolean | undefined;
}

/** A token (RFC 9110 §5.6.2). */
export const cookieName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** @throws TypeError on a name that no cookie can have */
export function assertCookieName(name: string): void {
  if (cookieName.test(name)) return;
  throw new TypeError("A cookie's name must be a token: letters, digits and !#$%&'*+-.^_`|~.");
}

/** What browsers demand of a name's prefix. They compare it without case, and so does this. */
const prefixes: readonly { prefix: string; host: boolean; http: boolean }[] = [
  { prefix: "__host-http-", host: true, http: true },
  { prefix: "__host-", host: true, http: false },
  { prefix: "__http-", host: false, http: true },
  { prefix: "__secure-", host: false, http: false },
];

/** Why browsers would reject a cookie with these attributes, or `undefined`. */
export function cookieAttributeFault(name: string, attributes: CookieAttributes): string | undefined {
  const { domain, path, httpOnly, secure, sameSite, partitioned } = attributes;
  const lower = name.toLowerCase();
  const rule = prefixes.find(({ prefix }) => lower.startsWith(prefix));
  if (rule) {
    const prefix = name.slice(0, rule.prefix.length);
    if (!secure) return `the prefix ${prefix} requires Secure`;
    if (rule.http && !httpOnly) return `the prefix ${prefix} requires HttpOnly`;
    if (rule.host && path !== "/") return `the prefix ${prefix} requires Path=/`;
    if (rule.host && domain !== undefined) return `the prefix ${prefix} forbids Domain`;
  }
  if (sameSite === "None" && !secure) return "SameSite=None requires Secure";
  if (partitioned && !secure) return "Partitioned requires Secure";
  return undefined;
}
