import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type * as Describe from "../../../../templates/packages/cli/src/describe/describe.ts";
import { naiveConfig } from "../support/config.ts";
import { openWorkshop, realProject, type Workshop } from "../support/projects.ts";
import { runCommand } from "../support/run-command.ts";

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
}, 60_000);
afterAll(() => workshop.dispose());

/** An app that says what it was told, and would refuse to start for want of its secrets. */
const app = `import { App, bearerAuth } from "@daloyjs/core";
import { z } from "zod";
console.log("a module that talks");
setInterval(() => {}, 1000);
export function createApp(get) {
  const description = ["METRICS_TOKEN", "REGION", "NODE_OPTIONS", "DALOY_BUILD", "DALOY_ENV", "API_WRITE_TOKEN"]
    .map((name) => name + "=" + (get(name) ?? "-").replace(/^[\\w-]{64}$/, "made up")).join(" ");
  const Book = z.object({ title: z.string() }).meta({ id: "Book" });
  return new App({ openapi: { info: { title: "Books", version: "1.0.0", description } } })
    .healthcheck().metrics({ token: get("METRICS_TOKEN") })
    .route({
      method: "POST", path: "/books", operationId: "createBook",
      auth: { scheme: "bearer" }, hooks: bearerAuth({ tokens: [{ token: get("API_WRITE_TOKEN"), user: {} }] }),
      request: { body: Book }, responses: { 201: { description: "Created", body: Book } },
      handler: ({ body }) => ({ status: 201, body }),
    });
}`;
const example = "REGION=eu\nNODE_OPTIONS=--no-such-flag\n# secret: metrics\nMETRICS_TOKEN=\n";
const config = (more: object = {}) => ({ smoke: naiveConfig, ...more });

async function project({ source = app, settings = config(), files = {} as Record<string, string> } = {}) {
  const directory = await realProject(workshop, source, settings);
  for (const [path, text] of Object.entries({ ".env.example": example, ...files })) {
    await writeFile(join(directory, path), text);
  }
  return directory;
}

describe("daloy openapi", () => {
  let directory: string;
  const run = (...flags: string[]) => runCommand(workshop, ["openapi", ...flags], directory);
  const read = (name: string) => readFile(join(directory, name), "utf8");
  beforeEach(async () => {
    directory = await project();
  });

  it("writes what the routes say, and then it is current", async () => {
    expect(await run()).toEqual({ code: 0, stdout: "Wrote openapi.json.\n", stderr: "" });
    const document = JSON.parse(await read("openapi.json"));
    expect(Object.keys(document.paths)).toEqual(["/books"]);
    expect(document.components.schemas.Book.properties).toEqual({ title: { type: "string" } });
    expect(await run("--check")).toEqual({ code: 0, stdout: "✓ openapi.json is current.\n", stderr: "" });
    await expect(stat(join(directory, "openapi.yaml"))).rejects.toThrow("ENOENT");
  });

  it("reads no secret, no .env and nothing of the shell's: the same document everywhere", async () => {
    const env = { METRICS_TOKEN: "shell", REGION: "shell", API_WRITE_TOKEN: "shell", DALOY_ENV: "test" };
    await runCommand(workshop, ["openapi"], directory, env);
    expect(JSON.parse(await read("openapi.json")).info.description).toBe(
      "METRICS_TOKEN=made up REGION=eu NODE_OPTIONS=- DALOY_BUILD=1 DALOY_ENV=production API_WRITE_TOKEN=-",
    );
    await rm(join(directory, ".env"));
    expect((await run("--check")).code).toBe(0);
  });

  it("leaves a current document as a formatter laid it out", async () => {
    await run();
    const turned = Object.fromEntries(Object.entries(JSON.parse(await read("openapi.json"))).reverse());
    await writeFile(join(directory, "openapi.json"), JSON.stringify(turned));
    expect((await run()).stdout).toBe("openapi.json is current.\n");
    expect(await read("openapi.json")).toBe(JSON.stringify(turned));
  });

  it("exits 4 and names what differs, and writes nothing then", async () => {
    await run();
    const document = JSON.parse(await read("openapi.json"));
    document.paths["/old"] = { get: {} };
    delete document.paths["/books"].post.responses[201];
    const stale = JSON.stringify(document);
    await writeFile(join(directory, "openapi.json"), stale);
    expect(await run("--check")).toEqual({
      code: 4,
      stdout: `✗ openapi.json is not what the routes say: 1 removed, 1 changed.
  ~ POST /books: response 201 added
  - GET /old
Run \`daloy openapi\`, and commit openapi.json.
`,
      stderr: "",
    });
    expect(await read("openapi.json")).toBe(stale);
  });

  it.each(["{", "[]"])("exits 4 for a document that is %j", async (text) => {
    await writeFile(join(directory, "openapi.json"), text);
    const { code, stdout } = await run("--check");
    expect(code).toBe(4);
    expect(stdout).toContain("✗ openapi.json is not what the routes say");
  });

  it("writes and checks YAML too, for a flag or by daloy.config.json", async () => {
    expect(await run("--yaml", "--check")).toMatchObject({
      code: 4,
      stdout: `✗ openapi.json is missing.
✗ openapi.yaml is missing.
Run \`daloy openapi --yaml\`, and commit openapi.json and openapi.yaml.
`,
    });
    directory = await project({ settings: config({ openapi: { yaml: true } }) });
    expect((await run()).stdout).toBe("Wrote openapi.json.\nWrote openapi.yaml.\n");
    const yaml = await read("openapi.yaml");
    expect(yaml).toMatch(/^openapi: "3\.1\.1"\n/);
    await writeFile(join(directory, "openapi.yaml"), yaml.replaceAll("\n", "\r\n"));
    expect((await run("--check")).code).toBe(0);
    await writeFile(join(directory, "openapi.yaml"), `${yaml}# mine\n`);
    expect(await run("--check")).toMatchObject({
      code: 4,
      stdout: expect.stringContaining("commit openapi.yaml."),
    });
  });
});

