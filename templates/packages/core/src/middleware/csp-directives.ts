/** What the value of a directive consists of. */
export type DirectiveKind = "sources" | "ancestors" | "tokens" | "flag";

const byKind: Readonly<Record<DirectiveKind, string>> = {
  sources:
    "default-src script-src script-src-elem script-src-attr style-src style-src-elem style-src-attr img-src font-src connect-src " +
    "media-src object-src frame-src fenced-frame-src child-src worker-src manifest-src base-uri form-action",
  ancestors: "frame-ancestors",
  tokens: "sandbox report-uri report-to require-trusted-types-for trusted-types",
  flag: "upgrade-insecure-requests",
};

/** The directives of CSP Level 3 and of the specifications that add to it (W3C registry of RFC 7762), without deprecated ones. */
export const cspDirectives: ReadonlyMap<string, DirectiveKind> = new Map(
  (Object.keys(byKind) as DirectiveKind[]).flatMap((kind) =>
    byKind[kind].split(" ").map((name): [string, DirectiveKind] => [name, kind]),
  ),
);

/** CSP Level 3 §2.3.1 `keyword-source`; without their quotes they would be the names of hosts. */
export const cspKeywords: readonly string[] = (
  "none self unsafe-inline unsafe-eval unsafe-hashes unsafe-allow-redirects wasm-unsafe-eval trusted-types-eval strict-dynamic " +
  "inline-speculation-rules report-sample"
).split(" ");

/** What stands where nothing is said, in the order in which it is sent. */
export const cspDefaults: Readonly<Record<string, readonly string[]>> = {
  "default-src": ["'self'"],
  "base-uri": ["'none'"],
  "form-action": ["'self'"],
  "frame-ancestors": ["'none'"],
  "object-src": ["'none'"],
};
