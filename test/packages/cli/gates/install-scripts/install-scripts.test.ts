import { expect, it } from "vitest";
import { installScripts } from "../../../../../templates/packages/cli/src/gates/install-scripts/install-scripts.ts";
import { outcomeOf, prove } from "../support/prove.ts";

prove(installScripts);

const pnpm = new Map([
  ["package.json", '{ "packageManager": "pnpm@10.34.9" }'],
  ["pnpm-workspace.yaml", "ignoreScripts: true\n"],
  ["pnpm-lock.yaml", "lockfileVersion: '9.0'\npackages:\n  a@1.0.0: { resolution: { integrity: x } }\n"],
]);

it("fails where neither the lockfile nor what is installed says who carries scripts", async () => {
  await expect(outcomeOf(installScripts, pnpm)).rejects.toThrow("nothing is installed");
  const found = await outcomeOf(installScripts, new Map([...pnpm, ["pnpm-workspace.yaml", "a: 1\n"]]));
  expect(found.findings).toMatchObject([{ rule: "not-in-force" }]);
  expect(found.unchecked).toEqual([expect.stringContaining("nothing is installed")]);
});

it("shows what would run, and no more of it than a line", async () => {
  const command = `node ${"x".repeat(200)}`;
  const files = new Map([
    ...pnpm,
    [
      "node_modules/.pnpm/a@1.0.0/node_modules/a/package.json",
      JSON.stringify({ name: "a", version: "1.0.0", scripts: { install: command } }),
    ],
  ]);
  const { findings } = await outcomeOf(installScripts, files);
  expect(findings[0]?.message).toMatch(/^a@1\.0\.0 runs `node x{74}…` when it is installed\.$/);
});
