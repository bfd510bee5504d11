import { describe, expect, it } from "vitest";
import { type App, MetricsRegistry } from "../../../../templates/packages/core/src/index.ts";
import { hello, ok, quietApp } from "../apps.ts";

const token = "mV3kq0c2yXn8Zr5tPw7sB1dF6hJ9lQ4aE+o/u.~_-iG";
const ask = (app: App, authorization?: string) =>
  app.request("/metrics", authorization === undefined ? {} : { headers: { authorization } });

describe("app.metrics()", () => {
  it("counts and times from the first request on, by route and never by path", async () => {
    const app = quietApp({ env: "test" }).metrics().get("/a/:id", { responses: ok }, hello);
    await Promise.all([app.request("/a/1"), app.request("/a/2"), app.request("/nowhere")]);
    await app.request("/a/3", { method: "PROPFIND" });
    const response = await ask(app);
    const text = await response.text();
    expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(text).toContain('http_requests_total{method="GET",route="/a/:id",status="200"} 2');
    expect(text).toContain('http_requests_total{method="GET",route="no route",status="404"} 1');
    expect(text).toContain('http_requests_total{method="other",route="no route",status="405"} 1');
    expect(text).toContain('http_request_duration_seconds_count{method="GET",route="/a/:id"} 2');
  });

  it("writes into the registry it is given, at once", async () => {
    const registry = new MetricsRegistry();
    const app = quietApp({ env: "test" }).metrics({ registry }).get("/", { responses: ok }, hello);
    registry.counter({ name: "orders_total", help: "Orders" }).inc({});
    await app.request("/");
    expect(registry.render()).toContain('http_requests_total{method="GET",route="/",status="200"} 1');
    expect(await (await ask(app)).text()).toContain("orders_total 1");
  });

  it("says at the call that the registry has these names already", () => {
    const registry = new MetricsRegistry();
    registry.counter({ name: "http_requests_total", help: "Mine" });
    expect(() => quietApp({ env: "test" }).metrics({ registry })).toThrow(/taken/);
  });

  it.each([
    [undefined, 401, 'Bearer realm="api"'],
    ["Basic x", 401, 'Bearer realm="api"'],
    [`Bearer ${token}x`, 401, 'Bearer realm="api", error="invalid_token"'],
    [`Bearer ${token}`, 200, null],
    [`bearer ${token}`, 200, null],
  ])("%s is answered with %i", async (authorization, status, challenge) => {
    const app = quietApp().metrics({ token });
    const response = await ask(app, authorization);
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([status, challenge]);
  });
});
