import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { programOf } from "../project/runtime.ts";
import { ToolError } from "../tool-error.ts";

/** One of the programs that `daloy dev` keeps running. */
export interface DevProcess {
  /** In front of each of its lines. */
  readonly label: string;
  readonly command: readonly string[];
  readonly directory: string;
  readonly env: Readonly<NodeJS.ProcessEnv>;
}

export interface DevProcesses {
  /** Not there where the runtime reads TypeScript itself. */
  readonly compiler: DevProcess | undefined;
  readonly app: DevProcess;
}

/**
 * The compiler that follows the source, and the app that follows the compiler; on Bun and Deno the app follows the source itself.
 *
 * @param start the command that starts the built app, as `smoke.start` has it
 * @throws {ToolError} when the app runs on none of the three, or TypeScript is not installed
 */
export function devProcesses(
  directory: string,
  start: readonly string[],
  env: Readonly<NodeJS.ProcessEnv>,
): DevProcesses {
  const own = { directory, env: { ...withoutNpm(env), DALOY_ENV: "development" } };
  const [runtime = "", ...args] = start;
  if (runtime === "bun")
    return {
      compiler: undefined,
      app: { label: "app", command: [programOf(runtime), "--watch", ...args], ...own },
    };
  if (runtime === "deno") {
    const [run = "run", ...rest] = args;
    return {
      compiler: undefined,
      app: { label: "app", command: [programOf(runtime), run, "--watch", ...rest], ...own },
    };
  }
  if (runtime !== "node") {
    throw new ToolError(
      `daloy dev watches apps on Node, Bun and Deno, and smoke.start begins with ${runtime}.`,
      "Use the runtime's own watch mode.",
    );
  }
  const envFile = existsSync(join(directory, ".env")) ? ["--env-file=.env"] : [];
  const watch = [process.execPath, "--watch", "--watch-preserve-output", ...envFile, ...args];
  // The messages are read (see `develop`), so they must not follow the user's language.
  const compile = [
    process.execPath,
    compilerOf(directory),
    "--watch",
    "--preserveWatchOutput",
    "--locale",
    "en",
  ];
  return {
    compiler: { label: "tsc", command: compile, ...own },
    app: { label: "app", command: watch, ...own },
  };
}

function compilerOf(directory: string): string {
  try {
    const manifest = createRequire(join(directory, "package.json")).resolve("typescript/package.json");
    const { bin }: { bin: { tsc: string } } = JSON.parse(readFileSync(manifest, "utf8"));
    return join(dirname(manifest), bin.tsc);
  } catch {
    throw new ToolError("TypeScript is not installed here.", "Run your package manager's install.");
  }
}

/** `npm run` hands its own settings to its children, where they would steer every npm that the app starts. */
function withoutNpm(env: Readonly<NodeJS.ProcessEnv>): NodeJS.ProcessEnv {
  const foreign = (name: string): boolean => /^npm_/i.test(name) || name === "INIT_CWD";
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign(name)));
}
