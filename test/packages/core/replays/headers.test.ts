import { expect } from "vitest";
import { fetchGuard } from "../../../../templates/packages/core/src/index.ts";
import { eventStream } from "../../../../templates/packages/core/src/streaming/index.ts";
import { hello, ok, quietApp } from "../apps.ts";
import { Servers } from "../fetch-guard/servers.ts";
import { get, sendRaw, statusesOf } from "./raw.ts";
import { anything, replay, said } from "./replay.ts";

async function streamed(event: { data: unknown; event?: string; id?: string }): Promise<string> {
  const events = async function* () {
    yield event;
  };
  return await eventStream(events(), { keepAliveMs: 0 }).text();
}

const simple = () => quietApp().get("/", { responses: ok }, hello);

/** What a guarded fetch puts on the wire. */
async function wireOf(init: RequestInit): Promise<string> {
  const servers = new Servers();
  try {
    let wire = "";
    const { port } = await servers.raw((socket) => {
      socket.on("data", (chunk) => {
        wire += chunk.toString("latin1");
        socket.end("HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
      });
    });
    const response = await fetchGuard({ allowLoopback: true })(`http://127.0.0.1:${port}/`, init).catch(
      (error: unknown) => error,
    );
    return response instanceof Response ? wire : `${wire}${String(response)}`;
  } finally {
    await servers.closeAll();
  }
}

replay("headers", {
  "CVE-2026-29085": async () => {
    for (const end of ["\n", "\r", "\r\n", "\0"]) {
      const forged = `tick${end}data: forged`;
      await expect(streamed({ data: "1", event: forged })).rejects.toThrow(TypeError);
      await expect(streamed({ data: "1", id: forged })).rejects.toThrow(TypeError);
    }
  },
  "CVE-2026-33128": async () => {
    for (const end of ["\n", "\r", "\r\n", "\n\n"]) {
      const lines = (await streamed({ data: `hi${end}event: admin${end}${end}id: 7` })).split("\n");
      expect(lines.filter((line) => line !== "" && !line.startsWith("data: "))).toEqual([]);
    }
  },
  "CVE-2026-23527": async () => {
    const bodies: unknown[] = [];
    const consumes = ["text/plain"] as const;
    const route = { responses: ok, auth: "public", consumes, request: { body: anything } } as const;
    const app = quietApp()
      .post("/", route, ({ body }) => {
        bodies.push(body);
        return said("posted");
      })
      .get("/smuggled", { responses: ok }, () => said("smuggled"));
    const inner = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
    const attack = (coding: string) =>
      `POST / HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nTransfer-Encoding: ${coding}\r\n\r\n` +
      `${inner.length.toString(16)}\r\n${inner}\r\n0\r\n\r\n${get("/smuggled-not")}`;
    const [mixed, upper] = await sendRaw(app, [attack("ChuNKed"), attack("CHUNKED")]);
    expect([mixed?.statuses, upper?.statuses]).toEqual([
      [200, 404],
      [200, 404],
    ]);
    expect(bodies).toEqual([inner, inner]);
    const others = ["chunked, identity", "identity", "xchunked", "chunked\r\nTransfer-Encoding: identity"];
    for (const statuses of await statusesOf(app, others.map(attack))) {
      expect([[400], [501]]).toContainEqual(statuses);
    }
    expect(bodies).toHaveLength(2);
  },
  "CVE-2024-27982": async () => {
    const attack = `GET / HTTP/1.1\r\nHost: a\r\n Content-Length: 5\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n`;
    const spaced = `GET / HTTP/1.1\r\nHost: a\r\nContent-Length : 5\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n`;
    expect(await statusesOf(simple(), [attack, spaced])).toEqual([[400], [400]]);
  },
  "CVE-2024-22019": async () => {
    const consumes = ["text/plain"] as const;
    const route = { responses: ok, auth: "public", consumes, request: { body: anything } } as const;
    const app = quietApp().post("/", route, () => said("handled"));
    const head =
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n";
    const [answer] = await sendRaw(app, [`${head}1;${"a=b;".repeat(50_000)}`]);
    expect([answer?.statuses, answer?.text.includes("handled")]).toEqual([[413], false]);
  },
  "CVE-2023-30589": async () => {
    const attack = `GET / HTTP/1.1\r\nHost: a\r\nX: \rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${get("/")}`;
    expect(await statusesOf(simple(), [attack])).toEqual([[400]]);
  },
  "CVE-2025-23167": async () => {
    const attack = `GET / HTTP/1.1\r\nHost: a\r\n\rXGET /admin HTTP/1.1\r\nHost: a\r\n\r\n`;
    expect(await statusesOf(simple(), [attack])).toEqual([[400]]);
  },
  "CVE-2024-32652": async () => {
    const hosts = ["a b", "[::", "http://x", "%", "\u00ff", "a:99999999", "{}"];
    const requests = hosts.map((host) => get("/", "", host));
    expect(await statusesOf(simple(), [...requests, get("/")])).toEqual([...hosts.map(() => [400]), [200]]);
  },
  "CVE-2026-1525": async () => {
    const headers: [string, string][] = [
      ["Content-Length", "4"],
      ["content-length", "400"],
    ];
    const wire = await wireOf({ method: "POST", headers, body: "body" });
    expect(wire.match(/content-length: *\d+/gi)).toEqual([expect.stringMatching(/: ?4$/)]);
    expect(wire.endsWith("\r\n\r\nbody")).toBe(true);
  },
  "CVE-2023-23936": async () => {
    const split = "a\r\nx-injected: 1";
    expect(await wireOf({ headers: { "x-a": split } })).toMatch(/^TypeError/);
    expect(await wireOf({ headers: { host: split } })).toMatch(/^TypeError/);
    expect(await wireOf({ headers: { host: "evil.example" } })).toMatch(/\r\nhost: 127\.0\.0\.1:\d+\r\n/i);
  },
});
