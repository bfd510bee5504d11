import type { OpenAPIServer } from "../openapi/document.ts";
import { assertNonce } from "./nonce.ts";
import { serverOrigin } from "./server-url.ts";

/**
 * The response headers that belong to `renderDocsPage()` with the same nonce. Nothing loads but the page's own script
 * and style; requests go to the page's own origin and to the origins of the declared servers; no string becomes markup
 * or code (Trusted Types without a policy).
 *
 * @param nonce of this one response, at least 128 random bits
 * @returns header names in lower case
 * @throws TypeError when the nonce is too short or is no nonce of CSP Level 3 §2.3.1
 */
export function docsPageHeaders(
  nonce: string,
  document: { readonly servers?: readonly OpenAPIServer[] | undefined },
): Record<string, string> {
  assertNonce(nonce);
  const origins = (document.servers ?? []).map(serverOrigin).filter((origin) => origin !== undefined);
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    ["connect-src 'self'", ...new Set(origins)].join(" "),
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
  return {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy.join("; "),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    // a stored page would show its nonce twice
    "cache-control": "no-store",
  };
}
