import { encodeBase64Url } from "../crypto/base64url.ts";
import { type Hooks, withMeta } from "../hooks/hooks.ts";
import { assertHeader } from "../http/header-list.ts";
import {
  type CompiledPolicy,
  type ContentSecurityPolicyOptions,
  compilePolicy,
} from "./content-security-policy.ts";

export interface HstsOptions {
  /** Seconds. Default 31,536,000 (one year). */
  maxAgeSeconds?: number | undefined;
  /** Default true. */
  includeSubDomains?: boolean | undefined;
  /** Default false: the preload list is easy to enter and hard to leave. */
  preload?: boolean | undefined;
}

export interface SecureHeadersOptions {
  /**
   * Default `default-src 'self'; frame-ancestors 'none'`. A string is sent as it is; the parts of a policy are judged, and
   * refused where they would let every script in.
   */
  contentSecurityPolicy?: string | ContentSecurityPolicyOptions | false | undefined;
  hsts?: HstsOptions | false | undefined;
  /** Default `DENY`. */
  frameOptions?: "DENY" | "SAMEORIGIN" | false | undefined;
  /** Default `no-referrer`. */
  referrerPolicy?: string | false | undefined;
  /** Default: camera, geolocation, microphone, payment and the like switched off. */
  permissionsPolicy?: string | false | undefined;
  /** Default `same-origin`. */
  crossOriginOpenerPolicy?: "same-origin" | "same-origin-allow-popups" | "unsafe-none" | false | undefined;
  /** Default `same-origin`. */
  crossOriginResourcePolicy?: "same-origin" | "same-site" | "cross-origin" | false | undefined;
  /** Default off. */
  crossOriginEmbedderPolicy?: "require-corp" | "credentialless" | false | undefined;
  /** Default true. */
  noSniff?: boolean | undefined;
}

const defaultPermissions =
  "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()";

/**
 * The security headers of every response. An app has them by itself; using it again replaces the automatic ones.
 * All of them are fixed at boot, and a request only copies them, unless the policy has a nonce.
 *
 * @throws TypeError when neither `frameOptions` nor a `frame-ancestors` directive is left, a value is no header value, or a
 *   directive is none or lets every script in
 */
export function secureHeaders(options: SecureHeadersOptions = {}): Hooks {
  const given = options.contentSecurityPolicy ?? "default-src 'self'; frame-ancestors 'none'";
  const policy = typeof given === "object" ? compilePolicy(given) : undefined;
  const csp = policy?.header() ?? (typeof given === "object" ? false : given);
  const frame = options.frameOptions ?? "DENY";
  if (frame === false && !limitsFraming(csp)) {
    throw new TypeError(
      "secureHeaders(): keep frameOptions, or a frame-ancestors directive in contentSecurityPolicy.",
    );
  }
  const headers: string[] = [];
  const add = (name: string, value: string | false): void => {
    if (value === false) return;
    assertHeader(name, value);
    headers.push(name, value);
  };
  add("content-security-policy", csp);
  add("reporting-endpoints", policy?.reportingEndpoints ?? false);
  add("strict-transport-security", options.hsts === false ? false : hstsValue(options.hsts ?? {}));
  add("x-content-type-options", options.noSniff === false ? false : "nosniff");
  add("x-frame-options", frame);
  add("referrer-policy", options.referrerPolicy ?? "no-referrer");
  add("permissions-policy", options.permissionsPolicy ?? defaultPermissions);
  add("cross-origin-opener-policy", options.crossOriginOpenerPolicy ?? "same-origin");
  add("cross-origin-resource-policy", options.crossOriginResourcePolicy ?? "same-origin");
  add("cross-origin-embedder-policy", options.crossOriginEmbedderPolicy ?? false);
  return withMeta(policy?.usesNonce === true ? nonceHooks(policy) : {}, {
    name: "secureHeaders()",
    replaces: "secureHeaders",
    staticHeaders: headers,
  });
}

/** A policy of its own for each response. What is refused before the hooks run keeps the one in which nothing has a nonce. */
function nonceHooks(policy: CompiledPolicy): Hooks {
  const bare = policy.header();
  return {
    onRequest(_, context) {
      context.state["cspNonce"] = encodeBase64Url(crypto.getRandomValues(new Uint8Array(16)));
    },
    onSend({ status, headers }, context) {
      const nonce = context.state["cspNonce"];
      // a handler that sends a policy of its own means it
      if (typeof nonce !== "string" || headers.get("content-security-policy") !== bare) return;
      // the stored page that a 304 brings back has the nonce of its own time
      if (status === 304) headers.delete("content-security-policy");
      else headers.set("content-security-policy", policy.header(nonce));
    },
  };
}

/** Whether a policy keeps strangers from framing the response: `frame-ancestors *` and bare schemes do not. */
function limitsFraming(csp: string | false): boolean {
  const sources = csp === false ? undefined : /(?:^|;)\s*frame-ancestors\s([^;]*)/i.exec(csp)?.[1];
  return sources !== undefined && !/(?:^|\s)(?:\*|https?:)(?:\s|$)/i.test(sources);
}

/** RFC 6797 §6.1 */
function hstsValue(options: HstsOptions): string {
  const maxAge = options.maxAgeSeconds ?? 31_536_000;
  if (!Number.isSafeInteger(maxAge) || maxAge < 0) {
    throw new TypeError("secureHeaders(): hsts.maxAgeSeconds must be a whole number of seconds.");
  }
  const subDomains = (options.includeSubDomains ?? true) ? "; includeSubDomains" : "";
  return `max-age=${maxAge}${subDomains}${options.preload === true ? "; preload" : ""}`;
}
