import { existsSync } from "node:fs";
import { appendFile, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lockfiles } from "../../src/steps/package-manager.ts";
import { bundle } from "../../test/support/bundle.ts";
import { managerVersions } from "../support/manager-versions.ts";
import { frozenInstall, type Manager, managerEnvironment } from "../support/managers.ts";
import { type Ended, runProgram } from "../support/processes.ts";
import { type LocalRegistry, startRegistry } from "../support/registry.ts";

type Manifest = Record<string, unknown> & { dependencies?: Record<string, string> };

interface Kind {
  readonly manager: Manager;
  /** Whether an install by the lockfile alone refuses a release that is fresh. */
  readonly refusesLocked: (major: number) => boolean;
  /** Installs without the release age, as somebody did who wrote the lockfile. */
  readonly unprotected: { readonly args: readonly string[]; readonly env?: Readonly<Record<string, string>> };
  /** Lets one package run its script, as the project's README says. */
  readonly trust: (project: string, name: string) => Promise<void>;
  readonly build: (name: string) => readonly string[];
}

const npm: Kind = {
  manager: "npm",
  refusesLocked: () => false,
  unprotected: { args: ["install", "--min-release-age=0"] },
  trust: (project, name) =>
    edit(join(project, "package.json"), (manifest) => {
      manifest["allowScripts"] = { [name]: true };
    }),
  build: (name) => ["rebuild", name, "--ignore-scripts=false"],
};

const pnpm: Kind = {
  manager: "pnpm",
  refusesLocked: (major) => major >= 11,
  unprotected: { args: ["install", "--no-frozen-lockfile", "--config.minimum-release-age=0"] },
  trust: (project, name) =>
    appendFile(
      join(project, "pnpm-workspace.yaml"),
      `allowBuilds:\n  ${name}: true\nonlyBuiltDependencies:\n  - ${name}\n`,
    ),
  build: (name) => ["rebuild", name, "--config.ignore-scripts=false"],
};

const yarn: Kind = {
  manager: "yarn",
  refusesLocked: () => false,
  unprotected: { args: ["install"], env: { YARN_NPM_MINIMAL_AGE_GATE: "0" } },
  trust: (project, name) =>
    edit(join(project, "package.json"), (manifest) => {
      manifest["dependenciesMeta"] = { [name]: { built: true } };
    }),
  build: () => ["install"],
};

const bun: Kind = {
  manager: "bun",
  refusesLocked: () => false,
  unprotected: { args: ["install", "--minimum-release-age=0"] },
  // Bun's own list does not come before `ignoreScripts`
  trust: async () => undefined,
  build: (name) => ["run", "--cwd", `node_modules/${name}`, "postinstall"],
};

const deno: Kind = {
  manager: "deno",
  refusesLocked: () => false,
  unprotected: { args: ["install", "--minimum-dependency-age=0"] },
  trust: (project, name) =>
    edit(join(project, "deno.json"), (manifest) => {
      manifest["allowScripts"] = [`npm:${name}`];
    }),
  build: () => ["install"],
};

const rows = [npm, pnpm, yarn, bun, deno].flatMap((kind) =>
  managerVersions[kind.manager].map((version) => ({ ...kind, version })),
);

/** Packages whose script no project wants. Bun trusts the second by its name, unless it is told not to. */
const withScript = ["probe-script", "sharp"];

const month = new Date(Date.now() - 30 * 86_400_000);
const hour = new Date(Date.now() - 3_600_000);

let registry: LocalRegistry;
let root: string;

beforeAll(async () => {
  // Outside of the repository: package managers look at the folders above.
  root = await realpath(await mkdtemp(join(tmpdir(), "create-daloy-e2e-")));
  registry = await startRegistry(["probe-*", ...withScript]);
  const postinstall = `node -e "require('node:fs').writeFileSync(process.env.PROBE_MARKER, '')"`;
  await registry.publish({ name: "probe-both", version: "1.0.0", published: month });
  await registry.publish({ name: "probe-both", version: "1.1.0", published: hour });
  await registry.publish({ name: "probe-fresh", version: "1.0.0", published: hour });
  for (const name of [...withScript, "probe-trusted"]) {
    await registry.publish({
      name,
      version: "1.0.0",
      published: month,
      manifest: { scripts: { postinstall } },
    });
  }
});
afterAll(async () => {
  await registry.close();
  await rm(root, { recursive: true, force: true });
});

