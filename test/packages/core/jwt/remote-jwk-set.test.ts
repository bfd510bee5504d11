import type { RequestListener } from "node:http";
import { describe, expect, it, vi } from "vitest";
import { jwt } from "../../../../templates/packages/core/src/jwt/index.ts";
import { loggedApp, ok } from "../apps.ts";
import { a, b, named, setTime, setUp, token } from "./identity-provider.ts";
import { claims, mint } from "./tokens.ts";

describe("fetching", () => {
  it("waits for the first token, and for one that could be good", async () => {
    const { provider, ask, app } = await setUp();
    app.ready();
    expect(provider.requests).toBe(0);
    expect(await ask("opaque")).toBe(401);
    expect(await ask(mint({ alg: "HS256" }, claims(), "HS256"))).toBe(401);
    expect(await ask(mint({ alg: "RS256" }, claims(), "RS256"))).toBe(401);
    expect(provider.requests).toBe(0);
    expect(await ask(token(a, "a"))).toBe(200);
    expect(await ask(token(a))).toBe(200);
    expect(provider.requests).toBe(1);
  });

  it("is shared by concurrent requests", async () => {
    const { provider, ask } = await setUp();
    const statuses = await Promise.all(Array.from({ length: 20 }, () => ask(token(a, "a"))));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(provider.requests).toBe(1);
  });

  it("is not shared on Workers, where a request cannot wait for another's I/O", async () => {
    const { provider, ask } = await setUp();
    vi.stubGlobal("navigator", { userAgent: "Cloudflare-Workers" });
    await Promise.all([ask(token(a, "a")), ask(token(a, "a"))]);
    expect(provider.requests).toBe(2);
    // Strangers still cannot multiply it.
    setTime(40);
    await Promise.all(["x", "y", "z"].map((kid) => ask(token(a, kid))));
    expect(provider.requests).toBe(3);
  });

  it("is done again after fetchTtlSeconds", async () => {
    const { provider, ask } = await setUp();
    await ask(token(a, "a"));
    setTime(299);
    await ask(token(a, "a"));
    expect(provider.requests).toBe(1);
    setTime(300);
    provider.keys = [named(b, "b")];
    expect(await ask(token(a, "a"))).toBe(401);
    expect(await ask(token(b, "b"))).toBe(200);
    expect(provider.requests).toBe(2);
  });

  it("is what jwt() does with a jwksUri", async () => {
    const { jwksUri } = await setUp();
    const { app } = loggedApp({ env: "test" });
    const hooks = jwt({
      jwksUri,
      algorithms: ["ES256"],
      issuer: "https://id.example",
      audience: "books",
      allowAddresses: ["127.0.0.1"],
    });
    app.get("/", { responses: ok, hooks }, () => ({ status: 200 }));
    const headers = { authorization: `Bearer ${token(a, "a")}` };
    expect((await app.request("/", { headers })).status).toBe(200);
  });
});

