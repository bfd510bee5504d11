import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  type LoginThrottleOptions,
  loginThrottle,
  MemoryRateLimitStore,
  type RateLimitStore,
  UnauthorizedError,
} from "../../../../templates/packages/core/src/index.ts";
import { later, loggedApp } from "../apps.ts";

const minute = 60_000;

/** A login with one right password for every account; the client's address is what the test says it is. */
function loginApp(options: LoginThrottleOptions = {}) {
  const clock = { now: 100 * 15 * minute };
  const keys: string[] = [];
  const memory = new MemoryRateLimitStore({ now: () => clock.now });
  const store: RateLimitStore = {
    hit(key, windowMs) {
      keys.push(key);
      return memory.hit(key, windowMs);
    },
    refund: (key, windowMs) => memory.refund(key, windowMs),
  };
  const { app, lines } = loggedApp({ trustProxy: { hops: 1 } });
  let asked = 0;
  app.post(
    "/login",
    {
      auth: "public",
      hooks: loginThrottle({ store, ...options }),
      request: { body: z.object({ email: z.string(), password: z.string() }) },
      responses: { 200: { description: "Signed in" } },
    },
    async ({ body }) => {
      asked += 1;
      await later(0);
      if (body.password === "boom") throw new Error("the database is gone");
      if (body.password !== "right") throw new UnauthorizedError("No.");
      return { status: 200 };
    },
  );
  const attempt = (email: string, password: string, address = "203.0.113.7", body?: string) =>
    app.request("http://localhost/login", {
      method: "POST",
      headers: { "content-type": "application/json", "x-forwarded-for": address },
      body: body ?? JSON.stringify({ email, password }),
    });
  const login = async (...args: Parameters<typeof attempt>) => (await attempt(...args)).status;
  return { attempt, login, clock, keys, lines, asked: () => asked };
}

async function inTurn(count: number, attempt: (i: number) => Promise<number>): Promise<number[]> {
  const statuses: number[] = [];
  for (let i = 0; i < count; i++) statuses.push(await attempt(i));
  return statuses;
}

const fiveThenRefused = [401, 401, 401, 401, 401, 429, 429];

describe("the attacks", () => {
  it("one address tries many passwords of one account", async () => {
    const { login, asked } = loginApp();
    expect(await inTurn(7, (i) => login("a@example.com", `guess${i}`))).toEqual(fiveThenRefused);
    expect(asked()).toBe(5);
  });

  it("one address tries many accounts (spraying)", async () => {
    const { login } = loginApp();
    expect(await inTurn(7, (i) => login(`user${i}@example.com`, "Winter2026"))).toEqual(fiveThenRefused);
  });

  it("many addresses try one account (a botnet)", async () => {
    const { login } = loginApp();
    expect(await inTurn(7, (i) => login("a@example.com", "x", `198.51.100.${i}`))).toEqual(fiveThenRefused);
  });

  it("one subscriber changes addresses within their IPv6 network", async () => {
    const { login } = loginApp();
    const from = (i: number) => login(`user${i}@example.com`, "x", `2001:db8:7:${i}::${i}`);
    expect(await inTurn(7, from)).toEqual(fiveThenRefused);
  });

  it("one account is spelt in many ways", async () => {
    const { login } = loginApp();
    const spellings = [
      "a@example.com",
      "A@Example.com",
      " a@example.com ",
      "ａ@example.com",
      "a@EXAMPLE.com",
    ];
    const from = (i: number) => login(spellings[i % 5] ?? "", "x", `198.51.100.${i}`);
    expect(await inTurn(7, from)).toEqual(fiveThenRefused);
  });

  it("a hundred attempts at once, before the first has failed", async () => {
    const { login, asked } = loginApp();
    const all = await Promise.all(
      Array.from({ length: 100 }, (_, i) => login("a@example.com", "x", `198.51.100.${i}`)),
    );
    expect(all.filter((status) => status === 401)).toHaveLength(5);
    expect(asked()).toBe(5);
  });

  it("an attacker signs in to an account of their own in between", async () => {
    const { login } = loginApp();
    const statuses = await inTurn(14, (i) =>
      i % 2 === 1 ? login("attacker@example.com", "right") : login("a@example.com", `guess${i}`),
    );
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    expect(statuses.slice(-4)).toEqual([429, 429, 429, 429]);
  });

  it("the right password after five wrong ones tells nothing", async () => {
    const { attempt, login } = loginApp();
    await inTurn(5, () => login("a@example.com", "x"));
    const [right, wrong] = [await attempt("a@example.com", "right"), await attempt("a@example.com", "x")];
    expect([right.status, wrong.status]).toEqual([429, 429]);
    expect([...right.headers.keys()]).toEqual([...wrong.headers.keys()]);
  });

  it("a guess makes the application fail", async () => {
    const { login } = loginApp();
    expect(await inTurn(6, () => login("a@example.com", "boom"))).toEqual([500, 500, 500, 500, 500, 429]);
  });

  it("bodies that no login has are refused unread after five", async () => {
    const { login } = loginApp();
    expect(await inTurn(6, () => login("", "", "203.0.113.7", "{"))).toEqual([400, 400, 400, 400, 400, 429]);
  });
});

