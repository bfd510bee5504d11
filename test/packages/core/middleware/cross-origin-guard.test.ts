import { describe, expect, it } from "vitest";
import { cors } from "../../../../templates/packages/core/src/index.ts";
import { hello, loggedApp, ok, quietApp } from "../apps.ts";

const writes = ["POST", "PUT", "PATCH", "DELETE"] as const;

function app(options: object = {}) {
  const one = quietApp({ env: "test", ...options }).get("/", { responses: ok }, hello);
  one.post("/", { responses: ok }, hello).put("/", { responses: ok }, hello);
  return one.patch("/", { responses: ok }, hello).delete("/", { responses: ok }, hello);
}

describe.each(writes)("%s", (method) => {
  it.each([
    ["no browser", {}, 200],
    ["the same origin", { origin: "http://localhost" }, 200],
    ["the same origin in capitals", { origin: "HTTP://LOCALHOST" }, 200],
    [
      "the same origin, said by the browser",
      { "sec-fetch-site": "same-origin", origin: "http://other" },
      200,
    ],
    ["typed by the user", { "sec-fetch-site": "none" }, 200],
    ["another origin", { origin: "https://evil.example" }, 403],
    ["another port", { origin: "http://localhost:8080" }, 403],
    ["a subdomain", { origin: "http://a.localhost" }, 403],
    ["a prefix", { origin: "http://localhost.evil.example" }, 403],
    ["the opaque origin", { origin: "null" }, 403],
    ["the opaque origin at a host that looks like its end", { origin: "null", host: "ll" }, 403],
    ["an empty origin", { origin: "" }, 403],
    ["garbage", { origin: "localhost" }, 403],
    ["another site, without Origin", { "sec-fetch-site": "cross-site" }, 403],
    ["a sibling site", { "sec-fetch-site": "same-site", origin: "http://localhost" }, 403],
    ["what no browser sends", { "sec-fetch-site": "SAME-ORIGIN?" }, 403],
    ["two answers", { "sec-fetch-site": "same-origin, cross-site" }, 403],
  ])("from %s is %j: %i", async (_, headers, status) => {
    const response = await app().request("/", { method, headers: { host: "localhost", ...headers } });
    expect(response.status).toBe(status);
  });
});

it.each(["GET", "HEAD", "OPTIONS"])("%s changes nothing and may come from anywhere", async (method) => {
  const response = await app().request("/", { method, headers: { origin: "https://evil.example" } });
  expect(response.status).toBeLessThan(300);
});

it("lets in whom a cors() of the route lets in, and only there", async () => {
  const origin = "https://friend.example";
  const one = quietApp({ env: "test" })
    .post("/open", { responses: ok, hooks: cors({ origin }) }, hello)
    .post("/closed", { responses: ok }, hello);
  const post = (path: string, from: string) =>
    one.request(path, { method: "POST", headers: { origin: from, "sec-fetch-site": "cross-site" } });
  expect((await post("/open", origin)).status).toBe(200);
  expect((await post("/open", "https://evil.example")).status).toBe(403);
  expect((await post("/closed", origin)).status).toBe(403);
});

it("is before authentication and the body, and is logged with the setting that governs it", async () => {
  const { app: one, lines } = loggedApp({ env: "test" });
  one
    .use({
      preBody() {
        throw new Error("must not run");
      },
    })
    .post("/", { responses: ok }, hello);
  const response = await one.request("/", { method: "POST", headers: { origin: "https://evil.example" } });
  expect(response.status).toBe(403);
  expect(lines).toContainEqual(
    expect.objectContaining({ code: "cross-origin-refused", setting: "corsCrossOriginGuard" }),
  );
});

it("is off where it is switched off, also for a 404", async () => {
  const headers = { origin: "https://evil.example" };
  expect((await app({ corsCrossOriginGuard: false }).request("/", { method: "POST", headers })).status).toBe(
    200,
  );
  expect((await app().request("/missing", { method: "POST", headers })).status).toBe(403);
});
