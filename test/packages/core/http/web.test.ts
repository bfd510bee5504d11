import { describe, expect, it } from "vitest";
import { PayloadTooLargeError } from "../../../../templates/packages/core/src/errors/http-error.ts";
import { HeaderList } from "../../../../templates/packages/core/src/http/header-list.ts";
import { toWebResponse, WebEngineRequest } from "../../../../templates/packages/core/src/http/web.ts";

describe("WebEngineRequest", () => {
  it.each([
    ["http://localhost", "/", ""],
    ["http://localhost?a=/b", "/", "a=/b"],
    ["http://localhost/a?b=c?d#e?f", "/a", "b=c?d"],
    ["http://localhost/a#?b", "/a", ""],
    ["http://user@localhost:8080/%2e/a%20b/", "/a%20b/", ""],
    ["http://[::1]/a//b", "/a//b", ""],
  ])("%s has the path %s and the query %s", (url, path, search) => {
    const request = new WebEngineRequest(new Request(url.replace("user@", "")));
    expect([request.path, request.search]).toEqual([path, search]);
  });

  const posting = (body: string) =>
    new WebEngineRequest(new Request("http://localhost/", { method: "POST", body }));

  it("reads a body once, and gives the same bytes to ctx.request before and after", async () => {
    const after = posting("body");
    expect(new TextDecoder().decode(await after.readBody(10))).toBe("body");
    expect(await after.toRequest(10).text()).toBe("body");
    const before = posting("body");
    const request = before.toRequest(10);
    expect(before.toRequest(10)).toBe(request);
    expect(new TextDecoder().decode(await before.readBody(10))).toBe("body");
    expect(await request.text()).toBe("body");
  });

  it("caps both ways in", async () => {
    await expect(posting("12345").readBody(4)).rejects.toThrow(PayloadTooLargeError);
    await expect(posting("12345").toRequest(4).text()).rejects.toThrow(PayloadTooLargeError);
    expect(await posting("12345").toRequest(5).text()).toBe("12345");
  });

  it("says who went, also to who asks late", () => {
    const gone = new AbortController();
    const request = new WebEngineRequest(new Request("http://localhost/", { signal: gone.signal }));
    const seen: string[] = [];
    request.onClientGone(() => seen.push("early"));
    gone.abort();
    request.onClientGone(() => seen.push("late"));
    expect(seen).toEqual(["early", "late"]);
  });
});

describe("toWebResponse", () => {
  const response = (status: number, body: string | Uint8Array | ReadableStream<Uint8Array> | null) => ({
    status,
    body,
    headers: new HeaderList(["set-cookie", "a", "set-cookie", "b"]),
  });

  it("keeps every cookie and counts bytes", async () => {
    const web = toWebResponse(response(200, "é"), "GET");
    expect(web.headers.getSetCookie()).toEqual(["a", "b"]);
    expect([web.headers.get("content-length"), await web.text()]).toEqual(["2", "é"]);
  });

  it.each([
    ["HEAD", 200],
    ["GET", 204],
    ["GET", 304],
  ])("%s with %i has no body, and its stream is cancelled", (method, status) => {
    let cancelled = false;
    const stream = new ReadableStream<Uint8Array>({
      cancel() {
        cancelled = true;
      },
    });
    expect(toWebResponse(response(status, stream), method).body).toBeNull();
    expect(cancelled).toBe(true);
    expect(toWebResponse(response(status, "x"), method).body).toBeNull();
  });
});