describe("the honest", () => {
  it("sign in as often as they like", async () => {
    const { login } = loginApp();
    expect(await inTurn(20, () => login("a@example.com", "right"))).toEqual(Array(20).fill(200));
  });

  it("come in again after fifteen minutes, also when a stranger hammers at the lock", async () => {
    const { attempt, login, clock } = loginApp();
    await inTurn(5, (i) => login("a@example.com", "x", `198.51.100.${i}`));
    const refused = await attempt("a@example.com", "right");
    expect(refused.status).toBe(429);
    const wait = Number(refused.headers.get("retry-after"));
    expect(wait).toBeLessThanOrEqual(2 * 15 * 60);
    for (let waited = 0; waited < wait; waited += 60) {
      await login("a@example.com", "x", "198.51.100.99");
      clock.now += 60_000;
    }
    clock.now += 60_000;
    expect(await login("a@example.com", "right")).toBe(200);
  });

  it("other accounts at other addresses are not concerned", async () => {
    const { login } = loginApp();
    await inTurn(7, () => login("a@example.com", "x"));
    expect(await login("b@example.com", "right", "198.51.100.1")).toBe(200);
  });
});

describe("options", () => {
  it("max and maxPerAddress are for accounts and addresses", async () => {
    const { login } = loginApp({ max: 2, maxPerAddress: 3, windowMs: 1000 });
    expect(await inTurn(5, (i) => login(i < 3 ? "a@example.com" : `b${i}@example.com`, "x"))).toEqual([
      401, 401, 429, 429, 429,
    ]);
  });

  it("account and failed say what a login is, where it is unlike the usual one", async () => {
    const { login, keys } = loginApp({ account: () => undefined, failed: (status) => status === 200 });
    expect(await inTurn(7, () => login("a@example.com", "x"))).toEqual(Array(7).fill(401));
    expect(keys.every((key) => key.includes(":address:203.0.113.7"))).toBe(true);
    expect(await inTurn(6, () => login("a@example.com", "right"))).toEqual([200, 200, 200, 200, 200, 429]);
  });

  it("a shared store sees no name of an account, and keys of bounded length", async () => {
    const { login, keys } = loginApp({ groupId: "g" });
    await login("a@example.com", "x");
    await login("b".repeat(50_000), "x");
    expect(keys.join()).not.toContain("example.com");
    for (const key of keys) expect(key).toMatch(/^g:(?:address:203\.0\.113\.7|account:[\w-]{43})$/);
  });

  it("a refusal is logged with its setting, without the name", async () => {
    const { login, lines } = loginApp();
    await inTurn(6, () => login("a@example.com", "x"));
    const line = lines.find(({ code }) => code === "login-throttled");
    expect(line).toMatchObject({ level: "warn", setting: "loginThrottle", max: 5 });
    expect(JSON.stringify(lines)).not.toContain("example.com");
  });

  it("lets in what a store could not count, and not what it refuses to", async () => {
    const open = { hit: async () => undefined, refund: async () => {} };
    expect(await loginApp({ store: open }).login("a@example.com", "right")).toBe(200);
    const broken = { hit: () => Promise.reject(new Error("down")), refund: async () => {} };
    expect(await loginApp({ store: broken }).login("a@example.com", "right")).toBe(500);
  });

  it.each<[LoginThrottleOptions, RegExp]>([
    [{ windowMs: 999 }, /windowMs/],
    [{ max: 0 }, /max must/],
    [{ max: Number.NaN, maxPerAddress: 1.5 }, /max must.*maxPerAddress/],
    [{ store: { hit: () => undefined } }, /refund/],
  ])("refuses %j", (options, message) => {
    expect(() => loginThrottle(options)).toThrow(message);
  });
});
