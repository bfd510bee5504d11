import { expect } from "vitest";
import type { CookieAttributes } from "../../../../templates/packages/core/src/cookies/cookie-rules.ts";
import { parseCookies } from "../../../../templates/packages/core/src/cookies/parse-cookies.ts";
import { serializeCookie } from "../../../../templates/packages/core/src/cookies/serialize-cookie.ts";
import { cookieName, sessionApp } from "../session/session-app.ts";
import { replay } from "./replay.ts";

function expectRefused(cookies: readonly [name: string, value: string, attributes?: object][]) {
  for (const [name, value, attributes] of cookies) {
    expect(() => serializeCookie(name, value, attributes as CookieAttributes), name).toThrow(TypeError);
  }
}

const hostileNames = ["a b", "a;b", "a=b", "a,b", "a\r\nset-cookie: b", "", "é", "a\u00a0"];

replay("cookies", {
  "CVE-2026-39410": async () => {
    for (const blank of ["\u00a0", "\u2003", "\ufeff", "\v", "\f"]) {
      const cookies = parseCookies(`${blank}__Host-sid=evil; __Host-sid=good`);
      expect([...cookies]).toEqual([["__Host-sid", "good"]]);
      expect(parseCookies(`__Host-sid${blank}=evil`).size).toBe(0);
    }
    const { within, kept, visitor, attacker } = sessionApp();
    await within(attacker, (session) => session.set("user", "eve"));
    const planted = { cookie: `\u00a0${cookieName}=${attacker.cookies.get(cookieName)}` };
    const response = await within(visitor, (session) => ({ user: session.get("user") ?? "nobody" }), {
      headers: planted,
    });
    expect(await response.json()).toEqual({ user: "nobody" });
    expect(await kept(attacker, "user")).toBe("eve");
  },
  "GHSA-26pp-8wgv-hjvm": () => expectRefused(hostileNames.map((name) => [name, "1"])),
  "CVE-2026-29086": () =>
    expectRefused([
      ["a", "1", { path: "/; Domain=evil.example" }],
      ["a", "1", { path: "/\r\nset-cookie: b=1" }],
      ["a", "1", { domain: "a.example; HttpOnly" }],
      ["a", "1", { domain: "a.example\r\n" }],
    ]),
  "CVE-2026-47675": () =>
    expectRefused([
      ["a", "1", { sameSite: "Lax; Domain=evil.example" }],
      ["a", "1", { sameSite: "Strict\r\nset-cookie: b=1" }],
    ]),
  "CVE-2024-47764": () =>
    expectRefused([
      ...hostileNames.map((name): [string, string] => [name, "1"]),
      ["a", "1; Path=/admin"],
      ["a", "1\r\n"],
      ["a", "1", { path: "/<script>;" }],
      ["a", "1", { domain: "a b" }],
    ]),
});
