import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ToolError } from "../tool-error.ts";

/**
 * One object of the project's `deno.json`; empty where there is none.
 *
 * @throws {ToolError} when the file is no JSON
 */
export function denoSection(directory: string, name: "imports" | "tasks"): Readonly<Record<string, unknown>> {
  let text: string;
  try {
    text = readFileSync(join(directory, "deno.json"), "utf8");
  } catch {
    return {};
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new ToolError(`deno.json is no JSON: ${String(error)}`, "Mend its syntax.");
  }
  const section: unknown = isObject(document) ? document[name] : undefined;
  return isObject(section) ? section : {};
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
