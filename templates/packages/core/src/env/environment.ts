/** Where the app runs. Anything but `development` and `test` is production: forgetting to say so keeps the guards on. */
export type Environment = "development" | "test" | "production";

/**
 * Reads one process environment variable, or `undefined` where there is no process (Workers) or no permission (Deno).
 * The key is computed so that no bundler replaces it with a value of the build machine.
 */
export function readEnv(name: string): string | undefined {
  try {
    return processEnv()?.[name];
  } catch {
    return undefined;
  }
}

/** True where a process environment exists, so that factories may judge their arguments by it at once. */
export function hasProcessEnv(): boolean {
  try {
    return processEnv() !== undefined;
  } catch {
    return false;
  }
}

function processEnv(): Record<string, string | undefined> | undefined {
  const holder: unknown = Reflect.get(globalThis, ["pro", "cess"].join(""));
  return (holder as { env?: Record<string, string | undefined> } | undefined)?.env;
}

/** `given`, else `DALOY_ENV`, else `NODE_ENV`, else production. */
export function resolveEnvironment(given?: string | undefined): Environment {
  const name = given ?? readEnv("DALOY_ENV") ?? readEnv("NODE_ENV");
  return name === "development" || name === "test" ? name : "production";
}

/** `DALOY_BUILD=1`: the app may be constructed and described without its secrets, and refuses to run. */
export function isBuildStep(): boolean {
  return readEnv("DALOY_BUILD") === "1";
}
