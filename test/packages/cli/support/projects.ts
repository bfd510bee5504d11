import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SmokeConfig } from "../../../../templates/packages/cli/src/config/config.ts";
import { build } from "../../../support/build.ts";
import { naiveConfig, secrets } from "./config.ts";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const packages = join(root, "templates/packages");

/** A directory for one test file, and the packages as they are built. */
export interface Workshop {
  readonly directory: string;
  /** The built tool: `daloy.js`, and beside it every module. */
  readonly tool: string;
  /** The built framework, as a package. */
  readonly core: string;
  dispose(): Promise<void>;
}

/** Builds the packages where that is due, as a project has them: plain JavaScript. */
export async function openWorkshop(): Promise<Workshop> {
  await build();
  const directory = await mkdtemp(join(tmpdir(), "daloy-cli-"));
  return {
    directory,
    tool: join(packages, "cli/dist"),
    core: join(packages, "core"),
    dispose: () => rm(directory, { recursive: true, force: true }),
  };
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
