import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SmokeConfig } from "../../templates/packages/cli/src/config/config.ts";
import type * as Smoke from "../../templates/packages/cli/src/smoke/smoke.ts";
import { naiveConfig } from "../../test/packages/cli/support/config.ts";
import { openWorkshop, realProject, type Workshop } from "../../test/packages/cli/support/projects.ts";

/** What a developer who means no harm writes, as JavaScript that the build left in `build/src/`. */
interface Program {
  readonly app?: string;
  readonly config?: string;
  readonly server?: string;
}

const app = ({
  options = "",
  cors = "if (origin) app.use(cors({ origin }));",
  metrics = 'get("METRICS_TOKEN")',
  more = "",
} = {}) =>
  `import { App, bearerAuth, cors } from "@daloyjs/core";
import { createHash } from "node:crypto";
export function createApp(get) {
  const app = new App({ logger: { level: "warn" }, ${options} });
  const origin = get("CORS_ORIGINS");
  ${cors}
  const auth = { auth: { scheme: "bearer" }, hooks: bearerAuth({ tokens: [get("API_WRITE_TOKEN")] }) };
  app.healthcheck().metrics({ token: ${metrics} });
  app.route({
    method: "POST", path: "/books", operationId: "createBook", ...auth,
    responses: { 204: { description: "Created" } }, handler: () => ({ status: 204 }),
  });
  ${more}
  return app;
}`;

const server = (start: string, before = "") => `import { createApp } from "./app.js";
import { loadConfig } from "./config.js";
import { serve } from "@daloyjs/core/node";
${before}
const get = (name) => process.env[name];
const listen = async () => serve(createApp(await loadConfig(get)), { port: Number(get("PORT")), hostname: get("HOST") });
${start}`;

const wildcard = "refuses to start: wildcard CORS";
const placeholder = "refuses to start: placeholder secret";
const open = "refuses to start: metrics without a token";
const settings = [open, placeholder, wildcard];

const refusals: SmokeConfig["refusals"] = [
  { name: "wildcard CORS", env: { CORS_ORIGINS: "*" }, guard: "cors-wildcard" },
  { name: "placeholder secret", env: { METRICS_TOKEN: "changeme" }, guard: "weak-secret" },
  { name: "metrics without a token", env: { METRICS_TOKEN: "" }, guard: "open-metrics" },
];

const faults: readonly (readonly [what: string, program: Program, found: readonly string[]])[] = [
  [
    "waives a guard",
    { app: app({ options: 'waive: { "cors-wildcard": "the frontend moves" }' }) },
    [wildcard],
  ],
  [
    "answers with headers of its own instead of cors()",
    {
      app: app({
        cors: 'app.use({ onResponse: (_context, response) => { if (origin) response.headers.set("access-control-allow-origin", origin); return response; } });',
      }),
    },
    [wildcard],
  ],
  [
    "makes up a token where none is set",
    {
      config:
        'import { randomBytes } from "node:crypto"; const made = randomBytes(48).toString("base64url"); export const loadConfig = (get) => (name) => get(name) || (name.endsWith("_TOKEN") ? made : undefined);',
    },
    [open],
  ],
  [
    "stretches a placeholder until it looks random",
    {
      app: app({
        metrics:
          'get("METRICS_TOKEN") && createHash("sha512").update(get("METRICS_TOKEN")).digest("base64url")',
      }),
    },
    [placeholder],
  ],
  [
    "calls itself development",
    { server: server("await listen();", 'process.env.DALOY_ENV = "development";') },
    settings,
  ],
  ["passes development to the app", { app: app({ options: 'env: "development"' }) }, [open, placeholder]],
  [
    "ends with 0, so that the supervisor is content",
    {
      server: server("await listen().catch((error) => { console.error(error.message); process.exit(0); });"),
    },
    settings,
  ],
  [
    "says nothing of why it ends",
    { server: server("await listen().catch(() => process.exit(1));") },
    settings,
  ],
  [
    "logs the refusal and listens with something else",
    {
      server: server(
        'await listen().catch((error) => { console.error(error.message); createServer((_request, response) => response.end("maintenance")).listen(Number(get("PORT")), get("HOST")); });',
        'import { createServer } from "node:http";',
      ),
    },
    settings,
  ],
  [
    "logs the refusal and stays",
    {
      server: server(
        "listen().catch((error) => console.error(error.message)); setInterval(() => {}, 60_000);",
      ),
    },
    settings,
  ],
  [
    "tries again and again",
    {
      server: server(
        "for (;;) { try { await listen(); break; } catch (error) { console.error(error.message); await new Promise((again) => setTimeout(again, 200)); } }",
      ),
    },
    settings,
  ],
  [
    "listens before it makes the app",
    {
      server: server(
        'const early = createServer((_request, response) => response.writeHead(503).end()).listen(Number(get("PORT")), get("HOST")); await new Promise((up) => early.once("listening", up).once("error", (error) => { throw error; })); createApp(await loadConfig(get)); await new Promise((down) => early.close(down)); await listen();',
        'import { createServer } from "node:http";',
      ),
    },
    settings,
  ],
  [
    "leaves metrics to itself, and open",
    { app: app({ metrics: 'get("METRICS_TOKEN") || "k3Vd9tLwq-Zs7mYb2RfHc6XnJp4Ga8Ue1To5Wi0D"' }) },
    [open],
  ],
];

