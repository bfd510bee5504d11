import { spawnSync } from "node:child_process";
import { cpSync, existsSync } from "node:fs";
import { mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lockfiles } from "../../src/steps/package-manager.ts";
import { managerVersions } from "../support/manager-versions.ts";
import { frozenInstall, managerEnvironment } from "../support/managers.ts";
import { runProgram } from "../support/processes.ts";
import { type LocalRegistry, startRegistry } from "../support/registry.ts";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const month = new Date(Date.now() - 30 * 86_400_000);

/** How each manager is told to create. */
const rows = [
  {
    manager: "npm",
    create: () => ["create", "daloy", "--"],
  },
  {
    manager: "pnpm",
    create: () => ["create", "daloy"],
  },
  {
    manager: "yarn",
    create: () => ["create", "daloy"],
  },
  {
    manager: "bun",
    create: () => ["create", "daloy"],
  },
  {
    manager: "deno",
    // both are in use; `deno create` puts create- in front of the name
    create: (version: string) =>
      version.startsWith("2.7.") ? ["run", "-A", "npm:create-daloy"] : ["create", "-y", "npm:daloy", "--"],
  },
] as const;

/** Bun keeps what `bun create` has run, by name alone: in `TMPDIR`, and 1.3 here. An earlier run's is another program. */
const kept = `/tmp/bunx-${userInfo().uid}-create-daloy@latest`;

let registry: LocalRegistry;
let root: string;

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "create-daloy-e2e-")));
  await rm(kept, { recursive: true, force: true });
  registry = await startRegistry(["create-daloy"]);
  const packed = spawnSync("npm", ["pack", "--silent", "--pack-destination", root], {
    cwd: repository,
    env: managerEnvironment({}),
    encoding: "utf8",
  });
  const tarball = packed.stdout.trim();
  const version = tarball.slice("create-daloy-".length, -".tgz".length);
  await registry.publishFolder(join(root, tarball), "create-daloy", version, month);
});
afterAll(async () => {
  await registry.close();
  await rm(kept, { recursive: true, force: true });
  await rm(root, { recursive: true, force: true });
});

const versioned = rows.flatMap((row) => managerVersions[row.manager].map((version) => ({ ...row, version })));

describe.each(versioned)("$manager $version", ({ manager, version, create }) => {
  const cwd = () => join(root, `${manager}-${version}`);
  const project = () => join(cwd(), "my-api");
  const environment = () => {
    const { NPM_CONFIG_USERCONFIG: _, ...env } = managerEnvironment({ [manager]: version });
    return { ...env, HOME: registry.home, TMPDIR: cwd() };
  };

  it("creates a project from the published package, installs it with itself, and smoke-tests it", async () => {
    await mkdir(cwd());
    const { code, stdout, stderr } = await runProgram(manager, [...create(version), "my-api", "--yes"], {
      cwd: cwd(),
      env: environment(),
    });
    expect(code, stdout + stderr).toBe(0);
    expect(stdout + stderr).toContain(`Installed with ${manager} ${version}`);
    expect(stdout + stderr).toMatch(/Smoke test passed: \d\d checks/);
    expect(stdout + stderr).toContain(`${manager} run dev`);
    expect(existsSync(join(project(), lockfiles[manager]))).toBe(true);
  });

  it("explains flags that a -- too many or too few keeps from arriving, and writes nothing", async () => {
    const misplaced = manager === "npm" ? ["create", "daloy", "x"] : [...create(version), "x", "--"];
    const { code, stdout, stderr } = await runProgram(
      manager,
      [...misplaced, "--rate-limit=redis", "--yes"],
      {
        cwd: cwd(),
        env: environment(),
      },
    );
    expect(existsSync(join(cwd(), "x"))).toBe(false);
    expect(code).not.toBe(0);
    // npm 12 does so itself
    const itself = manager === "npm" && version.startsWith("12.");
    const explained = itself ? /EUNKNOWNCONFIG/ : /^ +\S+ .*daloy\S* (-- )?x --rate-limit[= ]redis/m;
    expect(stdout + stderr).toMatch(explained);
  });

  it("passes the project's own tests", async () => {
    const { code, stdout, stderr } = await runProgram(manager, ["run", "test"], {
      cwd: project(),
      env: environment(),
    });
    expect(code, stdout + stderr).toBe(0);
  });

  it("installs a clean copy of it by the lockfile alone", async () => {
    const copy = join(cwd(), "copy");
    cpSync(project(), copy, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !/[/\\](node_modules|build|\.git)$/.test(path),
    });
    const { code, stdout, stderr } = await runProgram(manager, frozenInstall[manager], {
      cwd: copy,
      env: environment(),
    });
    expect(code, stdout + stderr).toBe(0);
    const built = await runProgram(manager, ["run", "build"], { cwd: copy, env: environment() });
    expect(built.code, built.stdout + built.stderr).toBe(0);
  });
});
