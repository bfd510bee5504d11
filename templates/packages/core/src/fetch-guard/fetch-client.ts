/** The runtime's fetch, or an injected one, sending a single hop. */
import { networkError } from "./errors.ts";
import type { Incoming } from "./incoming.ts";
import type { Outgoing } from "./outgoing.ts";

type Fetch = (input: string, init?: RequestInit) => Promise<Response>;

/**
 * Sends one hop with only the standard members of `RequestInit`: nothing of the caller's can name a dispatcher, a proxy or
 * a unix socket (`dispatcher` on Node, `proxy` and `unix` on Bun, `client` on Deno).
 *
 * @throws TypeError if the fetch followed a redirect by itself, or hides where it leads
 */
export async function sendWithFetch(send: Fetch, outgoing: Outgoing, signal: AbortSignal): Promise<Incoming> {
  const { url, method, headers, body } = outgoing;
  const init: RequestInit & { duplex?: "half" } = { method, headers, redirect: "manual", signal };
  if (body !== undefined) {
    init.body = body.content;
    init.duplex = "half";
  }
  const response = await send(url.href, init);
  if (response.redirected || response.type === "opaqueredirect") {
    response.body?.cancel().catch(() => {});
    throw networkError(
      'the fetch in use does not honour redirect: "manual", so that redirects cannot be checked.',
    );
  }
  return response;
}
