import { type DataValue, textAt } from "../syntax/data.ts";

export type Manager = "npm" | "pnpm" | "yarn" | "bun" | "deno";

/** The lockfiles that each manager reads, the one that it writes first. */
export const lockfileNames: Readonly<Record<Manager, readonly string[]>> = {
  npm: ["package-lock.json", "npm-shrinkwrap.json"],
  pnpm: ["pnpm-lock.yaml"],
  yarn: ["yarn.lock"],
  bun: ["bun.lock", "bun.lockb"],
  deno: ["deno.lock"],
};

const managers: readonly Manager[] = ["npm", "pnpm", "yarn", "bun", "deno"];
const isManager = (name: string | undefined): name is Manager => managers.some((known) => known === name);

/**
 * The package manager of a project: what its manifest names, else Deno's where there is a `deno.json`.
 *
 * @param manifest `package.json`
 * @param deno there is a `deno.json`
 */
export function managerOf(manifest: DataValue | undefined, deno: boolean): Manager {
  const named =
    textAt(manifest, "devEngines", "packageManager", "name") ??
    textAt(manifest, "packageManager")?.replace(/@.*/, "");
  if (isManager(named)) return named;
  return deno ? "deno" : "npm";
}
