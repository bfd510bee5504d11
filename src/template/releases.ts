import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { OptIn } from "./opt-ins.ts";
import { templateError } from "./template-error.ts";

/** A file that a release of the templates moved: declared, never guessed. */
export interface Rename {
  readonly from: string;
  readonly to: string;
}

/** What an upgrade has to know of the releases so far, beyond what they render. */
export interface Releases {
  /** In the order in which they were made: a file may have moved more than once. */
  readonly renames: readonly Rename[];
  readonly optIns: readonly OptIn[];
}

/**
 * Reads `templates/releases.json`.
 *
 * @throws {CreateError} `template-invalid`
 */
export async function loadReleases(templatesDir: string): Promise<Releases> {
  const value: unknown = JSON.parse(await readFile(join(templatesDir, "releases.json"), "utf8"));
  if (!isObject(value) || !Array.isArray(value["renames"]) || !Array.isArray(value["optIns"]))
    throw templateError("releases.json needs a list of renames and one of optIns.");
  return {
    renames: value["renames"].map((entry) => textsOf(entry, ["from", "to"])),
    optIns: value["optIns"].map((entry) => textsOf(entry, ["id", "since", "file", "line", "message"])),
  };
}

function textsOf<Key extends string>(entry: unknown, keys: readonly Key[]): Record<Key, string> {
  const texts = keys.map((key) => {
    const text = isObject(entry) ? entry[key] : undefined;
    if (typeof text !== "string" || text === "")
      throw templateError(`releases.json: an entry lacks "${key}".`);
    return [key, text];
  });
  return Object.fromEntries(texts);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
