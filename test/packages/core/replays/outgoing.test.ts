import { gzipSync } from "node:zlib";
import { afterEach, expect, vi } from "vitest";
import { type FetchGuardOptions, fetchGuard } from "../../../../templates/packages/core/src/index.ts";
import { later } from "../apps.ts";
import { Servers } from "../fetch-guard/servers.ts";
import { replay } from "./replay.ts";

const servers = new Servers();
afterEach(() => servers.closeAll());

/** Why the guard refuses a URL; `"sent"` when it does not. Nothing leaves this process. */
async function verdictOf(url: string, answers: readonly string[] = ["192.0.2.1"]): Promise<unknown> {
  const fetch = vi.fn(async () => new Response("inside"));
  const guarded = fetchGuard({ fetch, resolve: async () => [...answers] });
  const reason = await guarded(url).then(
    () => "sent",
    (error: { reason?: string }) => error.reason ?? String(error),
  );
  if (reason !== "sent") expect(fetch).not.toHaveBeenCalled();
  return reason;
}

async function expectVerdicts(verdicts: Readonly<Record<string, string>>) {
  for (const [host, reason] of Object.entries(verdicts)) {
    expect(await verdictOf(`http://${host}/`), host).toBe(reason);
  }
}

/** The headers of each hop of a request that is redirected to another origin. */
async function hops(headers: Record<string, string>, location: string): Promise<Headers[]> {
  const sent: Headers[] = [];
  const fetch: FetchGuardOptions["fetch"] = async (_url, init) => {
    sent.push(new Headers(init?.headers));
    return sent.length === 1
      ? new Response(null, { status: 307, headers: { location } })
      : new Response("ok");
  };
  const guarded = fetchGuard({ fetch, resolve: async () => ["8.8.8.8"] });
  expect((await guarded("https://a.example/", { headers })).status).toBe(200);
  return sent;
}

async function expectDropped(names: readonly string[]) {
  const headers = { ...Object.fromEntries(names.map((name) => [name, "secret"])), accept: "text/plain" };
  for (const location of ["https://b.example/", "https://a.example:8443/", "https://a.example.b.example/"]) {
    const [first, second] = await hops(headers, location);
    for (const name of names) {
      expect([first?.get(name), second?.get(name)], name).toEqual(["secret", null]);
    }
    expect(second?.get("accept")).toBe("text/plain");
  }
  const [, same] = await hops(headers, "https://a.example/next");
  for (const name of names) expect(same?.get(name)).toBe("secret");
}

