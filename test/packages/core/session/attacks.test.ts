import { describe, expect, it } from "vitest";
import type { SessionStore } from "../../../../templates/packages/core/src/session/index.ts";
import { MemorySessionStore, signValue } from "../../../../templates/packages/core/src/session/index.ts";
import { problemOf } from "../apps.ts";
import { Browser, strong, successor } from "./browser.ts";
import { cookieName, sessionApp } from "./session-app.ts";

const cookieOf = (browser: Browser) => browser.cookies.get(cookieName) ?? "";

describe("an id that was not given out", () => {
  it.each<[string, (cookie: string) => string | Promise<string>]>([
    ["without a signature", (cookie) => cookie.slice(0, 43)],
    ["with an empty signature", (cookie) => `${cookie.slice(0, 43)}.`],
    ["with another's signature", (cookie) => `${"A".repeat(43)}.${cookie.slice(44)}`],
    [
      "with a flipped character",
      (cookie) => cookie.slice(0, -2) + (cookie.at(-2) === "A" ? "B" : "A") + cookie.at(-1),
    ],
    [
      "with unused bits of the last character set",
      (cookie) => cookie.slice(0, -1) + nextSpelling(cookie.at(-1)),
    ],
    ["with padding", (cookie) => `${cookie}=`],
    ["with more behind it", (cookie) => `${cookie}.${cookie.slice(44)}`],
    ["in quotes and brackets", (cookie) => `"[${cookie}]"`],
    ["signed as a value with the same secret", (cookie) => signValue(cookie.slice(0, 43), strong)],
    [
      "with the signature of a value that is the very text",
      async (cookie) => {
        const id = cookie.slice(0, 43);
        const signed = await signValue(`daloy.session\n${cookieName}\n${id}`, strong);
        return `${id}.${signed.slice(-43)}`;
      },
    ],
    ["signed with another secret", (cookie) => signValue(cookie.slice(0, 43), successor)],
    ["with the name of a property", () => "__proto__.constructor"],
    ["empty", () => ""],
    ["endless", () => "a".repeat(4000)],
  ])("%s is never adopted, never looked up, and says nothing", async (_, forge) => {
    const asked: string[] = [];
    const inner = new MemorySessionStore();
    const store = spied(inner, asked);
    const { within, visitor, attacker } = sessionApp({ store });
    await within(visitor, (session) => session.set("secret", 1));
    asked.length = 0;
    const forged = await forge(cookieOf(visitor));
    attacker.cookies.set(cookieName, forged);
    const response = await within(attacker, (session) => [
      session.get("secret") ?? null,
      session.saved,
      session.id,
    ]);
    const [secret, saved, id] = (await response.json()) as [unknown, boolean, string];
    expect([secret, saved, asked]).toEqual([null, false, []]);
    expect(id).toHaveLength(43);
    expect(forged).not.toContain(id);
  });

  it("is not adopted although it is signed, when the store does not have it (any more)", async () => {
    const { within, visitor, attacker } = sessionApp();
    await within(attacker, (session) => session.set("a", 1));
    const planted = cookieOf(attacker);
    await within(attacker, (session) => session.destroy());
    visitor.cookies.set(cookieName, planted);
    await within(visitor, (session) => session.set("card", 1));
    expect(cookieOf(visitor)).not.toContain(planted.slice(0, 43));
    attacker.cookies.set(cookieName, planted);
    const response = await within(attacker, (session) => session.get("card") ?? null);
    expect(await response.json()).toBeNull();
  });

  it("of two cookies of one name the first counts alone", async () => {
    const { app, within, visitor, attacker } = sessionApp();
    await within(visitor, (session) => session.set("who", "visitor"));
    await within(attacker, (session) => session.set("who", "attacker"));
    const broken = new Browser(app, { x: `1; ${cookieName}=forged; ${cookieName}=${cookieOf(visitor)}` });
    const response = await within(broken, (session) => session.get("who") ?? null);
    expect(await response.json()).toBeNull();
  });
});

