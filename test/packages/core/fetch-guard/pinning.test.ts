import net from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { SsrfBlockedError } from "../../../../templates/packages/core/src/fetch-guard/errors.ts";
import { fetchGuard } from "../../../../templates/packages/core/src/fetch-guard/fetch-guard.ts";
import { loadNodeModules } from "../../../../templates/packages/core/src/fetch-guard/node-modules.ts";
import { createPinnedClient } from "../../../../templates/packages/core/src/fetch-guard/pinned-client.ts";
import { parseIp } from "../../../../templates/packages/core/src/net/ip-address.ts";
import { Servers } from "./servers.ts";

const servers = new Servers();
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await servers.closeAll();
});

/** One port, two addresses: what the name pointed to when it was checked, and what it points to afterwards. */
async function startPair() {
  const checked = await servers.http((_request, response) => response.end("checked"), "127.0.0.2");
  const inside = await servers.http(
    (_request, response) => response.end("inside"),
    "127.0.0.1",
    checked.port,
  );
  return { checked, inside, port: checked.port };
}

describe("rebinding", () => {
  it("connects to the address that was checked, whatever the name points to by then", async () => {
    const { inside, port } = await startPair();
    const resolve = vi.fn(async () => (resolve.mock.calls.length === 1 ? ["127.0.0.2"] : ["127.0.0.1"]));
    const guarded = fetchGuard({ allowAddresses: ["127.0.0.2"], resolve });
    // The system, too, resolves this name to 127.0.0.1.
    const response = await guarded(`http://localhost:${port}/`);
    expect(await response.text()).toBe("checked");
    expect(resolve.mock.calls).toEqual([["localhost"]]);
    expect(inside.connections()).toBe(0);
  });

  it("checks again for every request", async () => {
    const { inside, port } = await startPair();
    const answers = [["127.0.0.2"], ["127.0.0.1"]];
    const guarded = fetchGuard({ allowAddresses: ["127.0.0.2"], resolve: async () => answers.shift() ?? [] });
    expect(await (await guarded(`http://name.test:${port}/`)).text()).toBe("checked");
    await expect(guarded(`http://name.test:${port}/`)).rejects.toMatchObject({
      reason: "loopback",
      address: "127.0.0.1",
    });
    expect(inside.connections()).toBe(0);
  });

  it("refuses a name with one bad address among good ones, and connects to none", async () => {
    const { checked, inside, port } = await startPair();
    const guarded = fetchGuard({
      allowAddresses: ["127.0.0.2"],
      resolve: async () => ["127.0.0.2", "127.0.0.1"],
    });
    await expect(guarded(`http://name.test:${port}/`)).rejects.toThrow(
      /127.0.0.1 \(one of 2 answers; one is enough\)/,
    );
    expect(checked.connections() + inside.connections()).toBe(0);
  });

  it("sends nothing over a connection that went elsewhere", async () => {
    const { inside, port } = await startPair();
    const request = vi.fn();
    const trap = await servers.raw((socket) => socket.on("data", request));
    const modules = loadNodeModules();
    const address = parseIp("127.0.0.2");
    if (modules === undefined || address === undefined) throw new Error("not on Node");
    const steered = { ...modules, net: { connect: () => net.connect(trap.port, "127.0.0.1") } };
    const url = new URL(`http://name.test:${port}/`);
    const send = createPinnedClient(steered)(
      { url, method: "GET", headers: new Headers(), body: undefined },
      [address],
      1000,
      new AbortController().signal,
    );
    await expect(send).rejects.toThrow(SsrfBlockedError);
    await expect(send).rejects.toMatchObject({ reason: "rebinding", address: "127.0.0.1" });
    await trap.idle();
    expect(request).not.toHaveBeenCalled();
    expect(inside.connections()).toBe(0);
  });
});

describe("literals", () => {
  it.each([
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "127.0.0.1.",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "0",
    "[::]",
    "localhost",
    "LOCALHOST",
  ])("%s does not reach a server on loopback", async (host) => {
    const { connections, port } = await servers.http((_request, response) => response.end("inside"));
    const guarded = fetchGuard();
    await expect(guarded(`http://${host}:${port}/`)).rejects.toThrow(SsrfBlockedError);
    expect(connections()).toBe(0);
  });

  it("are dialled without asking a resolver", async () => {
    const { port } = await servers.http((_request, response) => response.end("inside"));
    const resolve = vi.fn(async () => []);
    const guarded = fetchGuard({ allowLoopback: true, resolve });
    for (const host of ["127.0.0.1", "2130706433", "[::ffff:127.0.0.1]"]) {
      expect(await (await guarded(`http://${host}:${port}/`)).text()).toBe("inside");
    }
    expect(resolve).not.toHaveBeenCalled();
  });
});

describe("names", () => {
  it("are resolved by the system by default", async () => {
    const { port } = await servers.http((_request, response) => response.end("inside"));
    expect(await (await fetchGuard({ allowLoopback: true })(`http://localhost:${port}/`)).text()).toBe(
      "inside",
    );
  });

  it("that do not resolve are a network failure with its cause", async () => {
    const cause = new Error("ENOTFOUND");
    const failing = fetchGuard({ resolve: () => Promise.reject(cause) });
    await expect(failing("http://name.test/")).rejects.toMatchObject({ name: "TypeError", cause });
    await expect(fetchGuard({ resolve: async () => [] })("http://name.test/")).rejects.toThrow(
      "name.test has no address",
    );
  });
});

describe("the environment", () => {
  it("cannot put a proxy in between", async () => {
    const proxy = await servers.http((_request, response) => response.end("proxy"));
    const { port } = await servers.http((_request, response) => response.end("direct"));
    for (const name of ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"]) {
      vi.stubEnv(name, `http://127.0.0.1:${proxy.port}`);
    }
    vi.stubEnv("NODE_USE_ENV_PROXY", "1");
    const guarded = fetchGuard({ allowLoopback: true, resolve: async () => ["127.0.0.1"] });
    expect(await (await guarded(`http://name.test:${port}/`)).text()).toBe("direct");
    expect(proxy.connections()).toBe(0);
    expect(() => fetchGuard({ pinDns: false })).toThrow(/would obey HTTP_PROXY/);
  });
});
