import { describe, expect, it } from "vitest";
import { FetchEngineRequest } from "../../../../templates/packages/core/src/server/fetch-request.ts";

/** As a runtime hands it over: its URL may be anything that `Host` and the target make together. */
function received(url: string, headers: Record<string, string>): FetchEngineRequest {
  const request = new Request("http://placeholder/", { headers });
  Object.defineProperty(request, "url", { value: url });
  return new FetchEngineRequest(request, "192.0.2.1");
}

const statusOf = (request: FetchEngineRequest): number => {
  try {
    request.assertHead();
    return 200;
  } catch (error) {
    return Reflect.get(Object(error), "status");
  }
};

describe("the head of a request that a runtime has parsed", () => {
  it.each<[string, string, Record<string, string>, number]>([
    ["a usual one", "http://a:80/x?y", { host: "a:80" }, 200],
    ["a host as the URL standard writes it", "http://a.example/x", { host: "A.example:80" }, 200],
    ["an IPv6 literal", "http://[::1]:3000/", { host: "[::1]:3000" }, 200],
    ["none, over HTTP/1.0", "http://localhost/x", {}, 200],
    ["a host that reaches into the path", "http://a/admin?/x", { host: "a/admin?" }, 400],
    ["credentials", "http://a@b/", { host: "a@b" }, 400],
    ["two hosts", "http://a/", { host: "a, b" }, 400],
    ["a port that there is not", "http://localhost/", { host: "a:65536" }, 400],
    ["a target that names another server", "http://evil.example/x", { host: "a" }, 400],
    ["a fragment", "http://a/x#y", { host: "a" }, 400],
    ["a coding but chunked", "http://a/", { host: "a", "transfer-encoding": "gzip, chunked" }, 501],
    ["chunked", "http://a/", { host: "a", "transfer-encoding": "Chunked" }, 200],
    ["fields of 16 KiB", "http://a/", { host: "a", x: "y".repeat(16_300) }, 200],
    ["fields of more", "http://a/", { host: "a", x: "y".repeat(16_400) }, 431],
  ])("%s", (_what, url, headers, status) => {
    expect(statusOf(received(url, headers))).toBe(status);
  });

  it("gets a host where there is none", () => {
    const { url, path, search } = new FetchEngineRequest(
      Object.defineProperty(new Request("http://placeholder/"), "url", { value: "/x/y?z=1" }),
      undefined,
    );
    expect({ url, path, search }).toEqual({ url: "http://localhost/x/y?z=1", path: "/x/y", search: "z=1" });
  });

  it("tells of a client that goes away, unless it was answered already", () => {
    const abort = new AbortController();
    const told: string[] = [];
    for (const answered of [true, false]) {
      const request = new FetchEngineRequest(new Request("http://a/", { signal: abort.signal }), undefined);
      request.onClientGone(() => told.push(`answered: ${answered}`));
      if (answered) request.markAnswered();
    }
    abort.abort();
    expect(told).toEqual(["answered: false"]);
  });
});