describe("fixation: a session that an attacker planted", () => {
  it.each(["user", "userId", "role", "roles", "scopes"])(
    "is worth nothing once %s is set in it",
    async (key) => {
      const { within, kept, visitor, attacker } = sessionApp();
      await within(attacker, (session) => session.set("cart", ["planted"]));
      visitor.cookies.set(cookieName, cookieOf(attacker));
      const before = cookieOf(attacker);
      await within(visitor, (session) => session.set(key, "ann"));
      expect(cookieOf(visitor)).not.toBe(before);
      expect([await kept(visitor, key), await kept(visitor, "cart")]).toEqual(["ann", ["planted"]]);
      attacker.cookies.set(cookieName, before);
      expect([await kept(attacker, key), await kept(attacker, "cart")]).toEqual([undefined, undefined]);
    },
  );

  it("is moved when rights are dropped or changed, and not when they stay", async () => {
    const { within, visitor } = sessionApp({ regenerateOn: ["level"] });
    await within(visitor, (session) => session.set("level", 1));
    const ids = [cookieOf(visitor)];
    for (const act of [1, 2, undefined, undefined]) {
      await within(visitor, (session) => (act ? session.set("level", act) : session.delete("level")));
      ids.push(cookieOf(visitor));
    }
    await within(visitor, (session) => session.set("user", "not a key of this app"));
    ids.push(cookieOf(visitor));
    const moved = ids.map((id, i) => i > 0 && id.slice(0, 43) !== ids[i - 1]?.slice(0, 43));
    expect(moved).toEqual([false, false, true, true, false, false]);
  });

  it("is moved by regenerate(), with everything in it", async () => {
    const { within, kept, visitor, attacker, store } = sessionApp();
    await within(visitor, (session) => session.set("a", 1));
    attacker.cookies.set(cookieName, cookieOf(visitor));
    const response = await within(visitor, (session) => {
      const before = session.id;
      session.regenerate();
      session.regenerate();
      return [before !== session.id, session.get("a"), session.saved];
    });
    expect(await response.json()).toEqual([true, 1, false]);
    expect([await kept(visitor, "a"), await kept(attacker, "a")]).toEqual([1, undefined]);
    expect((store as MemorySessionStore).size).toBe(1);
  });

  it("is moved although nothing is in it", async () => {
    const { within, visitor } = sessionApp({ saveUninitialized: true });
    await within(visitor, () => null);
    const before = cookieOf(visitor);
    await within(visitor, (session) => session.regenerate());
    expect(cookieOf(visitor)).not.toBe(before);
    expect(await (await within(visitor, (session) => session.saved)).json()).toBe(true);
  });
});

