import { readdir, readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { actions } from "../templates/packages/cli/src/gates/actions/actions.ts";
import { judge } from "./packages/cli/gates/support/prove.ts";

const own = new URL("../.github/workflows/", import.meta.url);
const templates = new URL("../templates/ci/github/_github/workflows/", import.meta.url);

it("passes the actions gate that every project gets", async () => {
  const names = await readdir(own);
  expect(names.length).toBeGreaterThan(3);
  const files = await Promise.all(
    names.map(
      async (name) => [`.github/workflows/${name}`, await readFile(new URL(name, own), "utf8")] as const,
    ),
  );
  expect(await judge(actions, new Map(files))).toEqual([]);
});

it("runs every check that projects get", async () => {
  const names = (await readdir(templates)).filter((name) => !["verify.yml", "release.yml"].includes(name));
  for (const name of names) {
    expect(await readFile(new URL(name, own), "utf8"), name).toBe(
      await readFile(new URL(name, templates), "utf8"),
    );
  }
});
