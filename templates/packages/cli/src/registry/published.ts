import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { Registry } from "./registry.ts";
import { registryOf } from "./settings.ts";

export interface Released {
  readonly registry: "npm" | "jsr";
  readonly name: string;
  readonly version: string;
}

export type Publication =
  | { readonly status: "published"; readonly at: Date }
  /** The registry has the package and not this version, or not the package. */
  | { readonly status: "unknown" }
  | { readonly status: "unreachable"; readonly reason: string };

/** From this age on a date is remembered: it never changes, and what is younger is asked for again. */
const oldMs = 86_400_000;

/** When versions were published: what is known is read from the user's cache folder, the registry is asked for the rest. */
export function publications(
  registry: Registry,
  env: Readonly<NodeJS.ProcessEnv>,
  now: Date,
): (released: Released) => Promise<Publication> {
  const cached = new Map<string, Promise<Map<string, number>>>();
  return async (released) => {
    const { name, version } = released;
    const file = cacheFile(released, registry, env);
    const known = cached.get(file) ?? readCache(file, now);
    cached.set(file, known);
    const dates = await known;
    const remembered = dates.get(version);
    if (remembered !== undefined) return { status: "published", at: new Date(remembered) };
    const answer = await (released.registry === "jsr" ? registry.jsr(name) : registry.packument(name));
    if (answer.status === "unreachable") return answer;
    const at = answer.status === "found" ? Date.parse(answer.packument.time.get(version) ?? "") : Number.NaN;
    if (answer.status === "missing" || !answer.packument.versions.has(version)) return { status: "unknown" };
    if (Number.isNaN(at)) {
      return { status: "unreachable", reason: `The registry does not say when ${name}@${version} came out.` };
    }
    if (now.getTime() - at > oldMs) {
      dates.set(version, at);
      await writeCache(file, dates);
    }
    return { status: "published", at: new Date(at) };
  };
}

/** A file for each package of each registry: a mirror may tell other dates. */
function cacheFile(
  { registry: kind, name }: Released,
  { settings }: Registry,
  env: Readonly<NodeJS.ProcessEnv>,
): string {
  const from = kind === "jsr" ? (env["JSR_URL"] ?? "jsr") : registryOf(name, settings);
  const place = createHash("sha256").update(`${from} ${name}`).digest("hex");
  return join(cacheFolder(env), "published", `${place}.json`);
}

/** The user's cache folder for this tool. */
export function cacheFolder(env: Readonly<NodeJS.ProcessEnv>): string {
  const home = env["HOME"] ?? env["USERPROFILE"] ?? homedir();
  if (env["XDG_CACHE_HOME"]) return join(env["XDG_CACHE_HOME"], "daloy");
  if (process.platform === "win32")
    return join(env["LOCALAPPDATA"] ?? join(home, "AppData", "Local"), "daloy", "Cache");
  return process.platform === "darwin"
    ? join(home, "Library", "Caches", "daloy")
    : join(home, ".cache", "daloy");
}

/** Only what can be true: whatever else is in the file is asked for again. */
async function readCache(file: string, now: Date): Promise<Map<string, number>> {
  try {
    const document: unknown = JSON.parse(await readFile(file, "utf8"));
    const dates = typeof document === "object" && document !== null ? Object.entries(document) : [];
    return new Map(
      dates.flatMap(([version, text]) => {
        const at = typeof text === "string" ? Date.parse(text) : Number.NaN;
        return now.getTime() - at > oldMs ? [[version, at]] : [];
      }),
    );
  } catch {
    return new Map();
  }
}

/** Whole or not at all; a machine on which nothing can be written has no cache. */
async function writeCache(file: string, dates: ReadonlyMap<string, number>): Promise<void> {
  const text = JSON.stringify(
    Object.fromEntries([...dates].map(([version, at]) => [version, new Date(at).toISOString()])),
  );
  const part = `${file}.${randomUUID()}`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(part, text);
    await rename(part, file);
  } catch {
    await rm(part, { force: true }).catch(() => undefined);
  }
}
