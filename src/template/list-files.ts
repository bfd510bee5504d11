import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { templateError } from "./template-error.ts";

/** The regular files below `below` in `root`, as POSIX paths relative to `root`, in code-unit order. */
export async function listFiles(
  root: string,
  below = "",
  fault: (why: string) => Error = (why) => templateError(`${root}: ${why}.`),
): Promise<string[]> {
  const paths: string[] = [];
  for (const entry of await readdir(join(root, below), { withFileTypes: true })) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) paths.push(...(await listFiles(root, path, fault)));
    else if (entry.isFile()) paths.push(path);
    else throw fault(`"${path}" is neither a file nor a folder`);
  }
  return paths.sort();
}
