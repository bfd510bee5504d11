/** An HTTP client over Node's sockets that connects to given addresses and to no others. No pool, no proxy, no redirects. */
import { CidrSet } from "../net/cidr.ts";
import { formatIp, type IpAddress } from "../net/ip-address.ts";
import { acceptedCodings, decode } from "./decode.ts";
import { asFetchError, FetchLimitError, networkError, SsrfBlockedError } from "./errors.ts";
import { comparableHost } from "./host-patterns.ts";
import type { Incoming } from "./incoming.ts";
import type { NodeModules, NodeResponse, NodeSocket } from "./node-modules.ts";
import type { Outgoing } from "./outgoing.ts";
import { readableFrom } from "./streams.ts";
import { upload } from "./upload.ts";

/** Sends a request to one of `addresses`; at most `maxBytes` of body may arrive on the wire. */
export type PinnedClient = (
  outgoing: Outgoing,
  addresses: readonly IpAddress[],
  maxBytes: number,
  signal: AbortSignal,
) => Promise<Incoming>;

/** Milliseconds before the next address is tried while one does not answer (RFC 8305; Node's 250 ends far connections). */
const attemptTimeoutMs = 1000;

export function createPinnedClient(modules: NodeModules): PinnedClient {
  return (outgoing, addresses, maxBytes, signal) =>
    new Promise((resolve, reject) => {
      const { url, method, body } = outgoing;
      let response: NodeResponse | undefined;
      const request = modules.http.request({
        method,
        host: url.hostname,
        port: portOf(url),
        path: url.pathname + url.search,
        headers: requestHeaders(outgoing),
        setHost: false,
        insecureHTTPParser: false,
        createConnection: () => connect(modules, url, addresses),
      });
      const fail = (error: unknown) => {
        const reason = signal.aborted ? signal.reason : asFetchError(error);
        // First, and with the reason: destroying the request would make a half-read response look complete.
        response?.destroy(reason);
        request.destroy();
        reject(reason);
      };
      const onAbort = () => fail(signal.reason);
      signal.addEventListener("abort", onAbort, { once: true });
      request.on("close", () => signal.removeEventListener("abort", onAbort));
      request.on("error", (error) => {
        // A server may answer and close before it has read the whole request: the answer counts.
        if (response === undefined) fail(error);
      });
      request.on("upgrade", () => fail(networkError("the server switched protocols.")));
      request.on("response", (incoming) => {
        response = incoming;
        // Once the body is being read, its reader hears of errors; before, nobody does.
        incoming.on("error", () => {});
        try {
          resolve(readResponse(modules, url, incoming, maxBytes));
        } catch (error) {
          fail(error);
        }
      });
      if (signal.aborted) onAbort();
      else if (body === undefined) request.end();
      else upload(body.content, request).catch(fail);
    });
}

function requestHeaders({ url, method, headers, body }: Outgoing): Record<string, string> {
  const sent: Record<string, string> = {
    host: url.host,
    connection: "close",
    accept: "*/*",
    "accept-language": "*",
    "user-agent": "daloyjs-fetch-guard",
    // A range counts encoded bytes, so that decoding part of a body would fail.
    "accept-encoding": headers.has("range") ? "identity" : acceptedCodings,
    ...Object.fromEntries(headers),
  };
  if (body === undefined) {
    if (method === "POST" || method === "PUT" || method === "PATCH") sent["content-length"] = "0";
  } else if (body.content instanceof Blob) {
    sent["content-length"] = String(body.content.size);
  } else {
    sent["transfer-encoding"] = "chunked";
  }
  return sent;
}

function connect({ net, tls }: NodeModules, url: URL, addresses: readonly IpAddress[]): NodeSocket {
  const host = url.hostname.startsWith("[") ? url.hostname.slice(1, -1) : comparableHost(url.hostname);
  const options = {
    host,
    port: portOf(url),
    lookup: pinnedLookup(addresses),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: attemptTimeoutMs,
  };
  const isLiteral = url.hostname.startsWith("[") || addresses.some((ip) => formatIp(ip) === host);
  const socket =
    url.protocol === "https:"
      ? tls.connect({
          ...options,
          // SNI carries names only (RFC 6066); for a literal, the certificate is compared with `host`.
          servername: isLiteral ? "" : host,
          ALPNProtocols: ["http/1.1"],
          // Not left to NODE_TLS_REJECT_UNAUTHORIZED.
          rejectUnauthorized: true,
        })
      : net.connect(options);
  const checked = new CidrSet(addresses.map((ip) => formatIp({ ...ip, zone: "" })));
  socket.once("connect", () => {
    const { remoteAddress } = socket;
    if (remoteAddress !== undefined && checked.has(remoteAddress)) return;
    const explanation = `the connection reached ${remoteAddress ?? "an unknown address"}, which was not checked.`;
    socket.destroy(new SsrfBlockedError(url, "rebinding", explanation, remoteAddress));
  });
  return socket;
}

/** Answers every look-up with the checked addresses: a second look-up could be told something else. */
function pinnedLookup(addresses: readonly IpAddress[]) {
  const answers = addresses.map((ip) => ({ address: formatIp(ip), family: ip.version }));
  return (
    _hostname: string,
    options: { all?: boolean | undefined },
    callback: (error: null, address: string | { address: string; family: number }[], family?: number) => void,
  ) => {
    const [first] = answers;
    if (options.all || first === undefined) callback(null, answers);
    else callback(null, first.address, first.family);
  };
}

function readResponse(modules: NodeModules, url: URL, response: NodeResponse, maxBytes: number): Incoming {
  const status = response.statusCode ?? 0;
  if (status < 200 || status > 599) throw networkError(`the server answered with status ${status}.`);
  const headers = new Headers();
  for (let i = 0; i < response.rawHeaders.length; i += 2) {
    headers.append(response.rawHeaders[i] ?? "", response.rawHeaders[i + 1] ?? "");
  }
  const limited = limit(response, maxBytes, new FetchLimitError(url, "maxResponseBytes", maxBytes));
  const decoded = decode(limited, headers.get("content-encoding"), modules);
  const body = readableFrom(decoded, () => response.destroy(), asFetchError);
  return { status, statusText: response.statusMessage ?? "", headers, body };
}

async function* limit(
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
  error: Error,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of source) {
    size += chunk.byteLength;
    if (size > maxBytes) throw error;
    yield chunk;
  }
}

function portOf(url: URL): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "https:" ? 443 : 80;
}
