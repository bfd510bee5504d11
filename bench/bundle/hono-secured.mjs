import { Hono } from "hono";
import { bearerAuth } from "hono/bearer-auth";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import { csrf } from "hono/csrf";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import { timeout } from "hono/timeout";

const app = new Hono();
app.use(
  requestId(),
  secureHeaders(),
  timeout(30_000),
  bodyLimit({ maxSize: 65_536 }),
  cors({ origin: "https://app.example.com" }),
  csrf({ origin: "https://app.example.com" }),
  bearerAuth({ verifyToken: (token) => token === "example" }),
);
app.get("/", (context) => context.json({ hello: "world" }));

export default { fetch: app.fetch };
