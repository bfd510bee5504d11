/** What the bookstore has in Hono beside its routes: what our templates have, as far as Hono's own and its community's middleware go. */
import { env } from "cloudflare:workers";
import { basicAuth } from "hono/basic-auth";
import { bearerAuth } from "hono/bearer-auth";
import { bodyLimit } from "hono/body-limit";
import { getConnInfo } from "hono/cloudflare-workers";
import { cors } from "hono/cors";
import { csrf } from "hono/csrf";
import { HTTPException } from "hono/http-exception";
import { ipRestriction } from "hono/ip-restriction";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import { timeout } from "hono/timeout";
import { rateLimiter } from "hono-rate-limiter";
import * as z from "zod";
import { imageTypes } from "../../templates/example/src/covers/cover.ts";

const origins = z.string().transform((text) => text.split(",").filter((origin) => URL.canParse(origin)));

/** The environment, validated. */
export const config = z
  .object({
    CORS_ORIGINS: origins.default([]),
    API_READ_TOKEN: z.string().min(32),
    API_WRITE_TOKEN: z.string().min(32),
    ADMIN_PASSWORD: z.string().min(16),
    ADMIN_ALLOWED_IPS: z
      .string()
      .default("127.0.0.0/8,::1")
      .transform((text) => text.split(",")),
  })
  .parse(env);

/** Reads and writes need different scopes; the principal goes to `user`. */
export const authenticate = (scope) =>
  bearerAuth({
    realm: "bookstore",
    verifyToken: (token, context) => {
      const user = { [config.API_READ_TOKEN]: "reader", [config.API_WRITE_TOKEN]: "writer" }[token];
      context.set("user", user);
      return user === "writer" || (user === "reader" && scope === "books:read");
    },
  });

export const limited = () =>
  rateLimiter({ binding: env.RATE_LIMITER, keyGenerator: (c) => c.req.header("cf-connecting-ip") ?? "" });

/** Everything that holds for every route. */
export function addShared(app) {
  const cspAndMore = { contentSecurityPolicy: { defaultSrc: ["'self'"] } };
  app.use(requestId(), secureHeaders(cspAndMore), timeout(30_000), bodyLimit({ maxSize: 65_536 }));
  app.use(cors({ origin: config.CORS_ORIGINS }), csrf({ origin: config.CORS_ORIGINS }), limited());
  app.onError((error, context) => {
    const status = error instanceof HTTPException ? error.status : 500;
    const title = status === 500 ? "Internal Server Error" : error.message;
    return context.json({ type: "about:blank", title, status }, status, {
      "content-type": "application/problem+json",
    });
  });
  app.get("/healthz", (context) => context.json({ status: "ok" }));
  app.get("/readyz", (context) => context.json({ status: "ok" }));
  app.use("/admin/*", ipRestriction(getConnInfo, { allowList: config.ADMIN_ALLOWED_IPS }));
  app.use("/admin/*", basicAuth({ username: "admin", password: config.ADMIN_PASSWORD }));
  app.get("/admin/status", (context) => context.json({ name: "bookstore", origins: config.CORS_ORIGINS }));
}

/** Without what `fetchGuard` does: nothing of the kind was found for Workers. */
export async function coverOf(url) {
  const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
  const contentType = response.headers.get("content-type") ?? "";
  if (!imageTypes.has(contentType)) throw new HTTPException(422, { message: "Unprocessable Content" });
  const image = await response.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", image));
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return { contentType, bytes: image.byteLength, sha256 };
}
