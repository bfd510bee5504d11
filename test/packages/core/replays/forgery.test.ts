import { expect } from "vitest";
import { csrf } from "../../../../templates/packages/core/src/index.ts";
import { MemorySessionStore } from "../../../../templates/packages/core/src/session/index.ts";
import { ok, quietApp } from "../apps.ts";
import { strong, successor } from "../session/browser.ts";
import { cookieName, sessionApp } from "../session/session-app.ts";
import { replay, said } from "./replay.ts";

async function foreignPost(type: string | undefined): Promise<[status: number, handled: boolean]> {
  let handled = false;
  const app = quietApp().post("/", { responses: ok, auth: "public" }, () => {
    handled = true;
    return said("done");
  });
  const headers = { host: "app.example", origin: "https://evil.example" };
  const response = await app.request("http://app.example/", {
    method: "POST",
    headers: type === undefined ? headers : { ...headers, "content-type": type },
    body: new Blob(["a=1"]).stream(),
    duplex: "half",
  } as RequestInit);
  return [response.status, handled];
}

const csrfCookie = "__Host-daloy.csrf";

replay("forgery", {
  "CVE-2024-43787": async () => {
    for (const type of [
      "Application/x-www-form-urlencoded",
      "text/plain",
      "APPLICATION/JSON",
      "multipart/form-data",
    ]) {
      expect(await foreignPost(type)).toEqual([403, false]);
    }
  },
  "CVE-2024-48913": async () => expect(await foreignPost(undefined)).toEqual([403, false]),
  "CVE-2023-27495": async () => {
    const { within, visitor, attacker } = sessionApp({}, [csrf({ secret: successor })]);
    await within(visitor, (session) => session.set("user", "ann"));
    await within(attacker, (session) => session.set("user", "eve"));
    const own = visitor.cookies.get(csrfCookie) ?? "";
    const planted = attacker.cookies.get(csrfCookie) ?? "";
    expect([own, planted].map((token) => token.length > 40)).toEqual([true, true]);
    const write = (token: string) =>
      within(visitor, () => "done", { method: "POST", headers: { "x-csrf-token": token } });
    visitor.cookies.set(csrfCookie, planted);
    expect((await write(planted)).status).toBe(403);
    visitor.cookies.set(csrfCookie, own);
    expect((await write(own)).status).toBe(200);
  },
  "CVE-2023-29019": async () => {
    const { within, kept, visitor, attacker } = sessionApp({ saveUninitialized: true });
    await within(attacker, () => "a visit");
    const planted = attacker.cookies.get(cookieName) ?? "";
    visitor.cookies.set(cookieName, planted);
    await within(visitor, (session) => session.set("user", "ann"));
    expect(visitor.cookies.get(cookieName)).not.toBe(planted);
    expect(await kept(visitor, "user")).toBe("ann");
    expect(await kept(attacker, "user")).toBeUndefined();
  },
  "CVE-2024-35220": async () => {
    let time = 1_800_000_000_000;
    const store = new MemorySessionStore({ now: () => time });
    const { within, kept, visitor } = sessionApp({ secret: strong, ttlSeconds: 60, store });
    await within(visitor, (session) => session.set("user", "ann"));
    const cookie = visitor.cookies.get(cookieName) ?? "";
    time += 59_000;
    expect(await kept(visitor, "user")).toBe("ann");
    time += 61_000;
    visitor.cookies.set(cookieName, cookie);
    expect(await kept(visitor, "user")).toBeUndefined();
  },
});
