import { mkdtemp, readFile, realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { expect } from "vitest";
import { bundle } from "../../test/support/bundle.ts";
import { managerEnvironment } from "../support/managers.ts";
import { runProgram } from "../support/processes.ts";

/** A project that the command made, installed and smoke-tested. */
export interface Created {
  readonly directory: string;
  /** The environment of a machine that has the runtime, and no Node beside it. */
  readonly env: Record<string, string>;
  /** What `--json` told. */
  // biome-ignore lint/suspicious/noExplicitAny: what a test reads is judged by its expectations
  readonly outcome: any;
  /** One of the project's own scripts. @returns its whole output @throws when it fails */
  run(script: string): Promise<string>;
}

/**
 * Creates a project with the shipped command, outside of the repository.
 *
 * @param program the runtime's program
 */
export async function createProject(
  runtime: "bun" | "deno",
  program: string,
  flags: readonly string[] = [],
): Promise<Created> {
  const root = await realpath(await mkdtemp(join(tmpdir(), `create-daloy-${runtime}-`)));
  const machine = managerEnvironment();
  const folder = dirname(program);
  const own = {
    ...machine,
    NO_COLOR: "1",
    DENO_DIR: join(root, ".deno"),
    BUN_INSTALL_CACHE_DIR: join(root, ".bun"),
  };
  const args = [bundle, "my-api", "--yes", "--json", "--no-git", "--runtime", runtime, ...flags];
  const { stdout, stderr } = await runProgram(process.execPath, args, {
    cwd: root,
    env: { ...own, PATH: `${folder}${delimiter}${machine["PATH"]}` },
  });
  expect(stderr).toBe("");
  const directory = join(root, "my-api");
  const env = { ...own, PATH: folder };
  return {
    directory,
    env,
    outcome: JSON.parse(stdout),
    async run(script) {
      const ran = await runProgram(program, ["run", script], { cwd: directory, env });
      expect(ran.code, ran.stdout + ran.stderr).toBe(0);
      return ran.stdout + ran.stderr;
    },
  };
}

export async function tokenOf({ directory }: Created, name: string): Promise<string> {
  const env = await readFile(join(directory, ".env"), "utf8");
  return new RegExp(`^${name}=(.+)$`, "m").exec(env)?.[1] ?? "";
}
