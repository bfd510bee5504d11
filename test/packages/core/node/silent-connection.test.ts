import { once } from "node:events";
import { connect } from "node:net";
import { App } from "@daloyjs/core";
import { serve } from "@daloyjs/core/node";
import { expect, test } from "vitest";

test.each([
  ["never sent a byte", ""],
  ["sent half of a request", "GET / HTTP/1.1\r\nhost: a\r\n"],
])("a connection that %s does not hold the shutdown", async (_what, bytes) => {
  const app = new App({ env: "test", logger: false }).healthcheck();
  const server = await serve(app, { port: 0, hostname: "127.0.0.1", handleSignals: false });
  const silent = connect(server.port, "127.0.0.1");
  silent.on("error", () => {});
  await once(silent, "connect");
  silent.write(bytes);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const before = performance.now();
  await server.close();
  expect(performance.now() - before).toBeLessThan(1500);
});
