import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";

const bench = (path: string) => new URL(`../../bench/${path}`, import.meta.url).href;
const { listen }: { listen(hostname: string): Promise<number> } = await import(bench("contenders/raw.mjs"));
const { checkConformance }: { checkConformance(origin: string): Promise<void> } = await import(
  bench("lib/conformance.mjs")
);

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

type Change = (answer: Answer, sent: string) => Partial<Answer>;

const hostname = "127.0.0.1";
const rawOrigin = `http://${hostname}:${await listen(hostname)}`;
let server: Server | undefined;

/** A server that answers as `raw` does, but for one deviation. */
async function deviating(change: Change): Promise<string> {
  const proxy = createServer(async (request, response) => {
    let sent = "";
    for await (const chunk of request) sent += chunk;
    const init = sent === "" ? {} : { body: sent };
    const real = await fetch(rawOrigin + request.url, { method: request.method ?? "GET", ...init });
    const { connection: _, "keep-alive": __, ...headers } = Object.fromEntries(real.headers);
    const answer = { status: real.status, headers, body: await real.text() };
    const { status, headers: changed, body } = { ...answer, ...change(answer, sent) };
    response.writeHead(status, { ...changed, "content-length": Buffer.byteLength(body) });
    response.end(body);
  });
  server = proxy;
  await new Promise<void>((resolve) => proxy.listen(0, hostname, resolve));
  return `http://${hostname}:${(proxy.address() as AddressInfo).port}`;
}

const withHeader =
  (name: string, value: string): Change =>
  ({ headers }) => ({ headers: { ...headers, [name]: value } });

const withoutHeader =
  (name: string): Change =>
  ({ headers }) => ({ headers: Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name)) });

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

describe("a contender is refused when it does other work than the rest", () => {
  it("accepts one that does the same", async () => {
    await checkConformance(await deviating(() => ({})));
  });

  it.each<[string, Change, RegExp]>([
    ["another status", ({ status }) => ({ status: status === 201 ? 200 : status }), /status/],
    ["a missing security header", withoutHeader("x-frame-options"), /headers/],
    ["an additional header", withHeader("x-powered-by", "peer"), /headers/],
    ["another body", ({ body }) => ({ body: body.replace("{", "{ ") }), /body/],
    ["another content type", withHeader("content-type", "text/plain"), /content-type/],
    ["no request id", withoutHeader("x-request-id"), /x-request-id/],
    [
      "one request id for all",
      withHeader("x-request-id", "4f8a3c1e-7b0d-4c2a-9e5f-1a2b3c4d5e6f"),
      /new for every response/,
    ],
    [
      "unknown keys let in",
      ({ status }, sent) => ({ status: sent.includes("admin") ? 201 : status }),
      /an unknown key must be refused/,
    ],
    [
      "malformed JSON as a 500",
      ({ status }, sent) => ({ status: sent.endsWith("}}") ? 500 : status }),
      /malformed JSON/,
    ],
    ["an unknown path found", ({ status }) => ({ status: status === 404 ? 200 : status }), /unknown path/],
  ])("refuses %s", async (_, change, message) => {
    const origin = await deviating(change);
    await expect(checkConformance(origin)).rejects.toThrow(message);
  });
});
