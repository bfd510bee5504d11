import { describe, expect, it, vi } from "vitest";
import { adapterPort } from "../../../../templates/packages/core/src/app/adapter-port.ts";
import {
  WebEngineRequest,
  type WebRequestOptions,
} from "../../../../templates/packages/core/src/http/web.ts";
import {
  ipRestriction,
  parseTrustProxy,
  rateLimit,
  type TrustProxy,
} from "../../../../templates/packages/core/src/index.ts";
import { hello, loggedApp, ok, problemOf, quietApp } from "../apps.ts";

/** What a hook of the very first request is told, before anything else has run. */
async function clientOf(
  trustProxy: TrustProxy | undefined,
  addresses: WebRequestOptions,
  headers: Record<string, string>,
): Promise<string | undefined> {
  const app = quietApp({ trustProxy, env: addresses.platformAddress === undefined ? "test" : "production" });
  let client: string | undefined;
  app.use({
    onRequest(_request, context) {
      client = context.clientAddress;
    },
  });
  const request = new WebEngineRequest(new Request("http://localhost/", { headers }), addresses);
  expect(await app[adapterPort].engine().answer(request)).toMatchObject({ status: 404 });
  return client;
}

const attacker = "203.0.113.66";
const client = "198.51.100.7";
const proxy = "10.0.0.1";
const xff = (...addresses: string[]) => ({ "x-forwarded-for": addresses.join(", ") });