const lookAlikes: readonly (readonly [what: string, program: Program])[] = [
  [
    "waives what nobody asked about",
    { app: app({ options: 'waive: { "tls-verification-off": "the proxy of the office" }' }) },
  ],
  [
    "reports in words of its own as well",
    {
      server: server('await listen().catch((error) => { console.error("Could not start."); throw error; });'),
    },
  ],
  [
    "ends with another code",
    {
      server: server("await listen().catch((error) => { console.error(error.message); process.exit(78); });"),
    },
  ],
  [
    "logs the refusal as JSON",
    {
      server: server(
        'await listen().catch((error) => { console.log(JSON.stringify({ level: "fatal", violations: error.violations })); process.exitCode = 1; });',
      ),
    },
  ],
  [
    "cleans up before it ends",
    {
      server: server(
        "try { await listen(); } catch (error) { await new Promise((done) => setTimeout(done, 100)); throw error; }",
      ),
    },
  ],
  [
    "reads its settings slowly",
    {
      config:
        "export const loadConfig = async (get) => { await new Promise((read) => setTimeout(read, 300)); return get; };",
    },
  ],
  [
    "takes a list of origins",
    {
      app: app({
        cors: 'if (origin) app.use(cors({ origin: origin.split(",").map((one) => one.trim()) }));',
      }),
    },
  ],
  ["trims its secrets", { config: "export const loadConfig = (get) => (name) => get(name)?.trim();" }],
  [
    "ends at once for whatever is uncaught",
    {
      server: server(
        "void listen();",
        'process.on("unhandledRejection", (error) => { console.error(error.message); process.exit(1); });',
      ),
    },
  ],
  [
    "talks of listening before it does",
    { server: server('console.log(JSON.stringify({ msg: "Listening soon" })); await listen();') },
  ],
  [
    "loads the app late",
    {
      server: server(
        'const { createApp: create } = await import("./app.js"); await serve(create(await loadConfig(get)), { port: Number(get("PORT")), hostname: get("HOST") });',
      ),
    },
  ],
];

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop.dispose());

async function failing({
  app: source = app(),
  config,
  server: entry = server("await listen();"),
}: Program): Promise<string[]> {
  const { proveRefusals }: typeof Smoke = await import(pathToFileURL(`${workshop.tool}/smoke/smoke.js`).href);
  const directory = await realProject(workshop, source, { smoke: { ...naiveConfig, refusals } });
  if (config) await writeFile(join(directory, "build/src/config.js"), config);
  await writeFile(join(directory, "build/src/server.js"), entry);
  const limits = { startMs: 30_000, answerMs: 5000, refusalMs: 3000, shutdownMs: 5000 };
  const checks = await proveRefusals(directory, { PATH: process.env["PATH"] }, limits, async () => {});
  return checks.filter(({ ok }) => !ok).map(({ name }) => name);
}

describe("boot finds an app that", () => {
  it.each(faults)("%s", async (_what, program, found) => {
    // the faults that the gate plants by itself may get through as well
    const among = (await failing(program)).filter((name) => settings.includes(name));
    expect(among.sort()).toEqual(found);
  });
});

describe("boot lets be an app that", () => {
  it.each(lookAlikes)("%s", async (_what, program) => expect(await failing(program)).toEqual([]));
});
