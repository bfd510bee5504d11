import { afterEach, describe, expect, it, vi } from "vitest";
import {
  createFetchGuard,
  fetchGuard,
  SsrfBlockedError,
} from "../../../../templates/packages/core/src/fetch-guard/fetch-guard.ts";
import { bareRuntime } from "./policies.ts";
import { resolverOf, Servers } from "./servers.ts";

const servers = new Servers();
afterEach(() => servers.closeAll());

const resolve = resolverOf({
  "a.test": ["127.0.0.1"],
  "b.test": ["127.0.0.1"],
  "evil.test": ["10.0.0.1"],
  "public.test": ["8.8.8.8"],
});
const guarded = fetchGuard({ allowLoopback: true, resolve });

/** `/N/TARGET` redirects to TARGET with status N; anything else answers what arrived. */
const redirector = () =>
  servers.http((request, response) => {
    const [, status, target] = /^\/(30\d)\/(.*)$/.exec(request.url ?? "") ?? [];
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      if (status !== undefined)
        response.writeHead(Number(status), { location: decodeURIComponent(target ?? "") }).end("moved");
      else
        response.end(
          JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body }),
        );
    });
  });

interface Arrived {
  method: string;
  headers: Record<string, string>;
  body: string;
}

describe("redirects", () => {
  it("are followed, and the response knows where it came from", async () => {
    const server = await redirector();
    const base = `http://a.test:${server.port}`;
    const response = await guarded(
      `${base}/302/${encodeURIComponent(`/301/${encodeURIComponent("/end?x=1#y")}`)}`,
    );
    expect(response.url).toBe(`${base}/end?x=1`);
    expect(response.redirected).toBe(true);
    await response.text();
    await server.idle();
  });

  it.each([
    ["to a literal", "http://169.254.169.254/latest/meta-data/", "metadata"],
    ["to a name inside", "http://evil.test/", "private"],
    ["to a disguised literal", "http://[::ffff:10.0.0.1]/", "private"],
    ["to a metadata name", "//metadata.google.internal/", "metadata"],
    ["to a file", "file:///etc/passwd", "scheme"],
    ["to a script", "javascript:alert(1)", "scheme"],
    ["with a password", "http://user:secret@a.test/", "credentials"],
    ["to a mail server", "http://a.test:25/", "port"],
  ])("%s are refused", async (_name, target, reason) => {
    const { port } = await redirector();
    const failed = guarded(`http://a.test:${port}/302/${encodeURIComponent(target)}`);
    await expect(failed).rejects.toThrow(SsrfBlockedError);
    await expect(failed).rejects.toMatchObject({ reason });
    await expect(failed).rejects.not.toThrow(/secret/);
  });

  it("must stay within allowHosts", async () => {
    const { port } = await redirector();
    const narrow = fetchGuard({ allowLoopback: true, resolve, allowHosts: ["a.test"] });
    const url = `http://a.test:${port}/302/${encodeURIComponent(`http://b.test:${port}/`)}`;
    await expect(narrow(url)).rejects.toMatchObject({ reason: "host-not-allowed" });
  });

  it("end after maxRedirects", async () => {
    const { port, connections } = await servers.http((_request, response) => {
      response.writeHead(302, { location: "/again" }).end();
    });
    const url = `http://a.test:${port}/`;
    await expect(guarded(url)).rejects.toMatchObject({ name: "FetchLimitError", limit: "maxRedirects" });
    expect(connections()).toBe(6);
    await expect(fetchGuard({ allowLoopback: true, resolve, maxRedirects: 0 })(url)).rejects.toThrow(
      /more than 0 times/,
    );
    expect(connections()).toBe(7);
  });

  it.each([
    ["same origin", "a.test", true],
    ["another origin", "b.test", false],
  ])("carry credentials to the %s only", async (_name, host, keeps) => {
    const { port } = await redirector();
    const headers = { authorization: "Bearer x", cookie: "a=1", "x-api-key": "k", accept: "text/plain" };
    const url = `http://a.test:${port}/307/${encodeURIComponent(`http://${host}:${port}/`)}`;
    const arrived = (await (await guarded(url, { headers })).json()) as Arrived;
    expect(arrived.headers).toMatchObject({ accept: "text/plain", host: `${host}:${port}` });
    for (const name of ["authorization", "cookie", "x-api-key"]) expect(name in arrived.headers).toBe(keeps);
  });

  it.each([
    ["a string", () => "payload"],
    ["bytes", () => new TextEncoder().encode("payload")],
    ["a Blob", () => new Blob(["payload"])],
  ])("with 307 and 308 repeat %s", async (_name, body) => {
    const { port } = await redirector();
    for (const status of [307, 308]) {
      const url = `http://a.test:${port}/${status}/${encodeURIComponent("/end")}`;
      const arrived = (await (await guarded(url, { method: "POST", body: body() })).json()) as Arrived;
      expect(arrived).toMatchObject({ method: "POST", body: "payload" });
    }
  });

  it("repeat the short body of a Request, and say so if it was long", async () => {
    const { port } = await redirector();
    const url = `http://a.test:${port}/307/${encodeURIComponent("/end")}`;
    const arrived = (await (
      await guarded(new Request(url, { method: "POST", body: "payload" }))
    ).json()) as Arrived;
    expect(arrived.body).toBe("payload");
    const long = new Request(url, { method: "POST", body: "x".repeat(70_000) });
    await expect(guarded(long)).rejects.toThrow(/a stream can be sent only once/);
  });

  it("do not repeat a stream", async () => {
    const { port } = await redirector();
    const body = new Blob(["payload"]).stream();
    const url = `http://a.test:${port}/307/${encodeURIComponent("/end")}`;
    await expect(guarded(url, { method: "POST", body, duplex: "half" })).rejects.toThrow(
      /a stream can be sent only once/,
    );
  });

  it("with 303 turn a POST into a GET", async () => {
    const { port } = await redirector();
    const url = `http://a.test:${port}/303/${encodeURIComponent("/end")}`;
    const arrived = (await (await guarded(url, { method: "POST", body: "payload" })).json()) as Arrived;
    expect(arrived).toMatchObject({ method: "GET", body: "" });
    expect(arrived.headers["content-type"]).toBeUndefined();
  });

  it('are handed out with redirect: "manual", and an error with "error"', async () => {
    const { port, connections } = await redirector();
    const url = `http://a.test:${port}/302/${encodeURIComponent("http://evil.test/")}`;
    const response = await guarded(url, { redirect: "manual" });
    expect([response.status, response.headers.get("location"), response.redirected]).toEqual([
      302,
      "http://evil.test/",
      false,
    ]);
    expect(await response.text()).toBe("moved");
    await expect(guarded(url, { redirect: "error" })).rejects.toThrow(/redirect is "error"/);
    expect(connections()).toBe(2);
  });

  it("close the connection of a hop whose body does not end", async () => {
    const server = await servers.raw((socket) => {
      socket.once("data", (head) => {
        const isFirst = head.toString().startsWith("GET / ");
        socket.write(
          isFirst ? "HTTP/1.1 302 Found\r\nLocation: /end\r\n\r\nendless" : "HTTP/1.1 204 No Content\r\n\r\n",
        );
      });
    });
    expect((await guarded(`http://a.test:${server.port}/`)).status).toBe(204);
    await server.idle();
  });

  it("without a location are responses", async () => {
    const { port } = await servers.http((_request, response) => response.writeHead(302).end("nowhere"));
    expect(await (await guarded(`http://a.test:${port}/`)).text()).toBe("nowhere");
  });
});

