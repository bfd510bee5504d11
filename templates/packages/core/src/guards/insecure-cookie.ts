import { type CookieAttributes, cookieAttributeFault } from "../cookies/cookie-rules.ts";
import type { Environment } from "../env/environment.ts";
import type { Violation } from "./boot-guard-error.ts";

/**
 * What is wrong with a cookie that a middleware sets: attributes with which browsers drop it (in every environment, it
 * would never work), or no `Secure` in production.
 */
export function insecureCookieViolations(
  owner: string,
  name: string,
  attributes: CookieAttributes,
  environment: Environment,
): Violation[] {
  const fault = cookieAttributeFault(name, attributes);
  if (fault !== undefined) {
    return [
      {
        guard: "insecure-cookie",
        message: `${owner}: browsers drop the cookie "${name}": ${fault}.`,
        fix: "Leave out the cookie option that says otherwise, or give a cookieName without the prefix.",
        waivable: false,
      },
    ];
  }
  if (attributes.secure === true || environment !== "production") return [];
  return [
    {
      guard: "insecure-cookie",
      message: `${owner}: the cookie "${name}" would cross unencrypted connections in production.`,
      fix: "Leave out cookie.secure, or set it to false in development only.",
    },
  ];
}
