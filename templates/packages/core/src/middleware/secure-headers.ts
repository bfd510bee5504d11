import { encodeBase64Url } from "../crypto/base64url.ts";
import type { Hooks } from "../hooks/hooks.ts";
import {
  type CompiledPolicy,
  type ContentSecurityPolicyOptions,
  compilePolicy,
} from "./content-security-policy.ts";
import { type StaticHeadersOptions, staticHeaders } from "./static-headers.ts";

export interface SecureHeadersOptions extends Omit<StaticHeadersOptions, "contentSecurityPolicy"> {
  /**
   * Default `default-src 'self'; frame-ancestors 'none'`. A string is sent as it is; the parts of a policy are judged, and
   * refused where they would let every script in.
   */
  contentSecurityPolicy?: string | ContentSecurityPolicyOptions | false | undefined;
}

/**
 * The security headers of every response. An app has them by itself; using it again replaces the automatic ones.
 * All of them are fixed at boot, and a request only copies them, unless the policy has a nonce.
 *
 * @throws TypeError when neither `frameOptions` nor a `frame-ancestors` directive is left, a value is no header value, or a
 *   directive is none or lets every script in
 */
export function secureHeaders(options: SecureHeadersOptions = {}): Hooks {
  const { contentSecurityPolicy: given, ...others } = options;
  if (typeof given !== "object") return staticHeaders({ ...others, contentSecurityPolicy: given });
  const policy = compilePolicy(given);
  const headers = staticHeaders(
    { ...others, contentSecurityPolicy: policy.header() },
    policy.reportingEndpoints,
  );
  return policy.usesNonce ? { ...headers, ...nonceHooks(policy) } : headers;
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
