import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { actions } from "../../../../../templates/packages/cli/src/gates/actions/actions.ts";
import { judge, prove } from "../support/prove.ts";

prove(actions);

it("passes the workflows of managers that no template has yet", async () => {
  for (const name of ["bun", "deno"]) {
    const url = new URL(
      `../../../../../templates/ci/github-${name}/_github/actions/setup/action.yml`,
      import.meta.url,
    );
    const text = await readFile(url, "utf8");
    expect(await judge(actions, new Map([[".github/actions/setup/action.yml", text]]))).toEqual([]);
  }
});

it("is skipped where there are no workflows", async () => {
  await expect(judge(actions, new Map([["README.md", ""]]))).rejects.toThrow("no GitHub workflows");
});
