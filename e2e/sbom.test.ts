import { mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle } from "../test/support/bundle.ts";
import { managerEnvironment } from "./support/managers.ts";
import { fetchPackages } from "./support/packages.ts";
import { runProgram } from "./support/processes.ts";

const versions = { npm: "11.10.0", pnpm: "10.34.9", yarn: "4.18.1", bun: "1.4.5", deno: "2.9.6" };

/** One of each manager; Workers and Lambda bring packages that carry install scripts. */
const projects = [
  ["cloudflare", "npm"],
  ["cloudflare", "pnpm"],
  ["lambda", "yarn"],
  ["cloudflare", "bun"],
  ["deno", "deno"],
] as const;

let root: string;
let validate: (text: string) => Promise<unknown>;

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "create-daloy-e2e-")));
  const folder = fetchPackages("cyclonedx", {
    "@cyclonedx/cyclonedx-library": "10.3.0",
    ajv: "8.20.0",
    "ajv-formats": "3.0.1",
    "ajv-formats-draft2019": "1.6.1",
  });
  const { Validation, Spec } = createRequire(folder)("@cyclonedx/cyclonedx-library");
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  validate = (text) => validator.validate(text);
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe.each(projects)("a project for %s with %s", (runtime, manager) => {
  const name = `${runtime}-${manager}`;
  const run = (args: readonly string[], cwd: string) =>
    runProgram(process.execPath, args, { cwd, env: managerEnvironment(versions) });
  const daloy = (...words: readonly string[]) =>
    run(["vendor/daloyjs-cli/dist/daloy.js", ...words], join(root, name));

  beforeAll(async () => {
    const args = [bundle, name, "--yes", "--json", "--no-smoke", "-r", runtime, "-p", manager];
    const { code, stdout } = await run([...args, "--code-owner", "@acme/api"], root);
    expect(code, stdout).toBe(0);
  });

  it("passes the gates that judge what is locked and installed", async () => {
    const { code, stdout } = await daloy("verify", "lockfile", "release-age", "install-scripts", "sbom");
    expect(code, stdout).toBe(0);
  });

  it("writes a bill of materials that holds to CycloneDX's own schema", async () => {
    expect((await daloy("sbom")).stdout).toBe("Wrote sbom.cdx.json.\nWrote sbom.spdx.json.\n");
    expect(await validate(await readFile(join(root, name, "sbom.cdx.json"), "utf8"))).toBeNull();
    expect((await daloy("sbom")).stdout).toBe("sbom.cdx.json is current.\nsbom.spdx.json is current.\n");
    expect((await daloy("verify", "sbom")).code).toBe(0);
  });
});
