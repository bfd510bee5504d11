import type { RequestListener } from "node:http";
import { describe, expect, it, vi } from "vitest";
import { type Jwk, type JwkOptions, jwk } from "../../../../templates/packages/core/src/jwt/index.ts";
import { a, b, named, servers, setTime, setUp, token } from "./identity-provider.ts";
import { keysFor } from "./tokens.ts";

describe("an answer that is not taken", () => {
  const send =
    (text: string): RequestListener =>
    (_request, response) =>
      response.end(text);
  const good = JSON.stringify({ keys: [named(a, "a")] });

  it.each<[string, RequestListener]>([
    ["no JSON", send("<html>")],
    ["no set", send("[]")],
    ["keys that are no list", send('{"keys":{}}')],
    ["a name twice", send(`{"keys":[],${good.slice(1)}`)],
    ["another status", (_request, response) => response.writeHead(203).end(good)],
    ["more than 256 KiB", send(good.replace("{", `{"pad":"${"x".repeat(262_144)}",`))],
    ["a connection that breaks", (request) => request.socket.destroy()],
  ])("%s", async (_, answer) => {
    const { provider, ask } = await setUp();
    provider.answer = answer;
    expect(await ask(token(a, "a"))).toBe(503);
  });

  it("a redirect is followed on the same host and by https only", async () => {
    const { provider, ask, lines, jwksUri } = await setUp();
    const plain = await servers.http((_request, response) => response.end(good));
    const targets: [string, number][] = [
      ["https://id.test/jwks", 503],
      [`http://127.0.0.1:${plain.port}/jwks`, 503],
      [new URL("/moved", jwksUri).href, 200],
    ];
    const { answer } = provider;
    for (const [index, [location, status]] of targets.entries()) {
      setTime(5 * index);
      provider.answer = (request, response) => {
        if (request.url === "/moved") answer(request, response);
        else response.writeHead(302, { location }).end();
      };
      expect([location, await ask(token(a, "a"))]).toEqual([location, status]);
    }
    expect(JSON.stringify(lines)).toContain("allowHosts");
    expect(plain.connections()).toBe(0);
  });

  it("an answer that never ends is given up after five seconds", async () => {
    const timeouts = vi.spyOn(globalThis, "setTimeout");
    const { provider, ask } = await setUp();
    provider.answer = (_request, response) => response.write('{"keys":[');
    const pending = ask(token(a, "a"));
    await vi.waitFor(() => expect(provider.requests).toBe(1));
    const giveUp = timeouts.mock.calls.find(([, milliseconds]) => milliseconds === 5000)?.[0];
    if (giveUp === undefined) expect.unreachable("no limit of five seconds");
    giveUp();
    expect(await pending).toBe(503);
  });

  it("keys among others that are not understood are found", async () => {
    const { provider, ask } = await setUp();
    const strange = [
      null,
      "x",
      { kty: "AKP", kid: "a" },
      { kid: "a" },
      { ...keysFor("HS256").publicJwk, kid: "a" },
    ];
    provider.keys = [...(strange as Jwk[]), { ...named(b, "a"), use: "enc" }, named(a, "a")];
    expect(await ask(token(a, "a"))).toBe(200);
  });

  it("a set that publishes a private key does not verify with it", async () => {
    const { provider, ask } = await setUp();
    provider.keys = [{ ...a.privateJwk, kid: "a" }];
    expect(await ask(token(a, "a"))).toBe(401);
  });
});

describe("jwksUri", () => {
  const make = (options: Record<string, unknown>) => () =>
    jwk({ algorithms: ["ES256"], issuer: "i", audience: "a", ...options } as JwkOptions);

  it.each([
    "http://id.example/jwks",
    "http://127.0.0.1/jwks",
    "file:///etc/passwd",
    "https://u:p@id.example/",
    "id.example",
    "",
    1,
  ])("%j is refused", (jwksUri) => {
    expect(make({ jwksUri })).toThrow(/jwksUri must be an https URL/);
  });

  it.each([
    [{ fetchTtlSeconds: 0 }],
    [{ fetchTtlSeconds: Number.NaN }],
    [{ maxStaleSeconds: -1 }],
    [{ maxStaleSeconds: Number.POSITIVE_INFINITY }],
  ])("%j is refused", (options) => {
    expect(make({ jwksUri: "https://id.example/", ...options })).toThrow(/must be a number of seconds/);
  });

  it("inside of the network is refused unless its address is allowed", async () => {
    const { ask, lines } = await setUp({ allowAddresses: undefined });
    expect(await ask(token(a, "a"))).toBe(503);
    expect(JSON.stringify(lines)).toContain("loopback");
  });

  it("may be an IPv6 literal", () => {
    make({ jwksUri: "https://[2606:4700::1111]/jwks" })();
  });
});
