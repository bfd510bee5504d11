import { beforeAll, expect, it } from "vitest";
import { dependencies } from "../../../../templates/packages/cli/src/gates/dependencies/dependencies.ts";
import { runtimeEol } from "../../../../templates/packages/cli/src/gates/runtime-eol/runtime-eol.ts";
import type { Gate } from "../../../../templates/packages/cli/src/verify/gate.ts";
import { build } from "../../../support/build.ts";
import { renderProject, textOf } from "../../../templates/rendered-project.ts";
import { judge, places } from "./support/prove.ts";

/** The gates that judge files of a project which no manager has installed yet. */
const judged: readonly Gate[] = [dependencies, runtimeEol];

const managers = {
  node: ["npm", "pnpm", "yarn", "bun"],
  cloudflare: ["npm", "pnpm", "yarn", "bun"],
  vercel: ["npm", "pnpm", "yarn", "bun"],
  lambda: ["npm", "pnpm", "yarn", "bun"],
  bun: ["bun", "npm", "pnpm", "yarn"],
  deno: ["deno"],
} as const;
const projects = (["node", "cloudflare", "vercel", "lambda", "bun", "deno"] as const).flatMap((runtime) =>
  managers[runtime].map((packageManager) => ({
    runtime,
    packageManager,
    docker: runtime === "node" || runtime === "bun" || runtime === "deno",
  })),
);

beforeAll(build, 120_000);

it.each(projects)("a new project passes: $runtime with $packageManager", async (answers) => {
  for (const rateLimit of answers.runtime === "cloudflare"
    ? (["memory"] as const)
    : (["memory", "redis"] as const)) {
    const tree = await renderProject({ ...answers, rateLimit });
    const paths = [...tree.keys()].filter((path) => !path.startsWith("vendor/"));
    const files = new Map(paths.map((path) => [path, textOf(tree, path)]));
    const config = JSON.parse(textOf(tree, "daloy.config.json"));
    for (const gate of judged) expect(places(await judge(gate, files, config))).toEqual([]);
  }
});