describe("with an injected fetch", () => {
  const record = (respond: (url: string) => Response = () => new Response("ok")) =>
    vi.fn(async (url: string, _init?: RequestInit) => respond(url));

  it("sends what was checked, and only standard members", async () => {
    const fetch = record();
    const guard = fetchGuard({ fetch, resolve });
    const init: RequestInit = { method: "POST", body: "x", headers: { host: "evil", "x-a": "1" } };
    Object.assign(init, { unix: "/var/run/docker.sock", proxy: "http://proxy.test", client: {} });
    expect(await (await guard("http://public.test/#f", init)).text()).toBe("ok");
    const [url, sent] = fetch.mock.calls[0] ?? [];
    expect(url).toBe("http://public.test/");
    expect(Object.keys(sent ?? {}).sort()).toEqual([
      "body",
      "duplex",
      "headers",
      "method",
      "redirect",
      "signal",
    ]);
    expect(sent?.redirect).toBe("manual");
    expect(new Headers(sent?.headers).has("host")).toBe(false);
  });

  it("still resolves and judges, on every hop", async () => {
    const fetch = record((url) =>
      url.includes("public") ? Response.redirect("http://evil.test/", 302) : new Response("ok"),
    );
    const guard = fetchGuard({ fetch, resolve });
    await expect(guard("http://evil.test/")).rejects.toMatchObject({
      reason: "private",
      address: "10.0.0.1",
    });
    await expect(guard("http://localhost/")).rejects.toMatchObject({ reason: "loopback" });
    expect(fetch).not.toHaveBeenCalled();
    await expect(guard("http://public.test/")).rejects.toMatchObject({ reason: "private" });
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it("refuses one that follows redirects by itself or hides them", async () => {
    const redirected = Object.defineProperty(new Response("ok"), "redirected", { value: true });
    await expect(
      fetchGuard({ fetch: record(() => redirected), resolve })("http://public.test/"),
    ).rejects.toThrow(/redirect: "manual"/);
    const opaque = Object.defineProperty(new Response(null), "type", { value: "opaqueredirect" });
    await expect(fetchGuard({ fetch: record(() => opaque), resolve })("http://public.test/")).rejects.toThrow(
      TypeError,
    );
  });

  it("limits the body and keeps its cookies", async () => {
    const headers = new Headers([
      ["set-cookie", "a=1"],
      ["set-cookie", "b=2"],
    ]);
    const guard = fetchGuard({
      fetch: record(() => new Response("x".repeat(100), { headers })),
      resolve,
      maxResponseBytes: 99,
    });
    const response = await guard("http://public.test/");
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    await expect(response.text()).rejects.toMatchObject({ limit: "maxResponseBytes" });
  });

  it("repeats a form with the boundary of its content type", async () => {
    const forms: Promise<FormData>[] = [];
    const fetch = vi.fn(async (url: string, init?: RequestInit) => {
      forms.push(new Response(init?.body ?? null, { headers: new Headers(init?.headers) }).formData());
      return url.endsWith("/1")
        ? new Response(null, { status: 307, headers: { location: "/2" } })
        : new Response("ok");
    });
    const body = new FormData();
    body.set("a", "1");
    await fetchGuard({ fetch, resolve })("http://public.test/1", { method: "POST", body });
    expect((await Promise.all(forms)).map((form) => form.get("a"))).toEqual(["1", "1"]);
  });
});

describe("where nothing can be resolved (Workers)", () => {
  const fetch = vi.fn(async () => new Response("ok"));
  const guard = createFetchGuard({ fetch }, bareRuntime);

  it.each([
    ["http://127.0.0.1/", "loopback"],
    ["http://0x7f.1/", "loopback"],
    ["http://[::ffff:10.0.0.1]/", "private"],
    ["http://169.254.169.254/", "metadata"],
    ["http://metadata.google.internal/", "metadata"],
    ["http://localhost/", "loopback"],
    ["http://db.internal/", "private"],
    ["http://user:pw@example.com/", "credentials"],
  ])("%s is refused by its name or literal", async (url, reason) => {
    await expect(guard(url)).rejects.toMatchObject({ reason });
    expect(fetch).not.toHaveBeenCalled();
  });

  it("lets public names through", async () => {
    expect(await (await guard("https://example.com/")).text()).toBe("ok");
  });
});

describe("without pinning on Node", () => {
  it("goes through the runtime's fetch, with the same rules", async () => {
    const { port } = await redirector();
    const unpinned = fetchGuard({ allowLoopback: true, pinDns: false });
    const url = `http://127.0.0.1:${port}/302/${encodeURIComponent("/end")}`;
    const response = await unpinned(url, { headers: { "x-a": "1" } });
    expect(response.url).toBe(`http://127.0.0.1:${port}/end`);
    expect(await response.json()).toMatchObject({ headers: { "x-a": "1" } });
    expect(response.redirected).toBe(true);
  });
});

it("never quotes a password, whatever is wrong with the URL", async () => {
  for (const url of [
    "http://user:secret@a.test/",
    "http://user:secret@",
    "http://user:secret@[::1/",
    "ftp://user:secret@a.test/",
  ]) {
    const error = await guarded(url).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(JSON.stringify(error) + String(error) + (error instanceof Error ? error.stack : "")).not.toContain(
      "secret",
    );
    expect(Object.values(error as object).join()).not.toContain("secret");
  }
});
