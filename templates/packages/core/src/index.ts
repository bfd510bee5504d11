export { App, type Plugin } from "./app/app.ts";
export type { HealthOptions, ReadinessOptions } from "./app/health.ts";
export type { Introspection, RouteDescription } from "./app/introspect.ts";
export type { MetricsOptions } from "./app/metrics-route.ts";
export type { AppOptions, GroupOptions } from "./app/options.ts";
export type { Environment } from "./env/environment.ts";
export * from "./errors/http-error.ts";
export {
  type FetchGuardOptions,
  FetchLimitError,
  fetchGuard,
  type GuardedFetch,
  SsrfBlockedError,
  type SsrfBlockedReason,
} from "./fetch-guard/fetch-guard.ts";
export { BootGuardError, type GuardName, type Violation } from "./guards/boot-guard-error.ts";
export { every, except, some } from "./hooks/combine.ts";
export { type HookResult, type HookReturn, type Hooks, markAuthHook } from "./hooks/hooks.ts";
export type { HeaderList } from "./http/header-list.ts";
export type { RequestHead, RequestHeaders } from "./http/request.ts";
export type { EngineResponse, ResponseBody } from "./http/response.ts";
export type { Status } from "./http/status.ts";
export { JsonError, type JsonErrorCode, type SafeJsonOptions, safeJsonParse } from "./json/safe-json.ts";
export {
  type AsymmetricJwtAlgorithm,
  type CryptoKeyLike,
  createJwtSigner,
  createJwtVerifier,
  type IsRevoked,
  type Jwk,
  type JwkOptions,
  type JwkSet,
  type JwtAlgorithm,
  type JwtClaims,
  JwtError,
  type JwtErrorCode,
  type JwtHeader,
  type JwtKey,
  type JwtKeySource,
  type JwtOptions,
  type JwtPayload,
  type JwtPrincipal,
  type JwtSigner,
  type JwtSignerOptions,
  type JwtType,
  type JwtVerifier,
  type JwtVerifierOptions,
  jwk,
  jwkThumbprint,
  jwt,
  type VerifiedJwt,
} from "./jwt/index.ts";
export { createLogger, type Logger, type LoggerOptions, type LogLevel } from "./logging/logger.ts";
export { MetricsRegistry } from "./metrics/registry.ts";
export { type BasicAuthOptions, basicAuth } from "./middleware/basic-auth.ts";
export {
  type BearerAuthOptions,
  type BearerVerdict,
  bearerAuth,
  type TokenPrincipal,
} from "./middleware/bearer-auth.ts";
export { type CompressionEncoding, type CompressionOptions, compression } from "./middleware/compression.ts";
export type {
  ContentSecurityPolicyOptions,
  CspDirectiveValue,
} from "./middleware/content-security-policy.ts";
export { type CorsOptions, type CorsOrigin, cors } from "./middleware/cors.ts";
export { type CsrfOptions, csrf } from "./middleware/csrf.ts";
export { type IpRestrictionOptions, ipRestriction } from "./middleware/ip-restriction.ts";
export { type LoadSheddingOptions, loadShedding } from "./middleware/load-shedding.ts";
export { type LoginThrottleOptions, loginThrottle } from "./middleware/login-throttle.ts";
export { type RequestIdOptions, requestId } from "./middleware/request-id.ts";
export { requireScopes } from "./middleware/require-scopes.ts";
export { type SecureHeadersOptions, secureHeaders } from "./middleware/secure-headers.ts";
export type { HstsOptions, StaticHeadersOptions } from "./middleware/static-headers.ts";
export { type Timing, timing } from "./middleware/timing.ts";
export { assertSafeRelativePath } from "./paths/assert-safe-relative-path.ts";
export { sanitizeFilename } from "./paths/sanitize-filename.ts";
export { parseTrustProxy, type TrustProxy } from "./proxy/trust-proxy.ts";
export { MemoryRateLimitStore, type MemoryRateLimitStoreOptions } from "./rate-limit/memory-store.ts";
export { type RateLimitOptions, rateLimit } from "./rate-limit/rate-limit.ts";
export type { RateLimitCount, RateLimitStore } from "./rate-limit/store.ts";
export {
  type Redirection,
  type RedirectStatus,
  type SafeRedirectOptions,
  safeRedirect,
} from "./redirects/safe-redirect.ts";
export * from "./route/route.ts";
export type { Method } from "./routing/path.ts";
export { assertStrongSecret } from "./secrets/secret-strength.ts";
export { timingSafeEqual } from "./secrets/timing-safe-equal.ts";
export type { InferInput, InferOutput, Issue, Schema, StandardSchema } from "./validation/standard-schema.ts";
export { type SignWebhookOptions, signWebhookPayload } from "./webhooks/sign-webhook-payload.ts";
export {
  type VerifyStandardWebhookOptions,
  type VerifyWebhookOptions,
  verifyWebhookSignature,
} from "./webhooks/verify-webhook-signature.ts";
export type { WebhookPayload } from "./webhooks/webhook-signature.ts";
