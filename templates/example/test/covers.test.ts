import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { type TestContext, test } from "node:test";
import { App, bearerAuth, fetchGuard, type GuardedFetch, MemoryRateLimitStore } from "@daloyjs/core";
import { runContractTests } from "@daloyjs/core/contract";
import { coverRoutes } from "../src/covers/routes.ts";
import { bearer, json, problemOf, testApp, tokens } from "./support.ts";

/** The cover routes alone, with a guard that lets this machine be reached: the images of these tests live here. */
function localApp(options: Parameters<typeof fetchGuard>[0] = {}) {
  return coverApp(fetchGuard({ allowLoopback: true, ...options }));
}

function coverApp(fetchImage: GuardedFetch) {
  const user = { scopes: ["books:write"] };
  const verify = bearerAuth({ tokens: [{ token: tokens.write, user }] });
  return new App({ logger: false }).routes(coverRoutes(fetchImage, verify, new MemoryRateLimitStore()));
}

async function origin(context: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  context.after(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, "listening");
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  return `http://127.0.0.1:${address.port}`;
}

const fetchCover = (url: string, accessToken = tokens.write) => json({ url }, accessToken);

test("an image is fetched and described", async (context) => {
  const image = Buffer.from("89504e470d0a1a0a", "hex");
  const url = await origin(context, (_request, response) => {
    response.setHeader("content-type", "Image/PNG; charset=binary").end(image);
  });
  const response = await localApp().request("/fetch-cover", fetchCover(`${url}/cover.png`));
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), {
    contentType: "image/png",
    bytes: image.length,
    sha256: createHash("sha256").update(image).digest("hex"),
  });
});

for (const [what, status, type] of [
  ["a page", 200, "text/html"],
  ["an SVG, which can carry scripts", 200, "image/svg+xml"],
  ["an error page of the origin", 404, "image/png"],
] as const) {
  test(`${what} is no cover: 422`, async (context) => {
    const url = await origin(context, (_request, response) => {
      response.writeHead(status, { "content-type": type }).end("<svg/>");
    });
    assert.equal((await localApp().request("/fetch-cover", fetchCover(url))).status, 422);
  });
}

test("an image that is too large or too slow is 502", async (context) => {
  const large = await origin(context, (_request, response) => {
    response.setHeader("content-type", "image/png").end(Buffer.alloc(2048));
  });
  const slow = await origin(context, () => {});
  const app = localApp({ maxResponseBytes: 1024, timeoutMs: 50 });
  assert.equal((await app.request("/fetch-cover", fetchCover(large))).status, 502);
  assert.equal((await app.request("/fetch-cover", fetchCover(slow))).status, 502);
});

for (const url of [
  "http://169.254.169.254/latest/meta-data/",
  "http://[::ffff:169.254.169.254]/",
  "http://127.0.0.1:3000/metrics",
  "http://2130706433/",
  "http://localhost/",
  "http://10.0.0.1/",
  "http://[::1]/",
  "https://user:password@example.com/cover.png",
  "http://metadata.google.internal/",
]) {
  test(`${url} is refused, and the answer tells nothing of the network`, async () => {
    const response = await testApp().request("/fetch-cover", fetchCover(url));
    assert.equal(response.status, 422);
    const { detail, errors } = await problemOf(response);
    assert.equal(detail, "The cover cannot be fetched.");
    assert.deepEqual(errors, [{ path: "/body/url", message: "must lead to a public http or https address" }]);
  });
}

test("a redirect to the inside is refused like the address itself", async (context) => {
  const url = await origin(context, (_request, response) => {
    response.writeHead(302, { location: "http://169.254.169.254/cover.png" }).end();
  });
  assert.equal((await localApp().request("/fetch-cover", fetchCover(url))).status, 422);
});

for (const url of [
  "file:///etc/passwd",
  "data:image/png,x",
  "cover.png",
  `https://a.example/${"x".repeat(2048)}`,
]) {
  test(`${url.slice(0, 24)} is no URL that the contract takes`, async () => {
    const response = await testApp().request("/fetch-cover", fetchCover(url));
    assert.equal(response.status, 422);
    const { detail, errors } = await problemOf(response);
    assert.match(detail ?? "", /contract/);
    assert.equal(errors?.[0]?.path, "/body/url");
  });
}

test("fetching a cover needs the write token", async () => {
  const app = testApp();
  const url = "https://example.com/cover.png";
  assert.equal((await app.request("/fetch-cover", json({ url }))).status, 401);
  assert.equal((await app.request("/fetch-cover", fetchCover(url, tokens.read))).status, 403);
});

test("one client may have only so many covers fetched in a minute", async () => {
  const app = localApp({ allowLoopback: false });
  const ask = async () => (await app.request("/fetch-cover", fetchCover("http://127.0.0.1/"))).status;
  for (let call = 0; call < 30; call++) assert.equal(await ask(), 422);
  assert.equal(await ask(), 429);
});

test("the contract holds for whatever the write token sends", async () => {
  // No network: whatever the URL, an image is there.
  const app = coverApp(async () => new Response("image", { headers: { "content-type": "image/png" } }));
  const fuzz = { runs: 30, seed: 1, headers: bearer(tokens.write) };
  assert.deepEqual((await runContractTests(app, { fuzz })).issues, []);
});
