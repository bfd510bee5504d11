import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { SmokeConfig } from "../config/config.ts";
import {
  buildStepEnvironment,
  type Environment,
  systemEnvironment,
} from "../environment/child-environment.ts";
import { readEnvFiles } from "../environment/env-files.ts";
import { createRedactor } from "../environment/redact.ts";
import { type Child, startChild } from "../processes/child.ts";
import { buildProject } from "../project/build.ts";
import { appModules, coreModule } from "../project/modules.ts";
import { denoConfig, programOf, runtimeOf } from "../project/runtime.ts";
import { printable } from "../terminal/text.ts";
import { ToolError } from "../tool-error.ts";
import type { DescribeTask, Description } from "./description.ts";

const program = fileURLToPath(new URL("./program.js", import.meta.url));

export interface DescribeOptions {
  /** How long the app may take to describe itself, in milliseconds. Default 30 000. */
  readonly limitMs?: number;
  /** Default: the project's own build. */
  readonly build?: () => Promise<void>;
  /** Ask `runContractTests` too. Default false. */
  readonly contract?: boolean;
}

/**
 * Builds the project, and lets its app describe itself in a fresh process, without its secrets and without running.
 *
 * @throws {ToolError} when the build fails, or the app cannot be made; its own words, without secrets, are in the message
 */
export async function describeProject(
  directory: string,
  config: SmokeConfig,
  env: Readonly<NodeJS.ProcessEnv>,
  options: DescribeOptions = {},
): Promise<Description> {
  const build = options.build ?? (() => buildProject(directory, systemEnvironment(env)));
  const files = await readEnvFiles(directory);
  const environment = buildStepEnvironment(env, files);
  try {
    await build();
    return await askApp(directory, config, environment, options);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    const redact = createRedactor(files, environment, []);
    throw new ToolError(redact(error.message), error.fix, error.exitCode);
  }
}

async function askApp(
  directory: string,
  config: SmokeConfig,
  environment: Environment,
  { limitMs = 30_000, contract = false }: DescribeOptions,
): Promise<Description> {
  const openapi = coreModule(directory, "openapi");
  const asked = contract ? { contract: coreModule(directory, "contract") } : {};
  const place = await mkdtemp(join(tmpdir(), "daloy-describe-"));
  try {
    const output = join(place, "description.json");
    const task: DescribeTask = { ...appModules(directory, config), openapi, ...asked, output };
    const child = startChild([...describer(config.start, directory), program, JSON.stringify(task)], {
      cwd: directory,
      env: environment,
    });
    const ended = await endOf(child, limitMs);
    if (!existsSync(output)) throw notDescribed(child, ended, limitMs);
    return JSON.parse(await readFile(output, "utf8"));
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

/** The runtime that the app is written for. On Deno it must be let write down what the app says. */
function describer(start: readonly string[], directory: string): readonly string[] {
  const runtime = runtimeOf(start);
  const deno = ["run", "--no-prompt", "--allow-all", denoConfig(directory)];
  return [programOf(runtime), ...(runtime === "deno" ? deno : [])];
}

/** Whether it ended by itself within the limit. In the end it is gone either way. */
async function endOf(child: Child, limitMs: number): Promise<boolean> {
  const timer = new AbortController();
  const late = sleep(limitMs, undefined, { signal: timer.signal }).catch(() => undefined);
  try {
    return (await Promise.race([child.exited, late])) !== undefined;
  } finally {
    timer.abort();
    await child.kill();
  }
}

function notDescribed(child: Child, ended: boolean, limitMs: number): ToolError {
  const what = ended ? "could not be made" : `did not describe itself within ${limitMs} ms`;
  return new ToolError(
    `The app ${what}.\n${printable(child.output()).trim()}`.trimEnd(),
    "createApp(loadConfig(get)) must work with DALOY_BUILD=1 and what .env.example says, without a secret or a connection.",
  );
}
