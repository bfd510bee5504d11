import { z } from "zod";
import {
  type App,
  compression,
  cors,
  fetchGuard,
  type Hooks,
  jwk,
  jwt,
  loadShedding,
  SsrfBlockedError,
  safeRedirect,
  timing,
  verifyWebhookSignature,
} from "../../../../templates/packages/core/src/index.ts";
import { otelTracing } from "../../../../templates/packages/core/src/tracing/index.ts";
import { ok } from "../apps.ts";
import { keysFor } from "../jwt/tokens.ts";
import { strong } from "../session/browser.ts";

/** Layers that are there because somebody used them: middleware, and helpers in a handler. */
export const optional = [
  "load shedding",
  "compression",
  "cors",
  "jwt",
  "jwk",
  "timing",
  "tracing",
  "webhook",
  "fetch guard",
  "safe redirect",
] as const;
export type Optional = (typeof optional)[number];

export const friend = "https://friend.example";

/** What a tracer was told. */
export interface Traced {
  readonly told: unknown[];
  ended: number;
}

type Unless = (layer: Optional, make: () => Hooks) => Hooks[];

/** What holds for every route, unless it is taken away. */
export function optionalHooks(unless: Unless, traced: Traced): Hooks[] {
  const tracer = {
    startSpan: (...args: unknown[]) => {
      traced.told.push(args);
      return {
        spanContext: () => ({ traceId: "1".repeat(32), spanId: "2".repeat(16), traceFlags: 1 }),
        setAttribute: (...attribute: unknown[]) => void traced.told.push(attribute),
        setStatus: () => {},
        updateName: () => {},
        end: () => {
          traced.ended += 1;
        },
      };
    },
  };
  return [...unless("timing", timing), ...unless("tracing", () => otelTracing({ tracer }))];
}

export function addOptionalRoutes(app: App, unless: Unless, has: (layer: Optional) => boolean): void {
  const get = { responses: ok };
  const write = { ...get, auth: "public" } as const;
  const said = (body: unknown) => ({ status: 200 as const, body });
  const token = { issuer: "https://id.example", audience: "books", algorithms: ["ES256" as const] };
  const { publicJwk } = keysFor("ES256");
  app
    .get("/busy", { ...get, hooks: unless("load shedding", () => loadShedding({ maxRssBytes: 1 })) }, () =>
      said("served"),
    )
    .get("/large", { ...get, hooks: unless("compression", compression) }, ({ head }) =>
      said(`${head.url} ${"secret ".repeat(500)}`),
    )
    .post("/shared", { ...write, hooks: unless("cors", () => cors({ origin: friend })) }, () =>
      said("shared"),
    )
    .get("/token", { ...get, hooks: unless("jwt", () => jwt({ ...token, key: publicJwk })) }, () =>
      said("in"),
    )
    .get(
      "/published",
      { ...get, hooks: unless("jwk", () => jwk({ ...token, jwks: { keys: [publicJwk] } })) },
      () => said("in"),
    )
    .post("/hook", { ...write, request: { body: z.any() } }, async ({ body, head }) => {
      const signed = { payload: JSON.stringify(body), secret: strong };
      const timestamp = head.headers.get("x-timestamp");
      const signature = head.headers.get("x-signature");
      const good = !has("webhook") || (await verifyWebhookSignature({ ...signed, timestamp, signature }));
      return good ? said("taken") : new Response(null, { status: 401 });
    })
    .get("/fetch", { ...get, request: { query: z.object({ url: z.string() }) } }, async ({ query }) => {
      const inside = async () => new Response("credentials of the machine");
      const fetch = has("fetch guard") ? fetchGuard({ fetch: inside }) : inside;
      try {
        return said(await (await fetch(query.url)).text());
      } catch (error) {
        if (error instanceof SsrfBlockedError) return new Response(null, { status: 403 });
        throw error;
      }
    })
    .get("/go", { ...get, request: { query: z.object({ next: z.string() }) } }, ({ query }) => {
      const headers = has("safe redirect") ? safeRedirect(query.next).headers : { location: query.next };
      return new Response(null, { status: 302, headers });
    });
}
