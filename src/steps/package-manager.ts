import type { PackageManager } from "../answers/answers.ts";
import type { Command } from "./run.ts";

/** What a version of a package manager does with the protections that a project carries. */
export type Protection = "full" | "inexact" | "loose" | "scripts" | "unproven";

export interface ManagerFacts {
  /** From this version on, until the next row, a project's protections hold like this. Ascending. */
  readonly protections: readonly { readonly from: string; readonly holds: Protection }[];
  /** Where both protections hold, for a sentence: "npm 11.10". */
  readonly protectedFrom: string;
  /** With earlier versions a project of ours cannot be installed or checked at all, and why. */
  readonly worksFrom?: { readonly version: string; readonly because: string };
  /** What brings a version that holds both. */
  readonly getIt: string;
  /** What brings it where there is none. */
  readonly getFirst: string;
}

/** Measured version by version against a registry with fresh releases and install scripts. */
export const managerFacts: { readonly [Manager in PackageManager]: ManagerFacts } = {
  npm: {
    protections: [
      { from: "0.0.0", holds: "unproven" },
      { from: "10.9.0", holds: "scripts" },
      { from: "11.10.0", holds: "full" },
    ],
    protectedFrom: "11.10",
    getIt: "npm install --global npm@11",
    getFirst: "It comes with Node: install Node again",
  },
  pnpm: {
    protections: [
      { from: "0.0.0", holds: "unproven" },
      { from: "9.15.0", holds: "scripts" },
      { from: "10.16.0", holds: "inexact" },
      { from: "10.17.0", holds: "full" },
      { from: "11.0.0", holds: "loose" },
      { from: "11.0.9", holds: "full" },
      { from: "12.0.0", holds: "loose" },
      { from: "12.3.0", holds: "full" },
    ],
    protectedFrom: "10.17",
    getIt: "npm install --global pnpm@10",
    getFirst: "Get it with `npm install --global pnpm@10`",
  },
  yarn: {
    protections: [
      { from: "0.0.0", holds: "unproven" },
      { from: "4.10.0", holds: "full" },
    ],
    protectedFrom: "4.10",
    worksFrom: {
      version: "4.17.1",
      because:
        "Earlier ones stop at TypeScript 7, and before 4.10 at the setting that holds back fresh releases",
    },
    getIt: "npm install --global @yarnpkg/cli-dist",
    getFirst: "Get it with `npm install --global @yarnpkg/cli-dist`",
  },
  bun: {
    protections: [
      { from: "0.0.0", holds: "unproven" },
      { from: "1.2.0", holds: "scripts" },
      { from: "1.3.0", holds: "full" },
    ],
    protectedFrom: "1.3",
    getIt: "bun upgrade",
    getFirst: "Get it with `npm install --global bun`",
  },
  deno: {
    protections: [
      { from: "0.0.0", holds: "unproven" },
      { from: "2.6.0", holds: "full" },
    ],
    protectedFrom: "2.6",
    worksFrom: { version: "2.7.13", because: "Earlier ones do not run its smoke test" },
    getIt: "deno upgrade",
    getFirst: "Get it with `npm install --global deno`",
  },
};

export const versionCommand = (manager: PackageManager): Command => ({ file: manager, args: ["--version"] });

/** What each package manager derives from a project, and an upgrade notes before its install. */
export const lockfiles: { readonly [Manager in PackageManager]: string } = {
  npm: "package-lock.json",
  pnpm: "pnpm-lock.yaml",
  yarn: "yarn.lock",
  bun: "bun.lock",
  deno: "deno.lock",
};

/** A new project has no lockfile yet, and on CI pnpm and Yarn would refuse to write one. */
const writesLockfile: { readonly [Manager in PackageManager]?: string } = {
  pnpm: "--no-frozen-lockfile",
  yarn: "--no-immutable",
};

/** From its own store alone. Yarn has no flag for that: see `offlineVariables`. */
const withoutNetwork: { readonly [Manager in PackageManager]?: string } = {
  npm: "--offline",
  pnpm: "--offline",
  bun: "--offline",
  deno: "--cached-only",
};

export const installCommand = (manager: PackageManager, offline = false): Command => {
  const flags = [writesLockfile[manager], offline ? withoutNetwork[manager] : undefined];
  return { file: manager, args: ["install", ...flags.filter((flag) => flag !== undefined)] };
};

export const scriptCommand = (manager: PackageManager, script: string): Command => ({
  file: manager,
  args: ["run", script],
});

/** How a person types it. */
export const typed = ({ file, args }: Command): string => [file, ...args].join(" ");

/** What the protections of a project amount to under one version of its manager. */
export function protectionOf(manager: PackageManager, version: string): Protection {
  const held = managerFacts[manager].protections.filter(({ from }) => compareVersions(version, from) >= 0);
  return held.at(-1)?.holds ?? "unproven";
}

/** Orders two versions by their three numbers; a prerelease counts as its release. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  for (let index = 0; index < 3; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const numbers = (version: string): number[] => (version.match(/\d+/g) ?? []).slice(0, 3).map(Number);
