import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Created } from "./create.ts";

/** The words of a project's own start task, without the program. */
export async function startWords({ directory }: Created): Promise<readonly string[]> {
  const { tasks } = JSON.parse(await readFile(join(directory, "deno.json"), "utf8"));
  return tasks.start.split(" ").slice(1);
}
