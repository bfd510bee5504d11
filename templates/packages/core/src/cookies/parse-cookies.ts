import { cookieName } from "./cookie-rules.ts";

/** What Chrome keeps for one domain. */
const MAX_COOKIES = 180;

const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/;

/**
 * Reads a `Cookie` header (RFC 6265bis §4.2). Quotes around a value are dropped, nothing else is decoded. Of
 * two cookies with one name the first counts: browsers send the more specific path first. Pairs that are
 * malformed, and those after the 180th, are left out.
 */
export function parseCookies(header: string): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of header.split(";", MAX_COOKIES)) {
    const equals = pair.indexOf("=");
    if (equals === -1) continue;
    const name = trim(pair.slice(0, equals));
    const value = trim(pair.slice(equals + 1));
    if (!cookieName.test(name) || CONTROL.test(value) || cookies.has(name)) continue;
    cookies.set(name, unquote(value));
  }
  return cookies;
}

/** Space and tab alone: `trim()` would eat a no-break space too. */
function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x09;
}

function unquote(value: string): string {
  return value.length >= 2 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
}
