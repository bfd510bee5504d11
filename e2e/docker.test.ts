import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle } from "../test/support/bundle.ts";
import {
  buildStages,
  copyContext,
  type ImageConfig,
  imageConfig,
  readDockerfile,
} from "./support/dockerfile.ts";
import { cleanEnvironment } from "./support/environment.ts";
import { freePort, runProgram, startServer } from "./support/processes.ts";
import { fetchBun, fetchDeno, fetchNode } from "./support/runtimes.ts";

/** Without an engine nothing is isolated: the stages are folders, and the image is the runtime's program of the same version. */
const runtimes = [
  {
    runtime: "node",
    manager: "npm",
    image: /^node:24\.21\.0-bookworm-slim$/,
    program: () => fetchNode("24"),
  },
  { runtime: "bun", manager: "bun", image: /^oven\/bun:1\.4\.5-slim$/, program: fetchBun },
  { runtime: "deno", manager: "deno", image: /^denoland\/deno:2\.9\.6$/, program: fetchDeno },
] as const;

/** `nobody`: tests run as root could write anywhere. */
const nobody = 65_534;
const asNobody = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};

describe.each(runtimes)("the image of a project on $runtime", ({ runtime, manager, image, program }) => {
  let root: string;
  let app: string;
  let config: ImageConfig;
  let env: Record<string, string>;

  beforeAll(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), `create-daloy-docker-${runtime}-`)));
    chmodSync(root, 0o755);
    env = { ...cleanEnvironment(), PATH: `${dirname(program())}${delimiter}${process.env["PATH"]}` };
    env = { ...env, DENO_DIR: join(root, "deno"), BUN_INSTALL_CACHE_DIR: join(root, "bun") };
    const flags = ["--auth", "bearer", "--docker", "--no-git", "--no-smoke", "-p", manager, "-r", runtime];
    const args = [bundle, "my-api", "--yes", "--json", ...flags];
    const created = await runProgram(process.execPath, args, { cwd: root, env });
    expect(created.code, created.stdout + created.stderr).toBe(0);

    const project = join(root, "my-api");
    const context = join(root, "context");
    copyContext(project, context);
    const stages = readDockerfile(readFileSync(join(project, "Dockerfile"), "utf8"));
    for (const stage of stages) expect(stage.image).toMatch(image);
    app = await buildStages(stages, {
      context,
      root: join(root, "stages"),
      async run(line, cwd) {
        const { code, stdout, stderr } = await runProgram("sh", ["-c", line], { cwd, env });
        expect(code, `RUN ${line}\n${stdout}${stderr}`).toBe(0);
      },
    });
    const last = stages.at(-1);
    if (last === undefined) throw new Error("The Dockerfile has no stage.");
    config = imageConfig(last);
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  it("holds the app and what it needs, and neither development dependencies nor secrets", () => {
    const files = readdirSync(app, { recursive: true }).map(String);
    expect(files.some((file) => /(?:^|\/)\.env/.test(file))).toBe(false);
    const installed = files.flatMap(
      (file) => /node_modules\/((?:@[^/]+\/)?[^/.]+)\/package\.json$/.exec(file)?.[1] ?? [],
    );
    expect(installed).toContain("zod");
    expect(installed.filter((name) => /typescript|^@types\/|undici-types/.test(name))).toEqual([]);
    expect(files.filter((file) => /(?:^|\/)daloyjs-cli(?:\/|$)/.test(file))).toEqual([]);
    expect(files.filter((file) => /(?:^|\/)\.npmrc$/.test(file))).toEqual([]);
    expect(existsSync(join(app, "test"))).toBe(false);
  });

  it("starts as a user without rights, is healthy by its own check, and stops with 0", async () => {
    expect(config.user).toBe(runtime);
    const port = await freePort();
    const home = join(root, "home");
    mkdirSync(home, { mode: 0o777, recursive: true });
    chmodSync(home, 0o777);
    const secrets = [...readFileSync(join(root, "my-api/.env"), "utf8").matchAll(/^(\w+)=(.*)$/gm)];
    const given = Object.fromEntries(
      secrets.flatMap(([, name = "", value = ""]) => (name in config.env ? [] : [[name, value]])),
    );
    const where = {
      cwd: app,
      env: {
        ...given,
        ...config.env,
        HOME: home,
        DENO_DIR: home,
        PATH: env["PATH"] ?? "",
        PORT: String(port),
      },
      ...asNobody,
    };
    const [file = "", ...args] = config.command;
    const healthy = async () => {
      const [check = "", ...words] = config.healthcheck;
      return (await runProgram(check, words, where)).code;
    };
    expect(await healthy()).toBe(1);
    const server = await startServer(file, args, where);
    expect(await healthy()).toBe(0);
    expect((await fetch(`${server.origin}/books`)).status).toBe(200);
    // in production, as the image says
    expect((await fetch(`${server.origin}/docs`)).status).toBe(404);
    expect(await server.stop()).toBe(0);
    expect(await healthy()).toBe(1);
    for (const entry of readdirSync(app)) expect(statSync(join(app, entry)).mode & 0o002).toBe(0);
  });
});