replay("outgoing", {
  "CVE-2023-42282": () =>
    expectVerdicts({ "0x7f.1": "loopback", "0x7F.0x0.0x0.0x1": "loopback", "0x7f000001": "loopback" }),
  "CVE-2024-29415": () =>
    expectVerdicts({
      "127.1": "loopback",
      "01200034567": "private",
      "012.1.2.3": "private",
      "[000:0:0000::01]": "loopback",
      "[::fFFf:127.0.0.1]": "loopback",
    }),
  "CVE-2025-59436": () => expectVerdicts({ "017700000001": "loopback" }),
  "CVE-2025-59437": async () => {
    expect(await verdictOf("http://0/")).not.toBe("sent");
    expect(await verdictOf("http://0.0.0.0/")).not.toBe("sent");
    expect(await verdictOf("http://[::]/")).not.toBe("sent");
  },
  "CVE-2025-8020": async () => {
    expect(await verdictOf("http://name.example/", ["224.0.0.251"])).toBe("multicast");
    expect(await verdictOf("http://name.example/", ["239.255.255.250"])).toBe("multicast");
    expect(await verdictOf("http://name.example/", ["ff02::1"])).toBe("multicast");
  },
  "CVE-2025-8267": () => expectVerdicts({ "224.0.0.1": "multicast", "239.1.1.1": "multicast" }),
  "CVE-2026-43929": () =>
    expectVerdicts({
      "[::ffff:169.254.169.254]": "metadata",
      "[::ffff:a9fe:a9fe]": "metadata",
      "[::ffff:127.0.0.1]": "loopback",
      "[::ffff:10.0.0.1]": "private",
      "[64:ff9b::169.254.169.254]": "metadata",
    }),
  "CVE-2026-44232": () =>
    expectVerdicts({
      "[::1]": "loopback",
      "[fc00::1]": "unique-local",
      "[fd12:3456::1]": "unique-local",
      "[fe80::1]": "link-local",
      "[::ffff:7f00:1]": "loopback",
      "[fd00:ec2::254]": "metadata",
    }),
  "CVE-2025-2691": async () => {
    expect(await verdictOf("http://name.example/", ["10.0.0.1"])).toBe("private");
    expect(await verdictOf("http://name.example/", ["8.8.8.8", "127.0.0.1"])).toBe("loopback");
    expect(await verdictOf("http://name.example/", ["8.8.8.8", "::1"])).toBe("loopback");
    expect(await verdictOf("http://name.example/", ["8.8.8.8"])).toBe("sent");
  },
  "CVE-2023-28155": async () => {
    const redirecting = (from: string, location: string) => {
      const fetch = vi.fn(async () => new Response(null, { status: 302, headers: { location } }));
      return fetchGuard({ fetch, resolve: async () => ["8.8.8.8"] })(from).then(
        () => "followed",
        (error: { reason?: string }) => [error.reason, fetch.mock.calls.length],
      );
    };
    expect(await redirecting("http://a.example/", "https://127.0.0.1/")).toEqual(["loopback", 1]);
    expect(await redirecting("https://a.example/", "http://169.254.169.254/")).toEqual([
      expect.any(String),
      1,
    ]);
    expect(await redirecting("https://a.example/", "http://b.example/")).toEqual(["redirect-downgrade", 1]);
    expect(await redirecting("http://a.example/", "file:///etc/passwd")).toEqual(["scheme", 1]);
  },
  "CVE-2023-45143": () => expectDropped(["cookie"]),
  "CVE-2024-24758": () => expectDropped(["proxy-authorization"]),
  "CVE-2024-30260": () => expectDropped(["authorization", "proxy-authorization"]),
  "CVE-2024-30261": async () => {
    const fetch = vi.fn(async () => new Response("tampered"));
    const guarded = fetchGuard({ fetch, resolve: async () => ["8.8.8.8"] });
    const integrity = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU= sha512-?";
    await expect(guarded("https://a.example/", { integrity })).rejects.toThrow("integrity");
    expect(fetch).not.toHaveBeenCalled();
  },
  "CVE-2026-48931": async () => {
    const response = (body: string) =>
      `HTTP/1.1 200 OK\r\nconnection: keep-alive\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    let count = 0;
    const { port, connections } = await servers.raw((socket) => {
      socket.on("data", () => {
        count += 1;
        socket.write(response(`good ${count}`) + response("poisoned"));
      });
    });
    const guarded = fetchGuard({ allowLoopback: true });
    for (let i = 1; i <= 3; i++) {
      expect(await (await guarded(`http://127.0.0.1:${port}/`)).text()).toBe(`good ${i}`);
      await later(undefined, 10);
    }
    expect(connections()).toBe(3);
  },
  "CVE-2026-22036": async () => {
    const bomb = gzipSync(gzipSync(Buffer.alloc(20 * 1024 * 1024)));
    const { port } = await servers.http((request, response) => {
      const codings = request.url === "/chain" ? Array(1000).fill("gzip").join(", ") : "gzip, gzip";
      response.setHeader("content-encoding", codings).end(bomb);
    });
    const guarded = fetchGuard({ allowLoopback: true, maxResponseBytes: 1024 * 1024 });
    await expect(guarded(`http://127.0.0.1:${port}/chain`).then((one) => one.text())).rejects.toThrow(
      "content codings",
    );
    expect(bomb.length).toBeLessThan(1024);
    await expect(guarded(`http://127.0.0.1:${port}/bomb`).then((one) => one.text())).rejects.toMatchObject({
      limit: "maxResponseBytes",
    });
  },
});
