/** What the value of a directive consists of. */
export type DirectiveKind = "sources" | "ancestors" | "tokens" | "flag";

/** The directives of CSP Level 3 and of the specifications that add to it (W3C registry of RFC 7762), without deprecated ones. */
export const cspDirectives: Readonly<Record<string, DirectiveKind>> = {
  "default-src": "sources",
  "script-src": "sources",
  "script-src-elem": "sources",
  "script-src-attr": "sources",
  "style-src": "sources",
  "style-src-elem": "sources",
  "style-src-attr": "sources",
  "img-src": "sources",
  "font-src": "sources",
  "connect-src": "sources",
  "media-src": "sources",
  "object-src": "sources",
  "frame-src": "sources",
  "fenced-frame-src": "sources",
  "child-src": "sources",
  "worker-src": "sources",
  "manifest-src": "sources",
  "base-uri": "sources",
  "form-action": "sources",
  "frame-ancestors": "ancestors",
  sandbox: "tokens",
  "report-uri": "tokens",
  "report-to": "tokens",
  "require-trusted-types-for": "tokens",
  "trusted-types": "tokens",
  "upgrade-insecure-requests": "flag",
};

/** CSP Level 3 §2.3.1 `keyword-source`; without their quotes they would be the names of hosts. */
export const cspKeywords: readonly string[] = [
  "none",
  "self",
  "unsafe-inline",
  "unsafe-eval",
  "unsafe-hashes",
  "unsafe-allow-redirects",
  "wasm-unsafe-eval",
  "trusted-types-eval",
  "strict-dynamic",
  "inline-speculation-rules",
  "report-sample",
];

/** What stands where nothing is said, in the order in which it is sent. */
export const cspDefaults: Readonly<Record<string, readonly string[]>> = {
  "default-src": ["'self'"],
  "base-uri": ["'none'"],
  "form-action": ["'self'"],
  "frame-ancestors": ["'none'"],
  "object-src": ["'none'"],
};
