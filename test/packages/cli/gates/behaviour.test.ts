import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type * as Smoke from "../../../../templates/packages/cli/src/smoke/smoke.ts";
import { naiveConfig } from "../support/config.ts";
import { naiveProject, openWorkshop, realProject, type Workshop } from "../support/projects.ts";
import { runCommand } from "../support/run-command.ts";

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
}, 60_000);
afterAll(() => workshop.dispose());

const app = (routes: string) => `import { App, bearerAuth, cors } from "@daloyjs/core";
import { z } from "zod";
export function createApp(get) {
  const app = new App({ logger: { level: "warn" } });
  const origin = get("CORS_ORIGINS");
  if (origin) app.use(cors({ origin }));
  const auth = { auth: { scheme: "bearer" }, hooks: bearerAuth({ tokens: [get("API_WRITE_TOKEN")] }) };
  const Book = z.object({ title: z.string() }).meta({ id: "Book" });
  app.healthcheck().metrics({ token: get("METRICS_TOKEN") })
    .route({
      method: "POST", path: "/books", operationId: "createBook", ...auth,
      request: { body: Book }, responses: { 201: { description: "Created", body: Book } },
      handler: ({ body }) => ({ status: 201, body }),
    });
  ${routes}
  return app;
}`;

const getBook = (more: string) => `app.route({
  method: "GET", path: "/books/:id", operationId: "getBook", ...auth, ${more}
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: { description: "Found", body: Book, examples: { one: { value: { title: "Notes" } } } } },
  handler: () => ({ status: 200, body: { title: "Notes" } }),
});`;

const decided = getBook('authorize: { any: "every token may read every book" },');

async function project(routes: string): Promise<string> {
  const directory = await realProject(workshop, app(routes), { smoke: naiveConfig });
  const example = "# secret: writes\nAPI_WRITE_TOKEN=\n# secret: metrics\nMETRICS_TOKEN=\n";
  await writeFile(join(directory, ".env.example"), example);
  return directory;
}

async function judge(directory: string, gates: readonly string[]) {
  const { code, stdout, stderr } = await runCommand(workshop, ["verify", ...gates, "--json"], directory);
  const report = JSON.parse(stdout);
  const findings: { rule: string; message: string }[] = report.gates.flatMap(
    ({ findings }: { findings: object[] }) => findings,
  );
  return { code, stderr, report, found: findings.map(({ rule, message }) => `${rule}: ${message}`) };
}

describe("the behaviour gates, on a project with the framework", () => {
  it("hold for a sound one, and openapi says why it has nothing to compare with", async () => {
    const directory = await project(decided);
    const { code, report, found } = await judge(directory, ["contract", "authorization", "openapi", "boot"]);
    expect(found).toEqual([]);
    expect(code).toBe(0);
    expect(report.gates.map(({ skipped }: { skipped?: string }) => skipped !== undefined)).toEqual([
      false,
      false,
      true,
      false,
    ]);
  });

  it("find a route that decides nothing, and a contract that does not hold", async () => {
    const routes = getBook("").replace('{ title: "Notes" }', "{ name: 1 }");
    const directory = await project(routes);
    const { code, found } = await judge(directory, ["contract", "authorization"]);
    expect(code).toBe(4);
    expect(found).toEqual([
      expect.stringMatching(/^issue: GET \/books\/:id: .*example/i),
      expect.stringContaining("undecided: GET /books/:id authenticates its caller"),
    ]);
  });

  it("compare with what is committed, not with what was written a moment ago", async () => {
    const directory = await project(decided);
    const git = (...args: string[]) => promisify(execFile)("git", args, { cwd: directory });
    await runCommand(workshop, ["openapi"], directory);
    await git("init", "-q");
    await git("add", "openapi.json");
    await git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "baseline");
    expect((await judge(directory, ["openapi"])).found).toEqual([]);
    await writeFile(join(directory, "build/src/app.js"), app(""));
    await runCommand(workshop, ["openapi"], directory);
    const { code, found } = await judge(directory, ["openapi"]);
    expect({ code, found }).toEqual({ code: 4, found: ["removed: GET /books/{id} is gone."] });
  });

  it("say that they could not look, where the app cannot be made, and the others still do", async () => {
    const directory = await realProject(workshop, app("throw new Error('no database');"), {
      smoke: naiveConfig,
    });
    const { code, report } = await judge(directory, ["contract", "unicode"]);
    expect(code).toBe(1);
    expect(report.gates).toMatchObject([
      { gate: "unicode", ok: true },
      {
        gate: "contract",
        ok: false,
        findings: [],
        error: { message: expect.stringContaining("no database") },
      },
    ]);
  });
});

describe("boot", () => {
  const limits = { startMs: 20_000, answerMs: 5000, refusalMs: 3000, shutdownMs: 5000 };
  const failing = async (fault: string) => {
    const { proveRefusals }: typeof Smoke = await import(
      pathToFileURL(`${workshop.tool}/smoke/smoke.js`).href
    );
    const directory = await naiveProject(workshop, fault === "" ? [] : [fault]);
    const env = { PATH: process.env["PATH"] };
    const checks = await proveRefusals(directory, env, limits, async () => {});
    return checks.filter(({ ok }) => !ok).map(({ name }) => name);
  };

  it("holds for an app without faults", async () => expect(await failing("")).toEqual([]));

  it.each([
    ["wildcard-boots", "refuses to start: wildcard CORS"],
    ["wrong-guard", "refuses to start: wildcard CORS"],
    ["late-guard", "refuses to start: wildcard CORS"],
    ["exits-zero", "refuses to start: wildcard CORS"],
    ["hangs-insecure", "refuses to start: wildcard CORS"],
    ["refuses-everything", "starts in production"],
  ])("finds an app that %s", async (fault, name) => expect(await failing(fault)).toEqual([name]));
});
