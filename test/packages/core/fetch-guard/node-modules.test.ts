import dns from "node:dns/promises";
import http from "node:http";
import net from "node:net";
import os from "node:os";
import stream from "node:stream";
import tls from "node:tls";
import zlib from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  loadNodeModules,
  type NodeModules,
  type NodeRequest,
} from "../../../../templates/packages/core/src/fetch-guard/node-modules.ts";
import { currentRuntime } from "../../../../templates/packages/core/src/fetch-guard/runtime.ts";

type HttpOptions = Parameters<NodeModules["http"]["request"]>[0];

afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

describe("loadNodeModules", () => {
  it("loads Node's own modules, whose types fit the ones written by hand", () => {
    const rest: Omit<NodeModules, "http"> = { net, tls, dns, os, stream, zlib };
    // Node wants a Duplex of createConnection; the sockets above are.
    const request: (options: Omit<HttpOptions, "createConnection">) => NodeRequest = http.request;
    expect(loadNodeModules()).toEqual({ http, ...rest });
    expect(request).toBe(http.request);
  });

  it.each([
    ["no process", undefined],
    ["a process without modules", { release: { name: "node" } }],
    ["another runtime's process", { release: { name: "other" }, getBuiltinModule: () => ({}) }],
    ["modules that are missing", { release: { name: "node" }, getBuiltinModule: () => undefined }],
    [
      "a process that throws",
      {
        release: { name: "node" },
        getBuiltinModule: () => {
          throw new Error("denied");
        },
      },
    ],
  ])("finds none with %s", (_name, process) => {
    vi.stubGlobal("process", process);
    expect(loadNodeModules()).toBeUndefined();
  });

  it("finds none on Workers, which emulate them", () => {
    vi.stubGlobal("WebSocketPair", class {});
    expect(loadNodeModules()).toBeUndefined();
  });
});

describe("currentRuntime", () => {
  it("is Node here: it pins, and knows its own addresses", async () => {
    const runtime = currentRuntime();
    expect(runtime.name).toBe("node");
    expect(runtime.pinnedClient).toBeDefined();
    expect(runtime.ownAddresses()).toContain("127.0.0.1");
    expect(await runtime.resolve?.("localhost")).toContain("127.0.0.1");
  });

  it("asks Deno for both families, and minds only if both fail", async () => {
    const records: Record<string, string[]> = { A: ["192.0.2.1"] };
    const resolveDns = async (_name: string, type: string) =>
      records[type] ?? Promise.reject(new Error(`no ${type}`));
    vi.stubGlobal("Deno", { resolveDns });
    const runtime = currentRuntime();
    expect([runtime.name, runtime.pinnedClient]).toEqual(["deno", undefined]);
    expect(await runtime.resolve?.("name.test")).toEqual(["192.0.2.1"]);
    delete records["A"];
    await expect(runtime.resolve?.("name.test")).rejects.toThrow("no A");
  });

  it("asks Bun", async () => {
    vi.stubGlobal("Bun", { dns: { lookup: async () => [{ address: "192.0.2.1", family: 4 }] } });
    const runtime = currentRuntime();
    expect([runtime.name, runtime.pinnedClient]).toEqual(["bun", undefined]);
    expect(await runtime.resolve?.("name.test")).toEqual(["192.0.2.1"]);
  });

  it("knows which variables of a proxy Deno keeps from it", () => {
    const get = (name: string) => {
      if (name.startsWith("HTTP")) throw new Error("NotCapable");
      return undefined;
    };
    vi.stubGlobal("Deno", { env: { get } });
    expect(currentRuntime().hiddenProxyVariables()).toEqual(["HTTP_PROXY", "HTTPS_PROXY"]);
  });

  it("knows which proxy would be obeyed", () => {
    vi.stubEnv("https_proxy", "http://proxy.test");
    expect(currentRuntime().proxyVariable()).toBeUndefined();
    vi.stubEnv("NODE_USE_ENV_PROXY", "1");
    expect(currentRuntime().proxyVariable()).toBe("https_proxy");
    vi.stubEnv("NODE_USE_ENV_PROXY", "");
    vi.stubGlobal("Bun", { dns: {} });
    expect(currentRuntime().proxyVariable()).toBe("https_proxy");
  });
});
