import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { cleanEnvironment } from "./support/environment.ts";
import { runProgram } from "./support/processes.ts";
import { type LocalRegistry, startRegistry } from "./support/registry.ts";

const repository = fileURLToPath(new URL("../", import.meta.url));
const month = new Date(Date.now() - 30 * 86_400_000);

let registry: LocalRegistry;
let root: string;
let project: string;

/** The package as it is packed, published at a registry of our own, and a project that is made from it. */
beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "create-daloy-e2e-")));
  registry = await startRegistry(["create-daloy"]);
  const packed = spawnSync("npm", ["pack", "--silent", "--pack-destination", root], {
    cwd: repository,
    env: cleanEnvironment(),
    encoding: "utf8",
  });
  const tarball = packed.stdout.trim();
  const version = tarball.slice("create-daloy-".length, -".tgz".length);
  await registry.publishFolder(join(root, tarball), "create-daloy", version, month);
  project = join(root, "shop");
  const args = [
    join(repository, "dist/create-daloy.js"),
    project,
    "--yes",
    "--no-smoke",
    "--package-manager",
    "npm",
  ];
  const { code, stdout, stderr } = await runProgram(process.execPath, args, {
    cwd: root,
    env: environment(),
  });
  expect(code, stdout + stderr).toBe(0);
});
afterAll(async () => {
  await registry.close();
  await rm(root, { recursive: true, force: true });
});

const environment = () => {
  const { NPM_CONFIG_USERCONFIG: _, ...env } = cleanEnvironment();
  return { ...env, HOME: registry.home };
};

async function daloy(...args: string[]) {
  const tool = join(project, "vendor/daloyjs-cli/dist/daloy.js");
  const { code, stdout } = await runProgram(process.execPath, [tool, ...args, "--json"], {
    cwd: project,
    env: environment(),
  });
  return { code, document: JSON.parse(stdout) };
}

it("holds a new project against the published package, and finds an edit of a file and of its hash", async () => {
  const fresh = await daloy("verify", "framework");
  expect(fresh.code, JSON.stringify(fresh.document)).toBe(0);
  expect(JSON.stringify(fresh.document.gates[0].unchecked ?? [])).not.toContain("hashes");

  const file = "vendor/daloyjs-core/dist/index.js";
  const lockFile = join(project, ".daloy/lock.json");
  const before = createHash("sha256")
    .update(readFileSync(join(project, file)))
    .digest("hex");
  appendFileSync(join(project, file), "// a check less\n");
  const after = createHash("sha256")
    .update(readFileSync(join(project, file)))
    .digest("hex");
  writeFileSync(lockFile, readFileSync(lockFile, "utf8").replace(before, after));

  const { code, document } = await daloy("verify", "framework");
  expect(code).toBe(4);
  expect(document.gates[0].findings).toMatchObject([{ file, rule: "unpublished" }]);
});

it("knows that the project is of the newest release", async () => {
  const { code, document } = await daloy("outdated");
  expect([code, document.ok, document.isCurrent]).toEqual([0, true, true]);
});
