import type { HeaderList } from "../http/header-list.ts";

/** Other ways to tell a shared cache to keep a response, which it would obey before `Cache-Control` (RFC 9213). */
const targeted = [
  "cdn-cache-control",
  "surrogate-control",
  "cloudflare-cdn-cache-control",
  "vercel-cdn-cache-control",
];

/** `private` for the whole response; `private="name"` is about one field. */
const ownCacheOnly = /(?:^|,)\s*(?:no-store|private)\s*(?:,|$)/i;

/**
 * Keeps a response that sets one visitor's cookie out of shared caches, which would hand it to the next: `no-store`, unless
 * the route already says `private` or `no-store`.
 */
export function forbidSharedCaching(headers: HeaderList): void {
  for (const name of targeted) headers.delete(name);
  if (!ownCacheOnly.test(headers.get("cache-control") ?? "")) headers.setTrusted("cache-control", "no-store");
}
