import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle } from "../test/support/bundle.ts";
import { vercelPackages } from "./support/edge-tools.ts";
import { cleanEnvironment } from "./support/environment.ts";
import { runProgram } from "./support/processes.ts";
import { bundleEdge, vercelBuild } from "./support/vercel-build.ts";

let root: string;
const env = cleanEnvironment();

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "create-daloy-platforms-")));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe.each(["cloudflare", "vercel", "lambda"])("a project for %s", (runtime) => {
  const project = (...path: string[]) => join(root, runtime, ...path);

  it("is created, installed and smoke-tested, refusals at load included", async () => {
    const args = [bundle, runtime, "--name", "@acme/shop-api", "--yes", "--json", "-p", "npm", "-r", runtime];
    const { stdout, stderr } = await runProgram(process.execPath, args, { cwd: root, env });
    const outcome = JSON.parse(stdout);
    expect(outcome, stderr).toMatchObject({ status: "created", install: { ok: true }, smoke: { ok: true } });
    const names = outcome.smoke.checks.map(({ name }: { name: string }) => name);
    expect(names).toContain("refuses to start: metrics without a token");
    expect(names).toContain("POST /fetch-cover refuses 169.254.169.254");
  });

  it("passes its own tests", async () => {
    const { code, stdout, stderr } = await runProgram("npm", ["test"], { cwd: project(), env });
    expect(code, stdout + stderr).toBe(0);
  });

  it("has its name in the platform's configuration, and no secret in what git takes", () => {
    const config = { cloudflare: "wrangler.jsonc", vercel: "package.json", lambda: "samconfig.toml" }[
      runtime
    ];
    expect(readFileSync(project(config ?? ""), "utf8")).toContain("shop-api");
    const secrets = [...readFileSync(project(".env"), "utf8").matchAll(/^\w+=(.{20,})$/gm)].map(
      ([, value]) => value,
    );
    expect(secrets.length).toBeGreaterThan(0);
    const git = (...args: string[]) => spawnSync("git", args, { cwd: project(), env, encoding: "utf8" });
    git("init", "-q");
    git("add", ".");
    for (const secret of secrets) expect(git("grep", "--cached", "-l", "-e", String(secret)).stdout).toBe("");
  });
});

describe("what vercel build makes of the project", () => {
  const project = (...path: string[]) => join(root, "vercel", ...path);

  async function smoke(start: readonly string[]): Promise<void> {
    const config = JSON.parse(readFileSync(project("daloy.config.json"), "utf8"));
    config.smoke.start = start;
    writeFileSync(project("daloy.config.json"), JSON.stringify(config));
    const { code, stdout, stderr } = await runProgram("npm", ["run", "smoke"], { cwd: project(), env });
    expect(code, stdout + stderr).toBe(0);
    expect(stdout).toContain("refuses to start: metrics without a token");
  }

  it("passes the smoke test as a function on Node", async () => {
    const { entry } = await vercelBuild(project());
    await smoke(["node", "node_modules/@daloyjs/cli/dist/host/serve.js", "vercel", entry]);
  });

  it("passes the smoke test on Edge, switched as its README says", async () => {
    const readme = readFileSync(project("README.md"), "utf8");
    const [, module = ""] = /```js\n(export \{ default \} from[^`]+)```/.exec(readme) ?? [];
    writeFileSync(project("api/index.js"), module);
    const { functions, ...config } = JSON.parse(readFileSync(project("vercel.json"), "utf8"));
    expect(functions).toBeDefined();
    writeFileSync(project("vercel.json"), JSON.stringify(config));
    const built = await vercelBuild(project());
    expect(built.runtime).toBe("edge");
    const host = fileURLToPath(new URL("programs/vercel-edge.mjs", import.meta.url));
    await smoke(["node", host, vercelPackages(), await bundleEdge(built)]);
  });
});