describe("who the client is", () => {
  it.each<[string, TrustProxy | undefined, string | undefined, Record<string, string>, string | undefined]>([
    ["nobody is trusted", undefined, attacker, xff(client), attacker],
    ["none", "none", attacker, xff(client), attacker],
    ["no header, one hop", { hops: 1 }, proxy, {}, proxy],
    ["one hop", { hops: 1 }, proxy, xff(client), client],
    ["one hop, a forged entry before", { hops: 1 }, proxy, xff("127.0.0.1", attacker), attacker],
    [
      "one hop, many forged entries",
      { hops: 1 },
      proxy,
      xff(...Array(100).fill("1.1.1.1"), attacker),
      attacker,
    ],
    ["two hops", { hops: 2 }, proxy, xff(client, "10.0.0.2"), client],
    ["two hops, a forged entry before", { hops: 2 }, proxy, xff("127.0.0.1", attacker, "10.0.0.2"), attacker],
    ["two hops, a short chain", { hops: 2 }, proxy, xff(client), client],
    ["garbage where the client should be", { hops: 2 }, proxy, xff("<script>", "10.0.0.2"), undefined],
    ["a proxy that does not know its client", { hops: 1 }, proxy, xff(client, "unknown"), undefined],
    [
      "an outer proxy that the inner one does not name",
      { hops: 2 },
      proxy,
      xff(client, "unknown"),
      undefined,
    ],
    ["garbage beyond the hops", { hops: 1 }, proxy, xff("<script>", client), client],
    ["empty elements", { hops: 1 }, proxy, xff("127.0.0.1", "", attacker, ""), attacker],
    ["an empty header", { hops: 1 }, proxy, xff(""), proxy],
    ["a port", { hops: 1 }, proxy, xff(`${client}:4711`), client],
    ["IPv6", { hops: 1 }, proxy, xff("2001:DB8::1"), "2001:db8::1"],
    ["IPv6 with a port", { hops: 1 }, proxy, xff("[2001:db8::1]:443"), "2001:db8::1"],
    ["a number that is no address", { hops: 1 }, proxy, xff("3232235777"), undefined],
    ["an octal address", { hops: 1 }, proxy, xff("0177.0.0.1"), undefined],
    ["a trusted range", { cidrs: ["10.0.0.0/8"] }, proxy, xff(client), client],
    ["two proxies in range", { cidrs: ["10.0.0.0/8"] }, proxy, xff(client, "10.9.9.9"), client],
    [
      "a forged entry before",
      { cidrs: ["10.0.0.0/8"] },
      proxy,
      xff("10.1.1.1", attacker, "10.9.9.9"),
      attacker,
    ],
    ["a peer that is no proxy", { cidrs: ["10.0.0.0/8"] }, attacker, xff(client), attacker],
    ["only proxies", { cidrs: ["10.0.0.0/8"] }, proxy, xff("10.1.1.1", "10.2.2.2"), "10.1.1.1"],
    ["a mapped peer", { cidrs: ["10.0.0.0/8"] }, `::ffff:${proxy}`, xff(client), client],
    ["garbage behind a proxy", { cidrs: ["10.0.0.0/8"] }, proxy, xff("x", "10.9.9.9"), undefined],
    ["garbage behind the client", { cidrs: ["10.0.0.0/8"] }, proxy, xff("x", client, "10.9.9.9"), client],
    ["a peer nobody knows", { cidrs: ["10.0.0.0/8"] }, undefined, xff(client), undefined],
    ["loopback", "loopback", "127.0.0.1", xff(client), client],
    ["loopback in IPv6", "loopback", "::1", xff(client), client],
    ["loopback, mapped", "loopback", "::ffff:127.0.0.1", xff(client), client],
    ["loopback, from elsewhere", "loopback", attacker, xff(client), attacker],
    ["Forwarded", { hops: 1 }, proxy, { forwarded: `for=${client};proto=https;by=10.0.0.1` }, client],
    [
      "Forwarded, quoted, with a port",
      { hops: 1 },
      proxy,
      { forwarded: 'For="[2001:db8::1]:443"' },
      "2001:db8::1",
    ],
    ["Forwarded, two hops", { hops: 2 }, proxy, { forwarded: `for=${client}, for=10.0.0.2` }, client],
    ["Forwarded, hidden", { hops: 1 }, proxy, { forwarded: "for=_hidden" }, undefined],
    ["Forwarded without for", { hops: 1 }, proxy, { forwarded: "proto=https" }, undefined],
    [
      "Forwarded, an open quote before",
      { hops: 1 },
      proxy,
      { forwarded: `for="1.1.1.1, for=${attacker}` },
      attacker,
    ],
    ["Forwarded, a comma in quotes", { hops: 1 }, proxy, { forwarded: `for=${client};by="a,b"` }, undefined],
    [
      "Forwarded, twice in one element",
      { hops: 1 },
      proxy,
      { forwarded: `for=${client};for=127.0.0.1` },
      client,
    ],
    [
      "both headers, which agree",
      { hops: 1 },
      proxy,
      { ...xff("1.1.1.1", client), forwarded: `for="${client}:443"` },
      client,
    ],
    [
      "X-Forwarded-For from a client, where the proxy writes Forwarded",
      { hops: 1 },
      proxy,
      { ...xff("127.0.0.1"), forwarded: `for=${attacker}` },
      undefined,
    ],
    [
      "the same, said",
      { hops: 1, header: "forwarded" },
      proxy,
      { ...xff("127.0.0.1"), forwarded: `for=${attacker}` },
      attacker,
    ],
    [
      "Forwarded from a client, where the proxy is said to write X-Forwarded-For",
      { cidrs: ["10.0.0.0/8"], header: "x-forwarded-for" },
      proxy,
      { ...xff(attacker), forwarded: "for=127.0.0.1" },
      attacker,
    ],
    ["the other header alone", { hops: 1, header: "forwarded" }, proxy, xff("127.0.0.1"), proxy],
    [
      "both from a peer that is no proxy",
      { cidrs: ["10.0.0.0/8"] },
      attacker,
      { ...xff(client), forwarded: "for=::1" },
      attacker,
    ],
  ])("%s", async (_, trust, remoteAddress, headers, expected) => {
    expect(await clientOf(trust, { remoteAddress }, headers)).toBe(expected);
  });

  it("what the platform vouches for counts before any header", async () => {
    const addresses = { remoteAddress: proxy, platformAddress: client };
    for (const trust of ["none", { hops: 1 }, { cidrs: ["10.0.0.0/8"] }, undefined] as const) {
      expect(await clientOf(trust, addresses, xff(attacker))).toBe(client);
    }
  });
});

