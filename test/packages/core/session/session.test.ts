import { describe, expect, it, vi } from "vitest";
import { App, type Hooks } from "../../../../templates/packages/core/src/index.ts";
import { MemorySessionStore, session } from "../../../../templates/packages/core/src/session/index.ts";
import { Browser, strong, successor } from "./browser.ts";
import { cookieName, sessionApp } from "./session-app.ts";

const idOf = (browser: Browser) => browser.cookies.get(cookieName)?.split(".")[0] ?? "";

describe("a session", () => {
  it("is there for every visitor, and costs one who sets nothing neither a cookie nor a place in the store", async () => {
    const { store, within, visitor } = sessionApp();
    const response = await within(visitor, (session) => [session.saved, session.get("a") === undefined]);
    expect(await response.json()).toEqual([false, true]);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect((store as MemorySessionStore).size).toBe(0);
  });

  it("is kept with saveUninitialized, although nothing was set", async () => {
    const { within, visitor } = sessionApp({ saveUninitialized: true });
    await within(visitor, () => null);
    const id = idOf(visitor);
    const again = await within(visitor, (session) => [session.saved, session.id]);
    expect(await again.json()).toEqual([true, id]);
  });

  it("brings back what was set, and forgets what was deleted", async () => {
    const { within, kept, visitor, attacker } = sessionApp();
    await within(visitor, (session) => {
      session.set("cart", { items: [1, "two", null], ключ: true });
      session.set("gone", 1);
      session.delete("gone");
    });
    expect(await kept(visitor, "cart")).toEqual({ items: [1, "two", null], ключ: true });
    await within(visitor, (session) => session.set("gone", 2));
    await within(visitor, (session) => session.delete("gone"));
    expect(await kept(visitor, "gone")).toBeUndefined();
    expect(await kept(visitor, "cart")).toBeDefined();
    expect(await kept(attacker, "cart")).toBeUndefined();
  });

  it("is saved when the handler throws", async () => {
    const { within, kept, visitor } = sessionApp();
    const response = await within(visitor, (session) => {
      session.set("attempts", 1);
      throw new Error("no");
    });
    expect([response.status, await kept(visitor, "attempts")]).toEqual([500, 1]);
  });

  it("is saved with a Response of the handler's own", async () => {
    const { within, kept, visitor } = sessionApp();
    await within(visitor, (session) => {
      session.set("a", 1);
      return new Response("own", { headers: { "set-cookie": "other=1" } });
    });
    expect([visitor.cookies.get("other"), await kept(visitor, "a")]).toEqual(["1", 1]);
  });

  it("is what came last where an entry was set and deleted in one request", async () => {
    const store = new MemorySessionStore();
    const update = vi.spyOn(store, "update");
    const { within, kept, visitor } = sessionApp({ store });
    await within(visitor, (session) => [session.set("a", 1), session.set("b", 1)]);
    await within(visitor, (session) => [
      session.delete("a"),
      session.set("a", 2),
      session.set("b", 2),
      session.delete("b"),
    ]);
    expect(update.mock.lastCall?.[1]).toEqual({ set: new Map([["a", "2"]]), removed: new Set(["b"]) });
    expect([await kept(visitor, "a"), await kept(visitor, "b")]).toEqual([2, undefined]);
  });

  it("is one, and saved once, although the same hooks stand twice in the chain", async () => {
    const store = new MemorySessionStore();
    const create = vi.spyOn(store, "create");
    const hooks = session({ secret: strong, store });
    const seen: unknown[] = [];
    const look: Hooks = {
      preBody(context) {
        seen.push(context.state.session);
      },
    };
    const app = new App({ env: "test", logger: false }).use([hooks, look, hooks, look]);
    app.get("/", { responses: { 200: {} } }, ({ state }) => {
      state.session?.set("a", 1);
      return { status: 200 };
    });
    const response = await app.request("/");
    expect([response.headers.getSetCookie().length, create.mock.calls.length, seen[0] === seen[1]]).toEqual([
      1,
      1,
      true,
    ]);
  });

  it("gives copies: only what is set is kept", async () => {
    const { within, kept, visitor } = sessionApp();
    await within(visitor, (session) => {
      const list = [1];
      session.set("list", list);
      list.push(2);
      (session.get("list") as number[]).push(3);
    });
    expect(await kept(visitor, "list")).toEqual([1]);
  });

  it("refuses changes after it was saved", async () => {
    const { within, visitor } = sessionApp();
    let late: (() => void)[] = [];
    await within(visitor, (session) => {
      late = [
        () => session.set("a", 1),
        () => session.delete("a"),
        () => session.destroy(),
        () => session.regenerate(),
      ];
    });
    for (const change of late) expect(change).toThrow(/change it before the handler returns/);
  });

  it("refuses what is no JSON, and more than 65,536 characters in all", async () => {
    const { within, visitor } = sessionApp();
    const response = await within(visitor, (session) => {
      expect(() => session.set("a", undefined)).toThrow(TypeError);
      expect(() => session.set("a", () => 1)).toThrow(TypeError);
      expect(() => session.set("a", 1n)).toThrow(TypeError);
      session.set("a", "x".repeat(40_000));
      expect(() => session.set("b", "x".repeat(30_000))).toThrow(RangeError);
      session.set("a", "x".repeat(30_000));
      session.set("b", "x".repeat(30_000));
      session.delete("a");
      session.set("c", "x".repeat(30_000));
      expect(() => session.set("d", "x".repeat(10_000))).toThrow(RangeError);
      session.destroy();
      session.set("d", "x".repeat(60_000));
    });
    expect(response.status).toBe(200);
    await within(visitor, (session) =>
      expect(() => session.set("e", "x".repeat(10_000))).toThrow(RangeError),
    );
  });

  it("has keys like any other where Object.prototype has them", async () => {
    const { within, kept, visitor } = sessionApp();
    expect(await kept(visitor, "constructor")).toBeUndefined();
    await within(visitor, (session) => session.set("__proto__", { polluted: 1 }));
    expect(await kept(visitor, "__proto__")).toEqual({ polluted: 1 });
    expect(await kept(visitor, "toString")).toBeUndefined();
  });
});

