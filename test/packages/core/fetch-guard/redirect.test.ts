import { describe, expect, it } from "vitest";
import { SsrfBlockedError } from "../../../../templates/packages/core/src/fetch-guard/errors.ts";
import type { Outgoing } from "../../../../templates/packages/core/src/fetch-guard/outgoing.ts";
import {
  followRedirect,
  redirectTarget,
} from "../../../../templates/packages/core/src/fetch-guard/redirect.ts";

const blob = new Blob(["body"]);
const body = { content: blob, replay: () => body };

function outgoing(
  method: string,
  url = "https://a.example/dir/page?q=1",
  headers: Record<string, string> = {},
): Outgoing {
  const hasBody = method !== "GET" && method !== "HEAD";
  return { url: new URL(url), method, headers: new Headers(headers), body: hasBody ? body : undefined };
}

describe("redirectTarget", () => {
  it.each([
    [301, "/x", "/x"],
    [302, "/x", "/x"],
    [303, "/x", "/x"],
    [307, "/x", "/x"],
    [308, "/x", "/x"],
    [300, "/x", undefined],
    [304, "/x", undefined],
    [305, "/x", undefined],
    [306, "/x", undefined],
    [200, "/x", undefined],
    [201, "/x", undefined],
    [302, undefined, undefined],
  ])("%s with location %s: %s", (status, location, expected) => {
    expect(redirectTarget(status, new Headers(location === undefined ? {} : { location }))).toBe(expected);
  });
});

describe("followRedirect: method and body", () => {
  it.each([
    [301, "GET", "GET"],
    [301, "POST", "GET"],
    [301, "PUT", "PUT"],
    [301, "HEAD", "HEAD"],
    [302, "POST", "GET"],
    [302, "PATCH", "PATCH"],
    [302, "DELETE", "DELETE"],
    [303, "POST", "GET"],
    [303, "PUT", "GET"],
    [303, "DELETE", "GET"],
    [303, "GET", "GET"],
    [303, "HEAD", "HEAD"],
    [307, "POST", "POST"],
    [308, "PUT", "PUT"],
    [308, "GET", "GET"],
  ])("%s %s becomes %s", (status, method, expected) => {
    const headers = { "content-type": "text/plain", "content-language": "en", "x-kept": "1" };
    const next = followRedirect(outgoing(method, undefined, headers), status, "/next");
    expect(next.method).toBe(expected);
    expect(next.url.href).toBe("https://a.example/next");
    expect(next.headers.get("x-kept")).toBe("1");
    const dropsBody = expected !== method;
    expect(next.headers.has("content-type")).toBe(!dropsBody);
    expect(next.headers.has("content-language")).toBe(!dropsBody);
    expect(next.body !== undefined).toBe(!dropsBody && expected !== "GET" && expected !== "HEAD");
  });

  it("cannot send a stream twice, and needs not to where the body is dropped", () => {
    const stream = {
      ...outgoing("POST"),
      body: { content: new ReadableStream<Uint8Array>(), replay: () => undefined },
    };
    expect(() => followRedirect(stream, 307, "/x")).toThrow(
      /a 307 redirect asks for the body again.*Pass a string, bytes or a Blob/,
    );
    expect(followRedirect(stream, 303, "/x").method).toBe("GET");
  });
});

describe("followRedirect: location", () => {
  it.each([
    ["https://b.example/x", "https://b.example/x"],
    ["//b.example/x", "https://b.example/x"],
    ["/x", "https://a.example/x"],
    ["x", "https://a.example/dir/x"],
    ["?y=2", "https://a.example/dir/page?y=2"],
    ["", "https://a.example/dir/page?q=1"],
    ["/x#fragment", "https://a.example/x"],
    ["\\\\b.example\\x", "https://b.example/x"],
    [Buffer.from("/ü").toString("latin1"), "https://a.example/%C3%BC"],
    ["file:///etc/passwd", "file:///etc/passwd"],
    ["https://user:pw@b.example/", "https://user:pw@b.example/"],
  ])("%j leads to %s", (location, expected) => {
    expect(followRedirect(outgoing("GET"), 302, location).url.href).toBe(expected);
  });

  it.each(["http://", "https://[::1", "https://a b/"])("%j is no URL", (location) => {
    expect(() => followRedirect(outgoing("GET"), 302, location)).toThrow(TypeError);
  });

  it("never leads from https to http", () => {
    expect(() => followRedirect(outgoing("GET"), 302, "http://a.example/")).toThrow(SsrfBlockedError);
    expect(() => followRedirect(outgoing("GET"), 302, "http://a.example/")).toThrow(/must not lead to http/);
    expect(followRedirect(outgoing("GET", "http://a.example"), 302, "https://a.example/").url.protocol).toBe(
      "https:",
    );
    expect(followRedirect(outgoing("GET", "http://a.example"), 302, "http://b.example/").url.host).toBe(
      "b.example",
    );
  });
});

describe("followRedirect: headers", () => {
  const sensitive = [
    "authorization",
    "cookie",
    "proxy-authorization",
    "x-api-key",
    "x-acme-key",
    "www-authenticate",
    "origin",
    "referer",
  ];
  const harmless = ["accept", "accept-language", "content-type", "user-agent", "if-none-match", "range"];
  const headers = Object.fromEntries([...sensitive, ...harmless].map((name) => [name, "value"]));

  it.each([
    ["same origin", "https://a.example/next", true],
    ["same origin, default port", "https://a.example:443/next", true],
    ["other host", "https://b.example/", false],
    ["subdomain", "https://x.a.example/", false],
    ["other port", "https://a.example:8443/", false],
  ])("%s", (_name, location, keeps) => {
    const next = followRedirect(outgoing("PUT", undefined, headers), 307, location);
    for (const name of sensitive) expect([name, next.headers.has(name)]).toEqual([name, keeps]);
    for (const name of harmless) expect([name, next.headers.has(name)]).toEqual([name, true]);
  });

  it("does not change the request it came from", () => {
    const first = outgoing("GET", undefined, headers);
    followRedirect(first, 302, "https://b.example/");
    expect(first.headers.get("authorization")).toBe("value");
  });
});