describe("daloy routes", () => {
  it("shows production's routes, the metrics behind their token", async () => {
    const { code, stdout, stderr } = await runCommand(workshop, ["routes"], await project());
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^METHOD {2}PATH +AUTH +AUTHORIZE +BODY +HOOKS$/m);
    expect(stdout).toMatch(/^GET +\/metrics +bearer +- +- +bearerAuth$/m);
    expect(stdout).toMatch(/^POST +\/books +bearer +- +64 KiB +bearerAuth$/m);
    expect(stdout).not.toContain("/docs");
  });

  it("prints data, and nothing beside it", async () => {
    const directory = await project();
    const json = await runCommand(workshop, ["routes", "--json"], directory);
    expect(json).toMatchObject({ code: 0, stderr: "" });
    const { schema, routes } = JSON.parse(json.stdout);
    expect(schema).toBe(1);
    expect(routes.map(({ path }: { path: string }) => path)).toEqual(["/healthz", "/metrics", "/books"]);
    expect(json.stdout).not.toMatch(/[\w-]{64}/);
    const manifest = await runCommand(workshop, ["routes", "--manifest"], directory);
    expect(JSON.parse(manifest.stdout)).toEqual({ createBook: ["POST", "/books"] });
  });

  it("is asked for one document at a time", async () => {
    const { code, stdout } = await runCommand(workshop, ["routes", "--json", "--manifest"], "/nowhere");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});

describe("an app that cannot be described", () => {
  const throwing =
    'export function createApp() { throw new Error("no " + "w-5uO1vG8nQeT3xKfJ0aYb7RzLhM2cWdSiPk"); }';

  it("is the tool's failure, with the app's words and no secret in them", async () => {
    const directory = await project({ source: throwing });
    const { code, stdout, stderr } = await runCommand(workshop, ["openapi", "--check"], directory);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^The app could not be made\.\n/);
    expect(stderr).toContain("Error: no [API_WRITE_TOKEN]");
    expect(stderr).toContain("DALOY_BUILD=1");
  });

  it("is a document for --json, too", async () => {
    const { code, stdout } = await runCommand(
      workshop,
      ["routes", "--json"],
      await project({ source: throwing }),
    );
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      schema: 1,
      error: { message: expect.stringContaining("could not be made"), fix: expect.any(String) },
    });
  });

  it.each([
    ["exports none", "export const other = 1;", "exports no function createApp"],
    ["makes something else", "export const createApp = () => ({});", "createApp() returned no App"],
    ["ends by itself", "process.exit(0);", "could not be made"],
    [
      "names a scheme that nobody described",
      app.replace('scheme: "bearer"', 'scheme: "oidc"'),
      'security scheme "oidc"',
    ],
  ])("because its module %s", async (_, source, words) => {
    const { code, stderr } = await runCommand(workshop, ["openapi"], await project({ source }));
    expect(code).toBe(1);
    expect(stderr).toContain(words);
  });

  it("because it never comes to an end", async () => {
    const directory = await project({ source: "setInterval(() => {}, 1000); await new Promise(() => {});" });
    const url = pathToFileURL(`${workshop.tool}/describe/describe.js`).href;
    const { describeProject }: typeof Describe = await import(url);
    await expect(describeProject(directory, naiveConfig, process.env, { limitMs: 300 })).rejects.toThrow(
      "within 300 ms",
    );
  });

  it("says what the build says, and builds first", async () => {
    const build = JSON.stringify({ scripts: { build: "echo wrong; exit 2" } });
    const directory = await project({ files: { "package.json": build } });
    const { code, stdout, stderr } = await runCommand(workshop, ["routes", "--manifest"], directory);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toBe(
      "The build failed: echo wrong; exit 2\nwrong\nMend what it names, then run the command again.\n",
    );
  });
});
