import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cloudflarePackages, vercelPackages, wranglerIn, wranglerVersion } from "./support/edge-tools.ts";
import { cleanEnvironment } from "./support/environment.ts";
import { runProgram } from "./support/processes.ts";
import { fetchNode, nodeVersions } from "./support/runtimes.ts";

const env = {
  ...cleanEnvironment(),
  CI: "1",
  WRANGLER_SEND_METRICS: "false",
  VERCEL_TELEMETRY_DISABLED: "1",
};
const layer = (runtime: string) =>
  JSON.parse(readFileSync(new URL(`../templates/runtime/${runtime}/package.json`, import.meta.url), "utf8"));
let root: string;

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "create-daloy-tools-")));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

it("projects pin the wrangler that is tried here", () => {
  expect(layer("cloudflare").devDependencies.wrangler).toBe(wranglerVersion);
  for (const runtime of ["cloudflare", "vercel", "lambda"])
    expect(layer(runtime).engines.node).toBe(">=20.19.0");
});

describe.each(nodeVersions)("on Node %s", (line) => {
  it("wrangler bundles a Worker", async () => {
    const cwd = join(root, `worker-${line}`);
    mkdirSync(cwd);
    writeFileSync(join(cwd, "worker.js"), 'export default { fetch: () => new Response("a") };');
    const args = ["deploy", "worker.js", "--name", "a", "--compatibility-date", "2026-04-01", "--dry-run"];
    const { code, stdout, stderr } = await runProgram(
      fetchNode(line),
      [wranglerIn(cloudflarePackages()), ...args],
      { cwd, env },
    );
    expect(code, stdout + stderr).toBe(0);
  });

  it("vercel builds a function", async () => {
    const cwd = join(root, `function-${line}`);
    for (const folder of ["api", "public", ".vercel"]) mkdirSync(join(cwd, folder), { recursive: true });
    const link = { projectId: "prj_local", orgId: "team_local", settings: { framework: null } };
    writeFileSync(join(cwd, ".vercel/project.json"), JSON.stringify(link));
    writeFileSync(join(cwd, "package.json"), '{"type":"module","engines":{"node":"24.x"}}');
    writeFileSync(join(cwd, "api/index.js"), 'export default { fetch: () => new Response("a") };');
    const settings = { framework: null, installCommand: "", buildCommand: "", outputDirectory: "public" };
    writeFileSync(join(cwd, "vercel.json"), JSON.stringify(settings));
    const command = join(vercelPackages(), "node_modules/vercel/dist/vc.js");
    const { code, stdout, stderr } = await runProgram(fetchNode(line), [command, "build", "--yes"], {
      cwd,
      env,
    });
    expect(code, stdout + stderr).toBe(0);
  });
});
