import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { SmokeConfig } from "../config/config.ts";
import { ToolError } from "../tool-error.ts";
import { denoSection } from "./deno-json.ts";

/** The built modules of a project that make its app, as file URLs. */
export interface AppModules {
  /** Exports `createApp(config)`. */
  readonly app: string;
  /** Exports `loadConfig(get)`. */
  readonly config: string;
}

export function appModules(directory: string, { app, config }: SmokeConfig): AppModules {
  const url = (path: string): string => pathToFileURL(join(directory, path)).href;
  return { app: url(app), config: url(config) };
}

/**
 * The URL of `@daloyjs/core`, or of its `/<entry>`, as the project itself resolves it: from what is installed, or by the import map of
 * deno.json.
 *
 * @throws {ToolError} when it is not installed
 */
export function coreModule(directory: string, entry?: string): string {
  const name = entry === undefined ? "@daloyjs/core" : `@daloyjs/core/${entry}`;
  const mapped = denoSection(directory, "imports")[name];
  if (typeof mapped === "string") return pathToFileURL(join(directory, mapped)).href;
  try {
    const require = createRequire(join(directory, "package.json"));
    return pathToFileURL(require.resolve(name)).href;
  } catch {
    throw new ToolError("@daloyjs/core is not installed here.", "Run your package manager's install.");
  }
}