describe("an unknown kid", () => {
  it("causes one refresh, right after a rotation too", async () => {
    const { provider, ask } = await setUp();
    await ask(token(a, "a"));
    provider.keys = [named(a, "a"), named(b, "b")];
    setTime(1);
    expect(await ask(token(b, "b"))).toBe(200);
    expect(await ask(token(a, "a"))).toBe(200);
    expect(provider.requests).toBe(2);
  });

  it("causes no second one within 30 seconds, whoever asks", async () => {
    const { provider, ask } = await setUp();
    await ask(token(a, "a"));
    setTime(1);
    for (let i = 0; i < 20; i++) expect(await ask(token(b, `x${i}`))).toBe(401);
    expect(provider.requests).toBe(2);
    setTime(30);
    expect(await ask(token(b, "y"))).toBe(401);
    expect(provider.requests).toBe(2);
    setTime(31);
    provider.keys = [named(b, "y")];
    expect(await ask(token(b, "y"))).toBe(200);
    expect(provider.requests).toBe(3);
  });

  it("is shared by concurrent requests", async () => {
    const { provider, ask } = await setUp();
    await ask(token(a, "a"));
    provider.keys = [named(b, "b")];
    setTime(1);
    const statuses = await Promise.all(Array.from({ length: 20 }, () => ask(token(b, "b"))));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(provider.requests).toBe(2);
  });

  it("in the very first token causes a single fetch", async () => {
    const { provider, ask } = await setUp();
    expect(await ask(token(b, "b"))).toBe(401);
    expect(provider.requests).toBe(1);
  });

  it("that cannot be looked up leaves the known keys in force", async () => {
    const { provider, ask } = await setUp();
    await ask(token(a, "a"));
    provider.answer = (_request, response) => response.writeHead(500).end();
    setTime(1);
    expect(await ask(token(b, "b"))).toBe(401);
    expect(await ask(token(a, "a"))).toBe(200);
  });

  it("is not looked for where the token has none", async () => {
    const { provider, ask } = await setUp();
    provider.keys = [named(a, "a"), named(b, "b")];
    await ask(token(a, "a"));
    setTime(1);
    expect(await ask(token(a))).toBe(401);
    expect(provider.requests).toBe(1);
  });
});

describe("a provider that is down", () => {
  const down: RequestListener = (_request, response) => response.writeHead(503).end("down");

  it("is 503 before there are keys, asked again after five seconds", async () => {
    const { provider, ask, lines } = await setUp();
    const { answer } = provider;
    provider.answer = down;
    expect(await ask(token(a, "a"))).toBe(503);
    expect(await ask(token(a, "a"))).toBe(503);
    setTime(4);
    expect(await ask(token(a, "a"))).toBe(503);
    expect(provider.requests).toBe(1);
    expect(lines).toContainEqual(
      expect.objectContaining({ level: "error", code: "keys-unavailable", setting: "jwksUri" }),
    );
    setTime(5);
    provider.answer = answer;
    expect(await ask(token(a, "a"))).toBe(200);
  });

  it("leaves the last keys in force for maxStaleSeconds", async () => {
    const { provider, ask } = await setUp({ fetchTtlSeconds: 10, maxStaleSeconds: 100 });
    const { answer } = provider;
    await ask(token(a, "a"));
    provider.answer = down;
    for (const seconds of [10, 60, 109]) {
      setTime(seconds);
      expect(await ask(token(a, "a"))).toBe(200);
    }
    expect(provider.requests).toBe(4);
    setTime(110);
    expect(await ask(token(a, "a"))).toBe(503);
    setTime(120);
    provider.answer = answer;
    expect(await ask(token(a, "a"))).toBe(200);
  });

  it("is asked at most every 30 seconds while the last keys serve", async () => {
    const { provider, ask } = await setUp({ fetchTtlSeconds: 10 });
    await ask(token(a, "a"));
    provider.answer = down;
    for (const [seconds, requests] of [
      [10, 2],
      [39, 2],
      [40, 3],
      [69, 3],
    ] as const) {
      setTime(seconds);
      for (let i = 0; i < 5; i++) expect(await ask(token(a, "a"))).toBe(200);
      expect(provider.requests).toBe(requests);
    }
  });

  it("that is back is asked as if nothing had been", async () => {
    const { provider, ask } = await setUp({ fetchTtlSeconds: 10 });
    const { answer } = provider;
    provider.answer = down;
    expect(await ask(token(a, "a"))).toBe(503);
    provider.answer = answer;
    setTime(5);
    expect(await ask(token(a, "a"))).toBe(200);
    provider.keys = [named(b, "b")];
    setTime(15);
    expect(await ask(token(b, "b"))).toBe(200);
    expect(await ask(token(a, "a"))).toBe(401);
  });

  it("leaves nothing in force with maxStaleSeconds 0", async () => {
    const { provider, ask } = await setUp({ fetchTtlSeconds: 10, maxStaleSeconds: 0 });
    await ask(token(a, "a"));
    provider.answer = down;
    setTime(10);
    expect(await ask(token(a, "a"))).toBe(503);
  });
});
