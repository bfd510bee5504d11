import { once } from "node:events";
import { connect } from "node:net";
import { App } from "@daloyjs/core";
import { serve } from "@daloyjs/core/node";
import { expect, test } from "vitest";

test("a connection that never sent a byte does not hold the shutdown", async () => {
  const app = new App({ env: "test", logger: false }).healthcheck();
  const server = await serve(app, { port: 0, hostname: "127.0.0.1", handleSignals: false });
  const silent = connect(server.port, "127.0.0.1");
  silent.on("error", () => {});
  await once(silent, "connect");
  await new Promise((resolve) => setTimeout(resolve, 20));
  const before = performance.now();
  await server.close();
  expect(performance.now() - before).toBeLessThan(1500);
});