describe("the cookie", () => {
  it("is HttpOnly, Secure, SameSite=Lax, Path=/, and lives as long as the session", async () => {
    const { within, visitor } = sessionApp();
    const response = await within(visitor, (session) => session.set("a", 1));
    const [cookie = "", ...others] = response.headers.getSetCookie();
    expect(others).toEqual([]);
    expect(cookie.replace(/=[\w-]{43}\.[\w-]{43};/, "=<id>.<signature>;")).toBe(
      "__Host-daloy.sid=<id>.<signature>; Path=/; Max-Age=86400; HttpOnly; Secure; SameSite=Lax",
    );
  });

  it("takes other attributes, except HttpOnly", async () => {
    const cookie = {
      domain: "example.com",
      path: "/app",
      sameSite: "None",
      partitioned: true,
      httpOnly: false,
    } as const;
    const { within, visitor } = sessionApp({ cookieName: "__Secure-sid", cookie, ttlSeconds: 60 });
    const [line] = (await within(visitor, (session) => session.set("a", 1))).headers.getSetCookie();
    expect(line).toMatch(
      /^__Secure-sid=[\w.-]{87}; Domain=example.com; Path=\/app; Max-Age=60; HttpOnly; Secure; SameSite=None; Partitioned$/,
    );
  });

  it("holds 256 random bits that the store does not know", async () => {
    const { app, within, store } = sessionApp();
    const ids = new Set<string>();
    for (let i = 0; i < 200; i++) {
      const visitor = new Browser(app);
      await within(visitor, (session) => session.set("a", 1));
      ids.add(idOf(visitor));
      expect(await store.load(idOf(visitor))).toBeUndefined();
    }
    expect(ids.size).toBe(200);
    for (const id of ids) expect(Buffer.from(id, "base64url")).toHaveLength(32);
  });

  it("is renewed by each response, and the session with it", async () => {
    let time = 0;
    const store = new MemorySessionStore({ now: () => time });
    const { within, kept, visitor } = sessionApp({ store, ttlSeconds: 10 });
    await within(visitor, (session) => session.set("a", 1));
    for (let i = 0; i < 5; i++) {
      time += 9000;
      expect(await kept(visitor, "a")).toBe(1);
    }
    const response = await within(visitor, () => null);
    expect(response.headers.getSetCookie()).toHaveLength(1);
    time += 10_000;
    expect(await kept(visitor, "a")).toBeUndefined();
  });

  it("is set once where rolling is off, and the session ends at its time", async () => {
    let time = 0;
    const store = new MemorySessionStore({ now: () => time });
    const { within, kept, visitor } = sessionApp({ store, ttlSeconds: 10, rolling: false });
    await within(visitor, (session) => session.set("a", 1));
    time += 9000;
    const response = await within(visitor, (session) => session.set("b", 2));
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(await kept(visitor, "b")).toBe(2);
    time += 1000;
    expect(await kept(visitor, "a")).toBeUndefined();
  });

  it("is taken away with the session that is destroyed", async () => {
    const { app, within, kept, visitor, store } = sessionApp();
    await within(visitor, (session) => session.set("a", 1));
    const stolen = new Browser(app, Object.fromEntries(visitor.cookies));
    const response = await within(visitor, (session) => session.destroy());
    expect(response.headers.getSetCookie()).toEqual([
      "__Host-daloy.sid=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax",
    ]);
    expect((store as MemorySessionStore).size).toBe(0);
    for (const [name, value] of stolen.cookies) visitor.cookies.set(name, value);
    expect(await kept(visitor, "a")).toBeUndefined();
  });

  it("is not set when there was nothing to destroy", async () => {
    const { within, visitor } = sessionApp();
    const response = await within(visitor, (session) => {
      session.set("a", 1);
      session.destroy();
    });
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  it("begins anew with what is set after the session was destroyed", async () => {
    const { within, kept, visitor } = sessionApp();
    await within(visitor, (session) => session.set("a", 1));
    const old = idOf(visitor);
    await within(visitor, (session) => {
      session.destroy();
      session.set("flash", "bye");
    });
    expect([await kept(visitor, "a"), await kept(visitor, "flash")]).toEqual([undefined, "bye"]);
    expect(idOf(visitor)).not.toBe(old);
  });
});

describe("key rotation", () => {
  it("takes what an older secret signed, and issues it again under the first", async () => {
    const store = new MemorySessionStore();
    const before = sessionApp({ store, secret: strong, rolling: false });
    await before.within(before.visitor, (session) => session.set("a", 1));
    const [id, oldSignature] = before.visitor.cookies.get(cookieName)?.split(".") ?? [];

    const during = sessionApp({ store, secret: [successor, strong], rolling: false });
    during.visitor.cookies.set(cookieName, `${id}.${oldSignature}`);
    expect(await during.kept(during.visitor, "a")).toBe(1);
    const [sameId, newSignature] = during.visitor.cookies.get(cookieName)?.split(".") ?? [];
    expect(sameId).toBe(id);
    expect(newSignature).not.toBe(oldSignature);
    expect((await during.within(during.visitor, () => null)).headers.getSetCookie()).toEqual([]);

    const after = sessionApp({ store, secret: successor, rolling: false });
    after.visitor.cookies.set(cookieName, `${id}.${newSignature}`);
    expect(await after.kept(after.visitor, "a")).toBe(1);
    after.visitor.cookies.set(cookieName, `${id}.${oldSignature}`);
    expect(await after.kept(after.visitor, "a")).toBeUndefined();
  });

  it("keeps cookies of another name apart, although the secret is the same", async () => {
    const store = new MemorySessionStore();
    const first = sessionApp({ store });
    await first.within(first.visitor, (session) => session.set("a", 1));
    const second = sessionApp({ store, cookieName: "__Host-admin.sid" });
    second.visitor.cookies.set("__Host-admin.sid", first.visitor.cookies.get(cookieName) ?? "");
    expect(await second.kept(second.visitor, "a")).toBeUndefined();
  });
});

describe("caches", () => {
  it.each([
    [undefined, "no-store"],
    ["public, max-age=600", "no-store"],
    ["max-age=600", "no-store"],
    ["s-maxage=600, must-revalidate", "no-store"],
    ['private="set-cookie", max-age=60', "no-store"],
    ["private, max-age=60", "private, max-age=60"],
    ["max-age=60, Private", "max-age=60, Private"],
    ["no-store", "no-store"],
  ])("a response that sets the cookie and says %j leaves with %j", async (own, sent) => {
    const { within, visitor } = sessionApp();
    const headers = { ...(own && { "cache-control": own }), "cdn-cache-control": "max-age=600" };
    const response = await within(visitor, (session) => {
      session.set("a", 1);
      return new Response("page", { headers });
    });
    expect(response.headers.get("cache-control")).toBe(sent);
    expect(response.headers.get("cdn-cache-control")).toBeNull();
    expect(response.headers.get("vary")).toMatch(/cookie/i);
  });

  it("may keep what has nothing to do with a session", async () => {
    const { within, visitor } = sessionApp();
    const headers = { "cache-control": "public, max-age=600" };
    const response = await within(visitor, () => new Response("page", { headers }));
    expect([response.headers.get("cache-control"), response.headers.get("vary")]).toEqual([
      "public, max-age=600",
      null,
    ]);
  });

  it("are told that a page depends on the cookie as soon as the session was looked into", async () => {
    const { within, visitor } = sessionApp();
    const response = await within(visitor, (session) => session.get("a") ?? null);
    expect(response.headers.get("vary")).toBe("Cookie");
  });
});
