import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { parseEnv } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  managersOf,
  type PackageManager,
  platforms,
  type Runtime,
  runtimes,
} from "../../src/answers/answers.ts";
import { lockfiles } from "../../src/steps/package-manager.ts";
import { bundle } from "../../test/support/bundle.ts";
import { buildStages, copyContext, imageConfig, readDockerfile, type Stage } from "../support/dockerfile.ts";
import { cleanEnvironment } from "../support/environment.ts";
import { managerVersions } from "../support/manager-versions.ts";
import { frozenInstall, managerEnvironment } from "../support/managers.ts";
import { runProgram, startServer } from "../support/processes.ts";
import { fetchBun, fetchNode } from "../support/runtimes.ts";

const pairs = runtimes.flatMap((runtime) => managersOf[runtime].map((manager) => ({ runtime, manager })));

/** What create.test.ts here, runtimes/ and platforms.test.ts create, smoke-test and test. */
const isTriedElsewhere = (runtime: Runtime, manager: PackageManager): boolean =>
  runtime === "node" || runtime === manager || (platforms.has(runtime) && manager === "npm");

/** What docker.test.ts builds. */
const isBuiltElsewhere = (runtime: Runtime, manager: PackageManager): boolean =>
  manager === (runtime === "node" ? "npm" : runtime);

let root: string;
beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "create-daloy-pairs-")));
  mkdirSync(join(root, "home"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** A machine with the newest version of the manager, and with Bun where the project runs on it. */
const machine = (runtime: Runtime, manager: PackageManager): Record<string, string> => ({
  ...managerEnvironment({
    ...(runtime === "bun" ? { bun: managerVersions.bun[1] } : {}),
    [manager]: managerVersions[manager][1],
  }),
  HOME: join(root, "home"),
});

async function create(runtime: Runtime, manager: PackageManager, ...flags: string[]): Promise<string> {
  const name = `${runtime}-${manager}`;
  const args = [bundle, name, "--yes", "--json", "--no-git", "-r", runtime, "-p", manager, ...flags];
  const { stdout, stderr } = await runProgram(process.execPath, args, {
    cwd: root,
    env: machine(runtime, manager),
  });
  expect(JSON.parse(stdout), stderr).toMatchObject({
    status: "created",
    install: { ok: true },
    ...(flags.includes("--smoke") ? { smoke: { ok: true } } : {}),
  });
  return join(root, name);
}

describe.each(pairs.filter(({ runtime, manager }) => !isTriedElsewhere(runtime, manager)))(
  "a project for $runtime with $manager",
  ({ runtime, manager }) => {
    it("installs and smokes, and a clean copy of it installs by its lockfile and passes its tests", async () => {
      const project = await create(runtime, manager, "--auth", "bearer", "--smoke");
      const copy = `${project}-copy`;
      cpSync(project, copy, {
        recursive: true,
        verbatimSymlinks: true,
        filter: (path) => !/[/\\](node_modules|build)$/.test(path),
      });
      for (const args of [frozenInstall[manager], ["run", "test"]]) {
        const { code, stdout, stderr } = await runProgram(manager, args, {
          cwd: copy,
          env: machine(runtime, manager),
        });
        expect(code, stdout + stderr).toBe(0);
      }
    });
  },
);

describe.each(
  pairs.filter(({ runtime, manager }) => !platforms.has(runtime) && !isBuiltElsewhere(runtime, manager)),
)("the image of a project for $runtime with $manager", ({ runtime, manager }) => {
  let project: string;
  let stages: readonly Stage[];

  beforeAll(async () => {
    project = join(root, `${runtime}-${manager}`);
    if (!existsSync(project)) await create(runtime, manager, "--auth", "bearer", "--no-smoke");
    stages = readDockerfile(readFileSync(join(project, "Dockerfile"), "utf8"));
  });

  it("is built by the lockfile as it is, and starts", async () => {
    const { app, fault } = await build(stages, "image");
    expect(fault).toBeUndefined();
    const last = stages.at(-1);
    if (last === undefined) throw new Error("The Dockerfile has no stage.");
    const { env, command } = imageConfig(last);
    const { PORT: _, ...configured } = env;
    const [file = "", ...args] = command;
    const server = await startServer(file, args, {
      cwd: app,
      env: {
        ...parseEnv(readFileSync(join(project, ".env"), "utf8")),
        ...configured,
        PATH: imagePath(last, ""),
      },
    });
    expect((await fetch(`${server.origin}/books`)).status).toBe(200);
    expect(await server.stop()).toBe(0);
  });

  it.each(["the lockfile", "vendor/"])("is not built when its Dockerfile forgets %s", async (forgotten) => {
    const word = forgotten === "vendor/" ? forgotten : lockfiles[manager];
    const [first, ...others] = stages;
    if (first === undefined) throw new Error("The Dockerfile has no stage.");
    const instructions = first.instructions.flatMap(({ name, words }) => {
      const kept = words.split(/\s+/).filter((each) => each !== word && each !== `${word}*`);
      return name === "COPY" && kept.length < 2 ? [] : [{ name, words: kept.join(" ") }];
    });
    expect(instructions).not.toEqual(first.instructions);
    const { fault } = await build(
      [{ ...first, instructions }, ...others],
      `without-${word.replace("/", "")}`,
    );
    // Bun installs without a lockfile even when that is to be frozen
    expect(fault).toMatch(manager === "bun" && word !== forgotten ? /^The lockfile/ : /^RUN /);
  });

  /** Carries the stages out. @returns the first line that failed, or that the lockfile is not the project's any more */
  async function build(
    from: readonly Stage[],
    name: string,
  ): Promise<{ app: string; fault: string | undefined }> {
    const folder = join(root, `${runtime}-${manager}-${name}`);
    const context = join(folder, "context");
    const installed = join(folder, "global");
    copyContext(project, context);
    let fault: string | undefined;
    const options = {
      context,
      root: folder,
      async run(line: string, cwd: string, stage: Stage) {
        if (fault !== undefined) return;
        const { code, stdout, stderr } = await runProgram("sh", ["-c", line], {
          cwd,
          env: {
            ...cleanEnvironment(),
            HOME: join(root, "home"),
            NPM_CONFIG_PREFIX: installed,
            PATH: imagePath(stage, join(installed, "bin")),
          },
        });
        if (code !== 0) fault = `RUN ${line}\n${stdout}${stderr}`;
      },
    };
    const app = await buildStages(from, options).catch((error: unknown) => {
      fault ??= String(error);
      return folder;
    });
    const lockfile = (directory: string) => readFileSync(join(directory, lockfiles[manager]), "utf8");
    const locked = join(folder, "build/app");
    if (fault === undefined && !existsSync(join(locked, lockfiles[manager])))
      fault = "The lockfile was not read.";
    if (fault === undefined && lockfile(locked) !== lockfile(project)) fault = "The lockfile was changed.";
    return { app, fault };
  }
});

/** Where an image's programs are: its runtime's, what it installed, and those of this machine. */
function imagePath({ image }: Stage, installed: string): string {
  const program = image.startsWith("oven/bun:") ? fetchBun() : fetchNode("24");
  return [dirname(program), installed, process.env["PATH"]].join(delimiter);
}
