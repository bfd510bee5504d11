import { describe, expect, it } from "vitest";
import {
  createFetchGuard,
  fetchGuard,
} from "../../../../templates/packages/core/src/fetch-guard/fetch-guard.ts";
import { currentRuntime } from "../../../../templates/packages/core/src/fetch-guard/runtime.ts";
import { bareRuntime } from "./policies.ts";

/** Options as JavaScript callers may write them. */
const build = (options: object) => () => fetchGuard(options);
const noFetch = async () => new Response();

describe("fetchGuard(options)", () => {
  it("takes none, and all", () => {
    expect(build({})).not.toThrow();
    expect(() =>
      fetchGuard({
        allowHosts: ["a.example", "*.b.example", "[::1]", "10.0.0.1"],
        allowAddresses: ["10.0.0.0/8", "::1"],
        denyAddresses: [],
        allowLoopback: true,
        allowPrivate: false,
        allowLinkLocal: undefined,
        allowUniqueLocal: true,
        maxRedirects: 0,
        timeoutMs: 1,
        maxResponseBytes: 1,
        requireHttps: true,
        resolve: async () => [],
        pinDns: true,
      }),
    ).not.toThrow();
  });

  it.each([
    [{ allowHost: ["a.example"] }, /allowHost is not an option/],
    [{ allowHosts: "a.example" }, /allowHosts must be an array of strings/],
    [{ allowHosts: [/a/] }, /allowHosts must be an array of strings/],
    [{ allowHosts: ["*"] }, /"\*" is every host. Leave allowHosts out/],
    [{ allowHosts: [""] }, /allowHosts: "" is not a host/],
    [{ allowHosts: ["https://a.example"] }, /is not a host. Write "api.example.com"/],
    [{ allowHosts: ["a.example:443"] }, /is not a host/],
    [{ allowHosts: ["a.example/x"] }, /is not a host/],
    [{ allowHosts: ["u@a.example"] }, /is not a host/],
    [{ allowHosts: ["a.*.example"] }, /is not a host/],
    [{ allowHosts: ["*.*.example"] }, /is not a host/],
    [{ allowHosts: ["*."] }, /is not a host/],
    [{ allowHosts: ["*.10.0.0.1"] }, /is not a host/],
    [{ allowHosts: ["*.::1"] }, /is not a host/],
    [{ allowHosts: ["."] }, /is not a host/],
    [{ allowAddresses: ["example.com"] }, /allowAddresses: "example.com" is not an IP address or CIDR range/],
    [{ denyAddresses: ["10.0.0.0/33"] }, /denyAddresses: "10.0.0.0\/33" is not/],
    [{ allowLoopback: "yes" }, /allowLoopback must be true or false/],
    [{ requireHttps: 1 }, /requireHttps must be true or false/],
    [{ maxRedirects: -1 }, /maxRedirects must be an integer from 0/],
    [{ maxRedirects: 1.5 }, /maxRedirects must be an integer/],
    [{ timeoutMs: 0 }, /timeoutMs must be an integer from 1/],
    [{ timeoutMs: 2 ** 31 }, /timeoutMs must be an integer/],
    [{ timeoutMs: Number.POSITIVE_INFINITY }, /timeoutMs must be an integer/],
    [{ maxResponseBytes: Number.NaN }, /maxResponseBytes must be an integer/],
    [{ maxResponseBytes: "1" }, /maxResponseBytes must be an integer/],
    [{ resolve: ["127.0.0.1"] }, /resolve must be a function/],
    [{ fetch: null }, /fetch must be a function/],
    [{ pinDns: true, fetch: noFetch }, /pinDns: true cannot be kept with an injected fetch/],
  ])("refuses %j", (options, message) => {
    expect(build(options)).toThrow(TypeError);
    expect(build(options)).toThrow(message);
  });

  it("reports every fault at once", () => {
    expect(build({ allowHost: [], maxRedirects: -1, resolve: 1 })).toThrow(
      /^fetchGuard\(\):\n- allowHost .*\n- resolve .*\n- maxRedirects .*$/,
    );
    expect(build({ allowHosts: ["*", "a/b"], denyAddresses: ["x"], pinDns: true, fetch: noFetch })).toThrow(
      /(\n- [^\n]+){4}$/,
    );
  });

  it("refuses pinDns: true where the runtime cannot pin, and works without", () => {
    expect(() => createFetchGuard({ pinDns: true }, bareRuntime)).toThrow(
      /pinDns: true cannot be kept on this runtime/,
    );
    expect(() => createFetchGuard({}, bareRuntime)).not.toThrow();
    expect(() => createFetchGuard({ pinDns: false }, bareRuntime)).not.toThrow();
  });

  it("refuses what it may not see of a proxy that would be obeyed", () => {
    const hiding = { ...bareRuntime, name: "deno" as const, hiddenProxyVariables: () => ["ALL_PROXY"] };
    expect(() => createFetchGuard({}, hiding)).toThrow(/--allow-env=ALL_PROXY/);
    expect(() => createFetchGuard({ fetch: noFetch }, hiding)).not.toThrow();
  });

  it("refuses a proxy in the environment where it would be obeyed", () => {
    const proxied = { ...bareRuntime, name: "bun" as const, proxyVariable: () => "HTTPS_PROXY" };
    expect(() => createFetchGuard({}, proxied)).toThrow(/would obey HTTPS_PROXY/);
    expect(() => createFetchGuard({ fetch: noFetch }, proxied)).not.toThrow();

    const node = { ...currentRuntime(), proxyVariable: () => "HTTPS_PROXY" };
    expect(() => createFetchGuard({}, node)).not.toThrow();
    expect(() => createFetchGuard({ pinDns: false }, node)).toThrow(/would obey HTTPS_PROXY/);
  });
});
