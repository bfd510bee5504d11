import { expect } from "vitest";
import {
  type AppOptions,
  type IpRestrictionOptions,
  ipRestriction,
} from "../../../../templates/packages/core/src/index.ts";
import { hello, ok, quietApp } from "../apps.ts";
import { get, sendRaw } from "./raw.ts";
import { replay, said } from "./replay.ts";

async function statusFrom(address: string, options: IpRestrictionOptions): Promise<number> {
  const hooks = ipRestriction({ ...options, resolveIp: () => address });
  return (await quietApp().get("/", { responses: ok, hooks }, hello).request("/")).status;
}

/** What the app takes for client and URL when a peer on loopback says so. */
async function seen(trustProxy: AppOptions["trustProxy"], headers: string): Promise<unknown> {
  const app = quietApp({ trustProxy }).get("/", { responses: ok }, (context) =>
    said({ client: context.clientAddress, url: context.head.url }),
  );
  const [answer] = await sendRaw(app, [get("/", headers)]);
  return JSON.parse(answer?.text.slice(answer.text.indexOf("\r\n\r\n") + 4) ?? "null");
}

const url = "http://app.example/";
const forged = "X-Forwarded-Proto: https\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Port: 1\r\n";

replay("addresses", {
  "CVE-2026-24398": async () => {
    for (const address of [
      "256.1.1.1",
      "1.1.1.999",
      "0x7f.1",
      "127.1",
      "1.1.1",
      "01.1.1.1",
      "1.1.1.1 ",
      "::ffff:999.1.1.1",
    ]) {
      expect(await statusFrom(address, { allow: ["0.0.0.0/0", "::/0"] }), address).toBe(403);
      expect(await statusFrom(address, { deny: ["192.0.2.0/24"] }), address).toBe(403);
    }
    expect(await statusFrom("1.1.1.1", { allow: ["0.0.0.0/0"] })).toBe(200);
  },
  "CVE-2026-47674": async () => {
    const spellings = ["2001:0DB8:0:0:0:0:0:1", "2001:db8:0::1", "2001:db8::0001", "2001:DB8::0.0.0.1"];
    for (const address of spellings) {
      expect(await statusFrom(address, { deny: ["2001:db8::1"] }), address).toBe(403);
      expect(await statusFrom(address, { deny: ["2001:db8::2"] }), address).toBe(200);
    }
    for (const address of ["::ffff:192.0.2.1", "::FFFF:c000:201", "0:0:0:0:0:ffff:192.0.2.1"]) {
      expect(await statusFrom(address, { deny: ["192.0.2.1"] }), address).toBe(403);
    }
  },
  "CVE-2026-3635": async () => {
    const claims = `X-Forwarded-For: 203.0.113.9\r\n${forged}`;
    for (const trust of [{ cidrs: ["10.0.0.1/32"] }, "none"] as const) {
      expect(await seen(trust, claims)).toEqual({ client: "127.0.0.1", url });
    }
    expect(await seen("loopback", claims)).toEqual({ client: "203.0.113.9", url });
  },
  "CVE-2026-16732": async () => {
    const chain = "X-Forwarded-For: 198.51.100.1, 198.51.100.2, 203.0.113.9\r\n";
    expect(await seen({ hops: 1 }, chain + forged)).toEqual({ client: "203.0.113.9", url });
    expect(await seen({ hops: 2 }, chain + forged)).toEqual({ client: "198.51.100.2", url });
    expect(await seen({ hops: 1 }, forged)).toEqual({ client: "127.0.0.1", url });
  },
});
