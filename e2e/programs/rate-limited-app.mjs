// One instance of an app whose limits are counted in Redis. Everything it needs to know comes in the environment.
import { createRequire } from "node:module";

const { CORE, PACKAGES, CLIENT, REDIS_PORT, ON_ERROR, MAX, PORT } = process.env;
const { App, rateLimit } = await import(`${CORE}index.js`);
const { serve } = await import(`${CORE}node/index.js`);
const { ioredisAdapter, nodeRedisAdapter, redisRateLimitStore } = await import(
  `${CORE}rate-limit-redis/index.js`
);
const require = createRequire(PACKAGES);

async function connect() {
  const port = Number(REDIS_PORT);
  if (CLIENT === "ioredis") {
    const { Redis } = require("ioredis");
    return ioredisAdapter(new Redis({ port, retryStrategy: () => 100 }).on("error", () => {}));
  }
  const { createClient } = require("redis");
  const client = createClient({ socket: { port, reconnectStrategy: 100 } }).on("error", () => {});
  return nodeRedisAdapter(await client.connect());
}

const store = redisRateLimitStore({ client: await connect(), onError: ON_ERROR });
const limit = rateLimit({ windowMs: 3_600_000, max: Number(MAX), store, groupId: "shared" });
const responses = { 200: { description: "OK" } };
const app = new App({ env: "test", logger: { level: "info" } })
  .get("/limited", { responses, hooks: limit }, () => ({ status: 200, body: "in" }))
  .healthcheck();
await serve(app, { port: Number(PORT), hostname: "127.0.0.1" });