it("answers nothing but 500, and does not start, where the code that finds the client cannot be loaded", async () => {
  vi.doMock("../../../../templates/packages/core/src/proxy/client-address.ts", () => {
    throw new Error("gone");
  });
  try {
    const { app, lines } = loggedApp({ trustProxy: "loopback" });
    app.get("/", { responses: ok }, hello);
    for (let i = 0; i < 2; i++) expect((await app.request("/")).status).toBe(500);
    await expect(app[adapterPort].start()).rejects.toThrow();
    expect(lines.filter((line) => line.msg === "Unhandled error")).toHaveLength(2);
  } finally {
    vi.doUnmock("../../../../templates/packages/core/src/proxy/client-address.ts");
  }
});

it("headers that disagree are logged, and let nobody past ipRestriction()", async () => {
  const { app, lines } = loggedApp({ trustProxy: { hops: 1 } });
  app.get("/", { responses: ok, hooks: ipRestriction({ allow: ["127.0.0.0/8"] }) }, hello);
  const headers = { ...xff("127.0.0.1"), forwarded: `for=${attacker}` };
  for (let i = 0; i < 3; i++) expect((await app.request("/", { headers })).status).toBe(403);
  const logged = lines.filter((line) => line["code"] === "proxy-headers-disagree");
  expect(logged).toEqual([expect.objectContaining({ level: "warn", setting: "trustProxy.header" })]);
});

describe("forwarded headers that nobody decided on", () => {
  const names = [
    "forwarded",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-forwarded-port",
    "x-real-ip",
  ];

  it.each(names)("%s is refused in production with a 500, and one line that names the fix", async (name) => {
    const { app, lines } = loggedApp();
    app.get("/", { responses: ok }, hello);
    for (let i = 0; i < 3; i++) {
      const response = await app.request("/", { headers: { [name]: "for=1.2.3.4" } });
      expect(response.status).toBe(500);
      expect((await problemOf(response)).detail).toBeUndefined();
    }
    expect((await app.request("/missing", { headers: { [name]: "x" } })).status).toBe(500);
    const logged = lines.filter((line) => line.level === "error");
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatchObject({ code: "proxy-undecided", header: name, setting: "trustProxy" });
    expect((await app.request("/")).status).toBe(200);
  });

  it.each([
    ["none", { trustProxy: "none" }],
    ["hops", { trustProxy: { hops: 1 } }],
    ["the alias", { behindProxy: { hops: 1 } }],
    ["development", { env: "development" }],
    ["test", { env: "test" }],
  ] as const)("%s accepts the request", async (_, options) => {
    const app = quietApp(options).get("/", { responses: ok }, hello);
    expect((await app.request("/", { headers: xff(client) })).status).toBe(200);
  });
});

it("a rate limit counts by the client inside the trust boundary, IPv6 by /56", async () => {
  const app = quietApp({ trustProxy: { hops: 1 } }).use(rateLimit({ windowMs: 60_000, max: 1 }));
  app.get("/", { responses: ok }, hello);
  const from = async (...chain: string[]) => (await app.request("/", { headers: xff(...chain) })).status;
  expect(await from("2001:db8:0:1::1")).toBe(200);
  expect(await from("2001:db8:0:ff::2")).toBe(429);
  expect(await from("2001:db8:0:100::1")).toBe(200);
  expect(await from("1.2.3.4", "2001:db8:0:1::1")).toBe(429);
  expect(await from(client)).toBe(200);
  expect(await from(`::ffff:${client}`)).toBe(429);
});

describe("parseTrustProxy", () => {
  it.each<[string | undefined, TrustProxy | undefined]>([
    [undefined, undefined],
    ["", undefined],
    ["unset", undefined],
    ["none", "none"],
    ["loopback", "loopback"],
    ["hops:1", { hops: 1 }],
    ["hops:64", { hops: 64 }],
    ["cidr:10.0.0.0/8, 2001:db8::/32", { cidrs: ["10.0.0.0/8", "2001:db8::/32"] }],
  ])("%s", (text, trust) => expect(parseTrustProxy(text)).toEqual(trust));

  it.each([
    "true",
    "1",
    "hops:0",
    "hops:65",
    "hops:-1",
    "hops:1x",
    "hops:",
    "cidr:",
    "cidr:10.0.0.0/33",
    "cidr:x",
    "NONE",
    "10.0.0.0/8",
  ])("refuses %s", (text) => expect(() => parseTrustProxy(text)).toThrow());
});
