import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { SmokeConfig } from "../../../../templates/packages/cli/src/config/config.ts";
import { naiveConfig, secrets } from "./config.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../../../", import.meta.url));
const packages = join(root, "templates/packages");

/** A directory for one test file; the path of what is compiled into it and of the projects made in it. */
export interface Workshop {
  readonly directory: string;
  /** The compiled tool: `daloy.js`, and beside it every module. */
  readonly tool: string;
  /** The compiled framework, as a package. */
  readonly core: string;
  dispose(): Promise<void>;
}

type Package = "cli" | "core";

/** Compiles the packages as a project has them: plain JavaScript. By default the tool alone. */
export async function openWorkshop({ compile = ["cli"] }: { compile?: Package[] } = {}): Promise<Workshop> {
  const directory = await mkdtemp(join(tmpdir(), "daloy-cli-"));
  await Promise.all(compile.map((name) => compilePackage(name, join(directory, name))));
  return {
    directory,
    tool: join(directory, "cli/dist"),
    core: join(directory, "core"),
    dispose: () => rm(directory, { recursive: true, force: true }),
  };
}

async function compilePackage(name: Package, target: string): Promise<void> {
  await mkdir(target);
  const files = ["package.json", ...(name === "cli" ? ["daloy.config.schema.json"] : [])];
  for (const file of files) await cp(join(packages, name, file), join(target, file));
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const lean = ["declaration", "declarationMap", "sourceMap"].flatMap((option) => [`--${option}`, "false"]);
  if (name === "cli") await symlink(join(root, "node_modules"), join(target, "node_modules"), "junction");
  await run(process.execPath, [tsc, "-p", join(packages, name), "--outDir", join(target, "dist"), ...lean]);
}

type Files = Readonly<Record<string, string>>;

let count = 0;

export async function writeProject({ directory }: Workshop, files: Files): Promise<string> {
  count += 1;
  const project = join(directory, `project-${count}`);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(project, path)), { recursive: true });
    await writeFile(join(project, path), text);
  }
  return project;
}

const manifest = (build: string) => JSON.stringify({ name: "fixture", type: "module", scripts: { build } });
const envFile = Object.entries(secrets)
  .map(([name, value]) => `${name}=${value}\n`)
  .join("");
const start = `import { createApp } from "./app.js";
import { loadConfig } from "./config.js";
import { serve } from "@daloyjs/core/node";
await serve(createApp(loadConfig((name) => process.env[name])), { port: Number(process.env.PORT), hostname: process.env.HOST });
`;

/** A project around the naive app with these faults; the app stands in for the framework. */
export async function naiveProject(
  workshop: Workshop,
  faults: readonly string[],
  overrides: { readonly config?: Partial<SmokeConfig>; readonly build?: string; readonly files?: Files } = {},
): Promise<string> {
  const project = await writeProject(workshop, {
    "package.json": manifest(overrides.build ?? "exit 0"),
    ".env": envFile,
    "daloy.config.json": JSON.stringify({ smoke: { ...naiveConfig, ...overrides.config } }),
    "build/src/app.js": `import { NaiveApp } from "@daloyjs/core/node";
export const createApp = (get) => new NaiveApp(${JSON.stringify(faults)}, get);`,
    "build/src/config.js": "export const loadConfig = (get) => get;",
    "build/src/server.js": start,
    "node_modules/@daloyjs/core/package.json": JSON.stringify({
      exports: Object.fromEntries([".", "./node", "./session"].map((entry) => [entry, "./naive-app.mjs"])),
    }),
    ...overrides.files,
  });
  const fixture = new URL("../fixtures/naive-app.mjs", import.meta.url);
  await cp(fixture, join(project, "node_modules/@daloyjs/core/naive-app.mjs"));
  return project;
}

/** A project with the real framework. */
export async function realProject(workshop: Workshop, app: string, config: object): Promise<string> {
  const project = await writeProject(workshop, {
    "package.json": manifest("exit 0"),
    ".env": `${envFile}DALOY_ENV=development\n`,
    "daloy.config.json": JSON.stringify(config),
    "build/src/app.js": app,
    "build/src/config.js": "export const loadConfig = (get) => get;",
    "build/src/server.js": start,
  });
  await mkdir(join(project, "node_modules/@daloyjs"), { recursive: true });
  await symlink(workshop.core, join(project, "node_modules/@daloyjs/core"), "junction");
  await symlink(join(root, "node_modules/zod"), join(project, "node_modules/zod"), "junction");
  return project;
}