describe.each(rows)("a project with $manager $version", (row) => {
  const { manager, version } = row;
  let project: string;
  let marker: string;
  let env: Record<string, string>;

  const run = (args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Ended> =>
    runProgram(manager, args, { cwd: project, env: { ...env, ...more } });
  const installs = async () => (await run(["install"])).code === 0;

  /** Which version of a package lies in the project. */
  async function installed(name: string): Promise<string | undefined> {
    const file = join(project, "node_modules", name, "package.json");
    return existsSync(file) ? JSON.parse(await readFile(file, "utf8")).version : undefined;
  }

  const depend = (name: string, range: string | undefined) =>
    edit(join(project, "package.json"), ({ dependencies = {} }) => {
      if (range === undefined) delete dependencies[name];
      else dependencies[name] = range;
    });

  beforeAll(async () => {
    const name = `with-${manager}-${version}`;
    project = join(root, name);
    marker = join(root, `${name}.marker`);
    env = { ...managerEnvironment({ [manager]: version }), HOME: registry.home, PROBE_MARKER: marker };
    // the home folder's, which names the registry
    delete env["NPM_CONFIG_USERCONFIG"];
    const args = [bundle, name, "--yes", "--json", "-p", manager, "--no-install", "--no-git"];
    const { code, stdout } = await runProgram(process.execPath, args, { cwd: root, env });
    expect(code, stdout).toBe(0);
    const first = await run(["install"]);
    expect(first.code, first.stdout + first.stderr).toBe(0);
  });

  it("says nothing of a setting that it does not know", async () => {
    const { stdout, stderr } = await run(["install"]);
    expect(stdout + stderr).not.toMatch(/unknown|unrecognized|unsupported|deprecated/i);
  });

  it("falls back to the release that is old enough", async () => {
    await depend("probe-both", "^1.0.0");
    expect(await installs()).toBe(true);
    expect(await installed("probe-both")).toBe("1.0.0");
  });

  it("refuses a fresh release that is asked for by its version", async () => {
    await depend("probe-both", "1.1.0");
    expect(await installs()).toBe(false);
    expect(await installed("probe-both")).not.toBe("1.1.0");
    await depend("probe-both", undefined);
  });

  it("refuses a fresh release when there is no other", async () => {
    await depend("probe-fresh", "^1.0.0");
    expect(await installs()).toBe(false);
    expect(await installed("probe-fresh")).toBe(undefined);
    await depend("probe-fresh", undefined);
  });

  it("runs no install script", async () => {
    for (const name of withScript) await depend(name, "1.0.0");
    expect(await installs()).toBe(true);
    for (const name of withScript) expect(await installed(name)).toBe("1.0.0");
    await rm(join(project, "node_modules"), { recursive: true });
    expect((await run(frozenInstall[manager])).code).toBe(0);
    for (const name of withScript) expect(await installed(name)).toBe("1.0.0");
    expect(existsSync(marker)).toBe(false);
    for (const name of withScript) await depend(name, undefined);
  });

  it("runs the script of a package that the project lets through by name", async () => {
    await depend("probe-trusted", "1.0.0");
    expect(await installs()).toBe(true);
    expect(existsSync(marker)).toBe(false);
    await row.trust(project, "probe-trusted");
    const { code, stdout, stderr } = await run(row.build("probe-trusted"));
    expect(code, stdout + stderr).toBe(0);
    expect(existsSync(marker)).toBe(true);
  });

  const refusesLocked = row.refusesLocked(Number.parseInt(version, 10));
  it(`${refusesLocked ? "refuses" : "installs"} what a lockfile holds that is fresh`, async () => {
    await depend("probe-fresh", "1.0.0");
    const written = await run(row.unprotected.args, row.unprotected.env);
    expect(written.code, written.stdout + written.stderr).toBe(0);
    await rm(join(project, "node_modules"), { recursive: true });
    expect((await run(frozenInstall[manager])).code === 0).toBe(!refusesLocked);
  });

  it("finds that release in the lockfile by its own gate", async () => {
    const args = ["vendor/daloyjs-cli/dist/daloy.js", "verify", "release-age", "--json"];
    const { code, stdout, stderr } = await runProgram(process.execPath, args, { cwd: project, env });
    expect(code, stdout + stderr).toBe(4);
    const [{ findings }] = JSON.parse(stdout).gates;
    expect(findings).toEqual([
      expect.objectContaining({
        file: lockfiles[manager],
        message: expect.stringContaining("probe-fresh"),
      }),
    ]);
  });
});

async function edit(file: string, change: (manifest: Manifest) => void): Promise<void> {
  const manifest = JSON.parse(await readFile(file, "utf8"));
  change(manifest);
  await writeFile(file, JSON.stringify(manifest, undefined, 2));
}
