import { App, type AppOptions, cors, parseTrustProxy, UnauthorizedError } from "@daloyjs/core";
import { addBodyRoutes } from "./bodies.ts";
import { withId } from "./schemas.ts";
import { limits, type Settings, secretOfTheFault } from "./settings.ts";
import { addStreamRoutes } from "./streams.ts";

const ok = { 200: { description: "OK" } };

/**
 * The app that every runtime serves: portable, in production, built from the core alone.
 *
 * @param get one setting by name, as the platform has it
 * @param options what an adapter of a platform asks an entry point to pass on
 */
export function createConformanceApp(
  get: (name: keyof Settings) => string | undefined,
  options: AppOptions = {},
): App {
  const insecure = get("INSECURE");
  const app = new App({
    env: "production",
    trustProxy: parseTrustProxy(get("TRUST_PROXY")),
    bodyLimitBytes: limits.bodyBytes,
    requestTimeoutMs: limits.requestMs,
    maxHeaderCount: limits.headers,
    ...(insecure === "app"
      ? { secureHeaders: false }
      : { waive: { "unauthenticated-write": "the suite asks as anyone" } }),
    ...options,
  });
  if (insecure === "argument") app.use(cors({ origin: "*" }));
  app.healthcheck();
  app.get("/items/:id", { request: { params: withId }, responses: ok }, ({ params, head }) => ({
    status: 200,
    body: { id: params.id, search: head.url.split("?")[1] ?? "" },
  }));
  app.get("/cookies", { responses: ok }, () => ({
    status: 200,
    body: "set",
    headers: { "set-cookie": ["a=1; Path=/", "b=2; Path=/; Expires=Wed, 21 Oct 2037 07:28:00 GMT", "c=3"] },
  }));
  app.get("/head", { responses: ok }, ({ head, clientAddress }) => ({
    status: 200,
    body: { url: head.url, clientAddress, headers: Object.fromEntries(head.headers) },
  }));
  app.get("/throws", { responses: ok }, () => {
    throw new Error(`cannot reach ${secretOfTheFault}`);
  });
  app.get("/unauthorized", { responses: ok }, () => {
    throw new UnauthorizedError("No token.", { "www-authenticate": 'Bearer realm="conformance"' });
  });
  app.get("/unhandled", { responses: ok }, () => {
    Promise.reject(new Error("nobody waits for this one"));
    return { status: 200, body: "answered" };
  });
  addBodyRoutes(app);
  addStreamRoutes(app);
  return app;
}
