import { connect } from "node:net";
import { expect } from "vitest";
import { z } from "zod";
import type { App, BodyMediaType } from "../../../../templates/packages/core/src/index.ts";
import { ok, quietApp } from "../apps.ts";
import { withServer } from "../node/raw-client.ts";
import { get, sendRaw, statusesOf } from "./raw.ts";
import { anything, each, replay, said, timed } from "./replay.ts";

/** An app with one route for a body, and what reached its handler. */
function taking(type: BodyMediaType): { app: App; handled: unknown[] } {
  const handled: unknown[] = [];
  const route = { responses: ok, auth: "public", consumes: [type], request: { body: anything } } as const;
  const app = quietApp().post("/", route, ({ body }) => {
    handled.push(body);
    return said("handled");
  });
  return { app, handled };
}

const large = JSON.stringify({ text: "a".repeat(100_000) });
const post = (headers: string, body: string) =>
  `POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nConnection: close\r\n${headers}\r\n${body}`;
const chunked = (body: string) => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

/** What a form of this text is to a handler, and how long it took. */
async function form(text: string): Promise<{ body: unknown; took: number }> {
  const { app, handled } = taking("application/x-www-form-urlencoded");
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const took = await timed(async () => {
    expect((await app.request("/", { method: "POST", headers, body: text })).status).toBe(200);
  });
  return { body: handled[0], took };
}

/** No route parses multipart, so nothing of it is read. */
const multipart = async () => {
  const { app, handled } = taking("application/json");
  const bodies = [
    '--x\r\nContent-Disposition: form-data; name=""\r\n\r\n\r\n--x--\r\n',
    '--x\r\nContent-Disposition: form-data; name="f"; filename=""\r\n\r\n--xx',
    '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'.repeat(1000),
  ];
  for (const body of bodies) {
    for (const type of ["multipart/form-data; boundary=x", "Multipart/Form-Data;boundary=x"]) {
      const response = await app.request("/", { method: "POST", headers: { "content-type": type }, body });
      expect([response.status, response.headers.get("accept")]).toEqual([415, "application/json"]);
    }
  }
  expect(handled).toEqual([]);
};

replay("bodies", {
  "CVE-2025-59139": async () => {
    const { app, handled } = taking("application/json");
    const both = "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n";
    expect(await statusesOf(app, [post(both, chunked(large)), post(both, "{}")])).toEqual([[400], [400]]);
    expect(handled).toEqual([]);
  },
  "CVE-2026-44456": async () => {
    const { app, handled } = taking("application/json");
    expect(await statusesOf(app, [post("Transfer-Encoding: chunked\r\n", chunked(large))])).toEqual([[413]]);
    let left = 200;
    const slow = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (left-- > 0) controller.enqueue(new TextEncoder().encode(" ".repeat(1000)));
        else controller.close();
      },
    });
    const init = {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: slow,
      duplex: "half",
    };
    expect((await app.request("/", init as RequestInit)).status).toBe(413);
    expect(handled).toEqual([]);
  },
  "CVE-2026-54288": async () => {
    const { app, handled } = taking("application/json");
    const headers = { "content-type": "application/json", "content-length": "2" };
    const request = new Request("http://a/", { method: "POST", headers, body: large });
    expect(request.headers.get("content-length")).toBe("2");
    expect((await app.request(request)).status).toBe(413);
    expect(handled).toEqual([]);
  },
  "CVE-2026-25224": async () => {
    let sent = 0;
    const chunk = new Uint8Array(64 * 1024);
    const app = quietApp().get("/", { responses: ok }, () => {
      return new Response(
        new ReadableStream({
          pull(controller) {
            sent += chunk.length;
            controller.enqueue(chunk);
          },
        }),
      );
    });
    await withServer(app, async ({ port }) => {
      const client = connect(port, "127.0.0.1");
      client.pause();
      client.write(get("/"));
      let before = -1;
      for (let round = 0; round < 40 && sent !== before; round++) {
        before = sent;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      client.destroy();
      // what the kernel buffers on both sides, and not a byte for each that a fast machine could make
      expect(sent).toBe(before);
      expect(sent).toBeLessThan(32 * 1024 * 1024);
    });
  },
  "CVE-2024-45590": async () => {
    const name = `a${"[b]".repeat(10_000)}`;
    const { body, took } = await form(`${encodeURIComponent(name).slice(0, 60_000)}=1`);
    expect(Object.values(body as object)).toEqual(["1"]);
    expect(took).toBeLessThan(2000);
  },
  "CVE-2025-13466": async () => {
    const { body, took } = await form("a&".repeat(32_000));
    expect((body as { a: unknown[] }).a).toHaveLength(32_000);
    expect(took).toBeLessThan(2000);
    const { app } = taking("application/x-www-form-urlencoded");
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const past = { method: "POST", headers, body: "a&".repeat(33_000) };
    expect((await app.request("/", past)).status).toBe(413);
  },
  "CVE-2025-15284": async () => {
    expect((await form("a[]=1&a[]=2")).body).toEqual({ "a[]": ["1", "2"] });
    expect((await form("a[999999]=1")).body).toEqual({ "a[999999]": "1" });
  },
  "CVE-2026-2391": async () => {
    const commas = ",".repeat(50_000);
    expect((await form(`a=${commas}`)).body).toEqual({ a: commas });
  },
  "GHSA-g6gw-c38x-mqfc": async () => {
    const dots = "a.".repeat(25_000);
    expect((await form(`${dots}=1`)).body).toEqual({ [dots]: "1" });
  },
  "GHSA-v8w9-8mx6-g223": async () => {
    const keys = ["__proto__.polluted", "__proto__[polluted]", "constructor.prototype.polluted", "__proto__"];
    const { body } = await form(keys.map((key) => `${key}=yes`).join("&"));
    expect(Object.keys(body as object)).toEqual(keys.slice(0, 3));
    expect(Object.getPrototypeOf(body)).toBe(Object.prototype);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  },
  "CVE-2026-21710": async () => {
    const headers = z.looseObject({ "x-kept": z.string() });
    const seen: unknown[] = [];
    const app = quietApp().get("/", { responses: ok, request: { headers } }, (context) => {
      seen.push(Object.getPrototypeOf(context.headers), Object.keys(context.headers));
      return said([...context.request.headers].length);
    });
    const hostile = "__proto__: a\r\n__Proto__: b\r\nconstructor: c\r\nx-kept: d\r\n";
    const [answer, after] = await sendRaw(app, [get("/", hostile), get("/", "x-kept: e\r\n")]);
    expect([answer?.statuses, after?.statuses]).toEqual([[200], [200]]);
    expect(seen[0]).toBe(Object.prototype);
    expect(seen[1]).not.toContain("__proto__");
  },
  ...each(
    ["CVE-2023-25576", "CVE-2025-47935", "CVE-2025-47944", "CVE-2025-48997", "CVE-2025-7338"],
    multipart,
  ),
});