describe("requests at the same time", () => {
  /** A request that has its session already and waits until it is let go. */
  async function held(
    app: ReturnType<typeof sessionApp>,
    browser: Browser,
    act: Parameters<typeof app.within>[1],
  ): Promise<() => Promise<Response>> {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let response: Promise<Response> | undefined;
    await new Promise<void>((entered) => {
      response = app.within(browser, async (session, context) => {
        entered();
        await released;
        return act(session, context);
      });
    });
    return () => {
      release();
      return response ?? Promise.reject(new Error("It was not sent."));
    };
  }

  async function signedIn() {
    const app = sessionApp();
    await app.within(app.visitor, (session) => {
      session.set("user", "ann");
      session.set("cart", [1]);
    });
    const slow = new Browser(app.app, Object.fromEntries(app.visitor.cookies));
    return { ...app, slow, cookie: cookieOf(app.visitor) };
  }

  it.each<[string, Parameters<ReturnType<typeof sessionApp>["within"]>[1]]>([
    ["reads", (session) => session.get("user")],
    ["changes", (session) => session.set("cart", 1)],
    ["deletes", (session) => session.delete("cart")],
    ["regenerates", (session) => session.regenerate()],
    ["sets and destroys", (session) => [session.set("x", 1), session.destroy()]],
  ])("one that %s does not bring back what another destroyed", async (_, act) => {
    const app = await signedIn();
    const finish = await held(app, app.slow, act);
    await app.within(app.visitor, (session) => session.destroy());
    const response = await finish();
    expect(response.status).toBe(200);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect((app.store as MemorySessionStore).size).toBe(0);
    app.visitor.cookies.set(cookieName, app.cookie);
    expect(await app.kept(app.visitor, "user")).toBeUndefined();
    expect(app.lines).toContainEqual(expect.objectContaining({ level: "warn", code: "session-gone" }));
  });

  it("one that signs in anew keeps what it set itself, and nothing of what another destroyed", async () => {
    const app = await signedIn();
    const finish = await held(app, app.slow, (session) => {
      session.set("user", "bob");
    });
    await app.within(app.visitor, (session) => session.destroy());
    await finish();
    expect(await app.kept(app.slow, "user")).toBe("bob");
    expect(await app.kept(app.slow, "cart")).toBeUndefined();
  });

  it("a late response does not replace the cookie of a sign-in by the old one", async () => {
    const app = await signedIn();
    const finish = await held(app, app.slow, () => null);
    await app.within(app.visitor, (session) => session.set("role", "admin"));
    const response = await finish();
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  it("changes of different entries are all kept", async () => {
    const app = await signedIn();
    const finish = await held(app, app.slow, (session) => session.set("a", 1));
    await app.within(app.visitor, (session) => session.set("b", 2));
    await finish();
    expect([await app.kept(app.visitor, "a"), await app.kept(app.visitor, "b")]).toEqual([1, 2]);
  });
});

describe("a store that fails", () => {
  const failing = (method: keyof SessionStore, how: () => never | Promise<never>): SessionStore => {
    const inner = new MemorySessionStore();
    return { ...bound(inner), [method]: how } as SessionStore;
  };

  it.each<[string, keyof SessionStore, number]>([
    ["while it loads", "load", 503],
    ["while it saves a new session", "create", 500],
    ["while it renews", "update", 500],
    ["while it destroys", "destroy", 500],
  ])("%s lets nobody on, and sets no cookie", async (_, method, status) => {
    for (const how of [
      () => {
        throw new Error("down");
      },
      () => Promise.reject(new Error("down")),
    ]) {
      const working = sessionApp();
      await working.within(working.visitor, (session) => session.set("user", "ann"));
      const store = failing(method, how);
      const entries = await working.store.load(await stored(cookieOf(working.visitor)));
      if (entries && method !== "create")
        await store.create?.(await stored(cookieOf(working.visitor)), entries, 60);
      const app = sessionApp({ store });
      let ran = false;
      if (method !== "create") app.visitor.cookies.set(cookieName, cookieOf(working.visitor));
      const response = await app.within(app.visitor, (session) => {
        ran = true;
        if (method === "create") session.set("a", 1);
        if (method === "destroy") session.destroy();
        return "the page";
      });
      expect(response.status).toBe(status);
      expect(ran).toBe(method !== "load");
      expect(response.headers.getSetCookie()).toEqual([]);
      expect(JSON.stringify(await problemOf(response))).not.toContain("the page");
      expect(app.lines).toContainEqual(
        expect.objectContaining({ level: "error", code: "session-store-failed", setting: "session.store" }),
      );
    }
  });

  it("does not matter to a visitor without a session", async () => {
    const { within, visitor } = sessionApp({
      store: failing("load", () => Promise.reject(new Error("down"))),
    });
    expect((await within(visitor, () => "page")).status).toBe(200);
  });
});

describe("what is logged", () => {
  it("never holds a cookie, an id or a secret", async () => {
    const { within, visitor, lines } = sessionApp();
    await within(visitor, (session) => session.set("user", "ann"));
    const stale = cookieOf(visitor);
    await within(visitor, (session) => session.destroy());
    visitor.cookies.set(cookieName, stale);
    await within(visitor, () => {
      throw new Error("no");
    });
    const text = JSON.stringify(lines);
    for (const secret of [stale, stale.slice(0, 43), strong]) expect(text).not.toContain(secret);
  });
});

async function stored(cookie: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(cookie.slice(0, 43)));
  return Buffer.from(digest).toString("base64url");
}

function bound(store: SessionStore): SessionStore {
  return {
    load: (id) => store.load(id),
    create: (...all) => store.create(...all),
    update: (...all) => store.update(...all),
    destroy: (id) => store.destroy(id),
  };
}

function spied(store: SessionStore, asked: string[]): SessionStore {
  return {
    ...bound(store),
    load(id) {
      asked.push(id);
      return store.load(id);
    },
  };
}

/** The other texts that a lax decoder takes for the same last byte differ in the two lowest bits. */
function nextSpelling(last = "A"): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return alphabet[alphabet.indexOf(last) ^ 1] ?? "";
}
