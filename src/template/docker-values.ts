import type { Answers, PackageManager } from "../answers/answers.ts";

/** What a Dockerfile says differently for each package manager. */
export interface DockerValues {
  /** An image that has the package manager, or npm to fetch it with. */
  readonly dockerBuildImage: string;
  /** What brings the package manager; a comment where the image has it. */
  readonly dockerSetup: string;
  /** What the manager reads besides package.json, with a star where a new project may not have it yet. */
  readonly dockerFiles: string;
  readonly dockerInstall: string;
  /** Leaves what production needs. */
  readonly dockerPrune: string;
}

const node = "node:24.21.0-bookworm-slim";
const there = "# The image has the package manager.";

const byManager: { readonly [Manager in PackageManager]: DockerValues } = {
  npm: {
    dockerBuildImage: node,
    dockerSetup: there,
    dockerFiles: "package-lock.json .npmrc",
    dockerInstall: "npm ci",
    dockerPrune: "npm prune --omit=dev",
  },
  pnpm: {
    dockerBuildImage: node,
    dockerSetup: "RUN npm install --global pnpm@10.34.9",
    dockerFiles: "pnpm-lock.yaml pnpm-workspace.yaml .npmrc",
    dockerInstall: "pnpm install --frozen-lockfile",
    dockerPrune: "CI=true pnpm prune --prod",
  },
  yarn: {
    dockerBuildImage: node,
    dockerSetup: "RUN npm install --global @yarnpkg/cli-dist@4.18.1",
    dockerFiles: "yarn.lock .yarnrc.yml",
    dockerInstall: "yarn install --immutable",
    dockerPrune: "yarn workspaces focus --production",
  },
  bun: {
    dockerBuildImage: "oven/bun:1.4.5-slim",
    dockerSetup: there,
    dockerFiles: "bun.lock bunfig.toml",
    dockerInstall: "bun install --frozen-lockfile",
    dockerPrune: "rm -r node_modules && bun install --frozen-lockfile --production",
  },
  deno: {
    dockerBuildImage: "denoland/deno:2.9.6",
    dockerSetup: there,
    dockerFiles: "deno.json deno.lock",
    dockerInstall: "deno install --frozen",
    dockerPrune: "rm -r node_modules && deno install --frozen --prod",
  },
};

export function dockerValuesOf({
  runtime,
  packageManager,
}: Pick<Answers, "runtime" | "packageManager">): DockerValues {
  const values = byManager[packageManager];
  if (runtime !== "node" || packageManager !== "bun") return values;
  return { ...values, dockerBuildImage: node, dockerSetup: "RUN npm install --global bun@1.4.5" };
}
