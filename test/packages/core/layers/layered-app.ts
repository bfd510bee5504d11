import { z } from "zod";
import { guardNames } from "../../../../templates/packages/core/src/guards/boot-guard-error.ts";
import {
  type App,
  type AppOptions,
  basicAuth,
  bearerAuth,
  type Context,
  createLogger,
  csrf,
  type Hooks,
  ipRestriction,
  loginThrottle,
  rateLimit,
  requireScopes,
} from "../../../../templates/packages/core/src/index.ts";
import { session } from "../../../../templates/packages/core/src/session/index.ts";
import { type LogLine, later, ok, quietApp } from "../apps.ts";
import { strong, successor } from "../session/browser.ts";
import { addOptionalRoutes, optional, optionalHooks, type Traced } from "./optional-layers.ts";

/** What can be taken away: an option that switches it off, or a middleware that is left out. */
export const removable = [
  "body cap",
  "time limit",
  "secure headers",
  "cross-origin guard",
  "header limit",
  "JSON depth",
  "JSON keys",
  "proxy trust",
  "response check",
  "unknown keys",
  "validation",
  "authentication",
  "basic authentication",
  "scopes",
  "object authorization",
  "address restriction",
  "rate limit",
  "login throttle",
  "session",
  "csrf",
  ...optional,
] as const;
export type Removable = (typeof removable)[number];

const optionsWithout: Partial<Record<Removable, AppOptions>> = {
  "body cap": { bodyLimitBytes: 2 ** 40 },
  "time limit": { requestTimeoutMs: 0 },
  "secure headers": { secureHeaders: false },
  "cross-origin guard": { corsCrossOriginGuard: false },
  "header limit": { maxHeaderCount: 10_000 },
  "JSON depth": { jsonMaxDepth: 10_000 },
  "JSON keys": { jsonMaxKeys: 1_000_000 },
  "proxy trust": { trustProxy: "none" },
  "response check": { validateResponses: false },
};

const tokens = [
  { token: strong, user: { name: "ann", scopes: ["read"] } },
  { token: `${successor}-reader`, user: { name: "eve", scopes: [] } },
];
const password = "correct horse battery staple, twice";
/**
 * How long the slow route takes, and the limit of an app that waits for nobody. The limit runs from when a request is found to
 * wait, which is after the handler has set its own timer: a machine that stands still in between, for as long as these are
 * apart, turns the 503 into a 200.
 */
const slowMs = 800;
export const shortLimitMs = 40;

export interface LayeredApp {
  readonly without: Removable | undefined;
  readonly app: App;
  readonly lines: readonly LogLine[];
  readonly traced: Traced;
}

/** An app in production with every layer, but for the one that is taken away; the guards are waived, so that it starts. */
export function layeredApp(without?: Removable, requestTimeoutMs = 5000): LayeredApp {
  const lines: LogLine[] = [];
  const logger = createLogger({ level: "trace", write: (line) => lines.push(JSON.parse(line)) });
  const waive = Object.fromEntries(guardNames.map((name) => [name, "a layer is taken away on purpose"]));
  const defaults = { requestTimeoutMs, jsonMaxKeys: 1000, waive, logger };
  const app = quietApp({ ...defaults, ...(without && optionsWithout[without]) });
  const has = (layer: Removable) => layer !== without;
  const unless = (layer: Removable, make: () => Hooks): Hooks[] => (has(layer) ? [make()] : []);
  const said = (body: unknown) => ({ status: 200 as const, body });
  const open = { responses: ok, auth: "public" } as const;

  const traced: Traced = { told: [], ended: 0 };
  app.use(optionalHooks(unless, traced));
  addOptionalRoutes(app, unless, has);

  app
    .post("/echo", { ...open, request: { body: z.any() } }, ({ body }) => said(body))
    .post(
      "/strict",
      {
        ...open,
        request: { body: z.object({ name: z.string() }) },
        unknownKeys: has("unknown keys") ? "reject" : "strip",
      },
      ({ body }) => said(body),
    )
    .get("/slow", { responses: ok }, async () => said(await later("late", slowMs)))
    .get("/fails", { responses: ok }, ({ log }) => {
      log.info({ password: "hunter2" }, "before the fault");
      throw new Error("secret detail");
    })
    .get("/splits", { responses: ok }, () => ({ ...said("ok"), headers: { "x-a": "b\r\nset-cookie: c=d" } }))
    .get("/files/*", { responses: ok }, () => said("file"))
    .get(
      "/profile",
      { responses: { 200: { description: "OK", body: z.object({ name: z.string() }) } } },
      () => ({ status: 200, body: Object.assign({ name: "ann" }, { passwordHash: "leaked" }) }),
    )
    .get(
      "/query",
      {
        responses: ok,
        ...(has("validation") && { request: { query: z.object({ page: z.coerce.number() }) } }),
      },
      () => said("page"),
    )
    .group("/members", { hooks: unless("authentication", () => bearerAuth({ tokens })) }, (group) =>
      group
        .get("/", { responses: ok }, () => said("members"))
        .get("/scoped", { responses: ok, hooks: unless("scopes", () => requireScopes(["read"])) }, () =>
          said("read"),
        )
        .get(
          "/:name",
          {
            responses: ok,
            request: { params: z.object({ name: z.string() }) },
            ...(has("object authorization") && {
              authorize: ({ user, params }: { user: unknown; params: { name: string } }) =>
                (user as { name: string }).name === params.name,
            }),
          },
          () => said("profile"),
        ),
    )
    .get(
      "/basic",
      { responses: ok, hooks: unless("basic authentication", () => basicAuth({ users: { ann: password } })) },
      () => said("basic"),
    )
    .get(
      "/inside",
      { responses: ok, hooks: unless("address restriction", () => ipRestriction({ allow: ["10.0.0.0/8"] })) },
      () => said("inside"),
    )
    .get(
      "/limited",
      { responses: ok, hooks: unless("rate limit", () => rateLimit({ windowMs: 60_000, max: 2 })) },
      () => said("limited"),
    )
    .post(
      "/login",
      {
        auth: "public",
        responses: { 401: { description: "Wrong password" } },
        hooks: unless("login throttle", () => loginThrottle({ max: 2 })),
      },
      () => ({ status: 401 as const, body: "wrong password" }),
    )
    .group("/account", { auth: "public", hooks: accountHooks(unless) }, (group) =>
      group.get("/", { responses: ok }, who).post("/", { responses: ok }, who),
    );
  return { without, app, lines, traced };
}

function accountHooks(unless: (layer: Removable, make: () => Hooks) => Hooks[]): Hooks[] {
  return [
    ...unless("session", () => session({ secret: strong, saveUninitialized: true })),
    ...unless("csrf", () => csrf({ secret: successor })),
  ];
}

function who({ state }: Context) {
  return { status: 200 as const, body: { id: state.session?.id ?? "no session" } };
}
