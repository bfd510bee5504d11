import assert from "node:assert/strict";
import { test } from "node:test";
import { App, createLogger, rateLimit } from "@daloyjs/core";
import { serve } from "@daloyjs/core/node";
import { ConfigError } from "../src/config.ts";
import { createRateLimitStore } from "../src/rate-limit.ts";
import { configFrom, testApp } from "./support.ts";

test("without Redis requests are let through", async () => {
  const app = testApp({ RATE_LIMIT_PER_MINUTE: "1" });
  assert.equal((await app.request("/healthz")).status, 200);
  assert.equal((await app.request("/healthz")).status, 200);
});

test("without Redis the app starts, says so, and stops", async () => {
  const lines: string[] = [];
  const logger = createLogger({ level: "warn", write: (line) => lines.push(line) });
  const app = new App({ env: "test", logger }).healthcheck();
  const store = createRateLimitStore(app, configFrom(), logger);
  app.use(rateLimit({ windowMs: 60_000, max: 1, store }));
  const server = await serve(app, { port: 0, hostname: "127.0.0.1", handleSignals: false });
  assert.equal((await fetch(`http://127.0.0.1:${server.port}/healthz`)).status, 200);
  await server.close();
  const codes = lines.map((line) => JSON.parse(line).code);
  assert.deepEqual([...new Set(codes)].sort(), ["rate-limit-store-down", "redis-down"]);
  assert.equal(codes.filter((code) => code === "redis-down").length, 1);
});

for (const value of ["", "127.0.0.1:6379", "http://127.0.0.1:6379"]) {
  test(`REDIS_URL=${value} is refused, by name and without the value`, () => {
    assert.throws(
      () => configFrom({ REDIS_URL: value }),
      (error) => error instanceof ConfigError && /^REDIS_URL must be a URL/.test(error.faults.join()),
    );
  });
}
