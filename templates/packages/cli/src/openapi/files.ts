import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Description } from "../describe/description.ts";
import { compareDocuments, type Difference } from "./compare.ts";

/** One file of the document: what is there, and what should be. */
export interface DocumentFile {
  readonly name: string;
  readonly path: string;
  /** What `daloy openapi` writes. */
  readonly text: string;
  readonly state: "current" | "missing" | "different";
  /** Where both can be read. */
  readonly differences: readonly Difference[];
}

/** `openapi.json`, and `openapi.yaml` when it is asked for. */
export async function documentFiles(
  directory: string,
  { document, yaml }: Pick<Description, "document" | "yaml">,
  withYaml: boolean,
): Promise<DocumentFile[]> {
  const json = await jsonFile(join(directory, "openapi.json"), document);
  return withYaml ? [json, await yamlFile(join(directory, "openapi.yaml"), yaml)] : [json];
}

/** Compared by meaning: a formatter of the project's may lay it out as it likes. */
async function jsonFile(path: string, document: Description["document"]): Promise<DocumentFile> {
  const file = { name: "openapi.json", path, text: `${JSON.stringify(document, undefined, 2)}\n` };
  const text = await readIfThere(path);
  if (text === undefined) return { ...file, state: "missing", differences: [] };
  const committed = parseObject(text);
  if (isDeepStrictEqual(committed, document)) return { ...file, state: "current", differences: [] };
  return { ...file, state: "different", differences: committed ? compareDocuments(committed, document) : [] };
}

/** Compared line by line: this tool does not read YAML. */
async function yamlFile(path: string, yaml: string): Promise<DocumentFile> {
  const text = await readIfThere(path);
  const same = text?.replaceAll("\r\n", "\n") === yaml;
  const state = text === undefined ? "missing" : same ? "current" : "different";
  return { name: "openapi.yaml", path, text: yaml, state, differences: [] };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
