import { type Hooks, withMeta } from "../hooks/hooks.ts";
import { assertHeader } from "../http/header-list.ts";

export interface HstsOptions {
  /** Seconds. Default 31,536,000 (one year). */
  maxAgeSeconds?: number | undefined;
  /** Default true. */
  includeSubDomains?: boolean | undefined;
  /** Default false: the preload list is easy to enter and hard to leave. */
  preload?: boolean | undefined;
}

/** What `new App()` takes: every header but a policy of parts, which `secureHeaders()` compiles. */
export interface StaticHeadersOptions {
  /** Default `default-src 'self'; frame-ancestors 'none'`. It is sent as it is. */
  contentSecurityPolicy?: string | false | undefined;
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
 * The security headers that an app sends by itself, fixed at boot: a request only copies them.
 *
 * @param reporting the value of `Reporting-Endpoints`
 * @throws TypeError when neither `frameOptions` nor a `frame-ancestors` directive is left, or a value is no header value
 */
export function staticHeaders(options: StaticHeadersOptions, reporting: string | false = false): Hooks {
  const csp = options.contentSecurityPolicy ?? "default-src 'self'; frame-ancestors 'none'";
  if (typeof csp === "object") {
    throw new TypeError(
      "new App(): secureHeaders.contentSecurityPolicy takes a string; give the parts of a policy to app.use(secureHeaders()).",
    );
  }
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
  add("reporting-endpoints", reporting);
  add("strict-transport-security", options.hsts === false ? false : hstsValue(options.hsts ?? {}));
  add("x-content-type-options", options.noSniff === false ? false : "nosniff");
  add("x-frame-options", frame);
  add("referrer-policy", options.referrerPolicy ?? "no-referrer");
  add("permissions-policy", options.permissionsPolicy ?? defaultPermissions);
  add("cross-origin-opener-policy", options.crossOriginOpenerPolicy ?? "same-origin");
  add("cross-origin-resource-policy", options.crossOriginResourcePolicy ?? "same-origin");
  add("cross-origin-embedder-policy", options.crossOriginEmbedderPolicy ?? false);
  return withMeta({}, { name: "secureHeaders()", replaces: "secureHeaders", staticHeaders: headers });
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
