import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  loadConfig,
  loadSchema,
  smokeSection,
} from "../../../../templates/packages/cli/src/config/config.ts";
import { naiveConfig } from "../support/config.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "daloy-config-"));
});
afterAll(() => rm(directory, { recursive: true }));

async function load(document: unknown) {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  await writeFile(join(directory, "daloy.config.json"), text);
  return loadConfig(directory);
}
const faultsOf = (document: unknown) =>
  load(document).then(
    () => "",
    (error: Error) => error.message,
  );

describe("daloy.config.json", () => {
  it("is read as it is", async () => {
    const config = { $schema: "./schema.json", smoke: naiveConfig };
    expect(await load(config)).toEqual(config);
  });

  it.each<[string, object, string]>([
    ["start", { start: [] }, "smoke.start needs at least 1 entry"],
    ["start", { start: "node server.js" }, "smoke.start must be an array"],
    ["start", { start: ["node", ""] }, "smoke.start[1] must not be empty"],
    ["app", { app: "../elsewhere/app.js" }, "smoke.app is not of the right form"],
    ["app", { app: "/abs/app.js" }, "smoke.app is not of the right form"],
    ["app", { app: "C:\\app.js" }, "smoke.app is not of the right form"],
    ["config", { config: "src/config.json" }, "smoke.config is not of the right form"],
    ["health", { health: "healthz" }, "smoke.health is not of the right form"],
    ["health", { health: "/a b" }, "smoke.health is not of the right form"],
    ["method", { secured: { method: "get", path: "/" } }, "smoke.secured.method must be one of GET, HEAD"],
    ["write", { write: { ...naiveConfig.write, method: "GET" } }, "smoke.write.method must be one of POST"],
    ["token", { token: "Bearer s3cr3t" }, "smoke.token is not of"],
    ["body", { write: { ...naiveConfig.write, body: [1] } }, "smoke.write.body must be an object"],
    [
      "cap",
      { write: { ...naiveConfig.write, bodyLimitBytes: 0.5 } },
      "bodyLimitBytes must be a whole number",
    ],
    ["cap", { write: { ...naiveConfig.write, bodyLimitBytes: 0 } }, "bodyLimitBytes must be at least 1"],
    ["fetch", { fetch: null }, "smoke.fetch must be an object"],
    [
      "env",
      { refusals: [{ name: "x", env: { A: 1 }, guard: "g" }] },
      "smoke.refusals[0].env.A must be a string",
    ],
    ["guard", { refusals: [{ name: "x", env: {}, guard: "Weak" }] }, "smoke.refusals[0].guard is not of"],
  ])("names a wrong %s", async (_, change, fault) => {
    const words = await faultsOf({ smoke: { ...naiveConfig, ...change } });
    expect(words).toContain("has 1 fault.");
    expect(words).toContain(fault);
    expect(words).not.toContain("s3cr3t");
  });

  it("names every fault at once, each with its path and fix", async () => {
    const { health: _, ...rest } = naiveConfig;
    const smoke = { ...rest, helth: "/healthz", refusals: [{ name: "", guard: "weak-secret" }] };
    expect(await faultsOf({ smoke, smok: {} })).toMatchInlineSnapshot(`
      "daloy.config.json has 5 faults.
        smoke.health is missing. A GET route that answers 200 to everyone once the app is up, such as /healthz.
        smoke.refusals[0].env is missing. The variables that make it so, such as {"CORS_ORIGINS": "*"}.
        smoke.refusals[0].name must not be empty. What is insecure, in a few words, such as wildcard CORS.
        smoke.helth is unknown. Did you mean health?
        smok is unknown. Did you mean smoke?"
    `);
  });

  it("names syntax that is no JSON", async () => {
    expect(await faultsOf('{"smoke": }')).toContain("daloy.config.json is no JSON");
    expect(await faultsOf("[]")).toContain("the document must be an object");
  });

  it("says where to run when there is none", async () => {
    await expect(loadConfig(join(directory, "elsewhere"))).rejects.toMatchObject({
      message: "There is no daloy.config.json here.",
      fix: "Run daloy in the project's root directory.",
    });
  });

  it("may leave out a section, until a command needs it", async () => {
    const config = await load({});
    expect(() => smokeSection(config)).toThrow('no "smoke" section');
  });
});

describe("the schema", () => {
  it("describes every property, for editors and for the fixes", async () => {
    const undescribed: string[] = [];
    const visit = (value: unknown, path: string): void => {
      if (typeof value !== "object" || value === null) return;
      for (const [key, child] of Object.entries(value)) {
        if (key === "properties") {
          for (const [name, schema] of Object.entries(child)) {
            const described =
              typeof schema === "object" && schema && ("description" in schema || "$ref" in schema);
            if (!described) undescribed.push(`${path}.${name}`);
          }
        }
        visit(child, `${path}.${key}`);
      }
    };
    visit(await loadSchema(), "");
    expect(undescribed).toEqual([]);
  });

  it("uses only what the tool's own judge knows", async () => {
    const known = new Set(
      "$schema title description type properties required additionalProperties items minItems minLength minimum pattern enum definitions $ref".split(
        " ",
      ),
    );
    const foreign: string[] = [];
    const visit = (schema: object): void => {
      for (const [key, value] of Object.entries(schema)) {
        if (!known.has(key)) foreign.push(key);
        if (key === "properties" || key === "definitions")
          for (const child of Object.values(value)) visit(Object(child));
        else if (key === "items" || key === "additionalProperties") visit(Object(value));
      }
    };
    visit(await loadSchema());
    expect(foreign).toEqual([]);
  });
});
