import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { rolldown } from "rolldown";
import { vercelPackages } from "./edge-tools.ts";
import { cleanEnvironment } from "./environment.ts";
import { runProgram } from "./processes.ts";

/** What `vercel build` made of `api/index.js`. */
export interface BuiltFunction {
  /** The module that Vercel loads. */
  readonly entry: string;
  /** `nodejs24.x`, `edge` */
  readonly runtime: string;
}

/** What a project is linked to would come from Vercel; nothing of it decides how the project is built. */
const link = { projectId: "prj_local", orgId: "team_local", settings: { framework: null } };

/** Runs `vercel build` in a project, without an account. @throws with its output when it fails */
export async function vercelBuild(project: string): Promise<BuiltFunction> {
  mkdirSync(join(project, ".vercel"), { recursive: true });
  writeFileSync(join(project, ".vercel/project.json"), JSON.stringify(link));
  const command = join(vercelPackages(), "node_modules/vercel/dist/vc.js");
  const env = { ...cleanEnvironment(), VERCEL_TELEMETRY_DISABLED: "1", NO_UPDATE_NOTIFIER: "1", CI: "1" };
  const { code, stdout, stderr } = await runProgram(process.execPath, [command, "build", "--yes"], {
    cwd: project,
    env,
  });
  if (code !== 0) throw new Error(`vercel build failed.\n${stdout}${stderr}`);
  const output = join(project, ".vercel/output/functions/api/index.func");
  const { handler, entrypoint, runtime, filePathMap } = JSON.parse(
    readFileSync(join(output, ".vc-config.json"), "utf8"),
  );
  // What is not copied is named; a deployment takes it from the project, links as links.
  for (const [to, from] of Object.entries<string>(filePathMap ?? {})) {
    mkdirSync(dirname(join(output, to)), { recursive: true });
    cpSync(join(project, from), join(output, to), { recursive: true, verbatimSymlinks: true });
  }
  return { entry: join(output, handler ?? entrypoint), runtime };
}

/** An Edge Function as the one script that its isolate evaluates: `vercel build` leaves the bundling to Vercel. @returns its file */
export async function bundleEdge({ entry }: BuiltFunction): Promise<string> {
  const build = await rolldown({
    input: entry,
    platform: "browser",
    resolve: { conditionNames: ["edge-light", "worker", "browser", "import", "default"] },
    tsconfig: false,
  });
  const file = `${entry}.edge.js`;
  await build.write({ file, format: "iife", name: "edgeFunction", exports: "named", codeSplitting: false });
  await build.close();
  return file;
}
