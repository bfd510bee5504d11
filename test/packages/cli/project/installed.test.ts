import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { installedPackages } from "../../../../templates/packages/cli/src/project/installed.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";

async function project(files: Readonly<Record<string, string>>): Promise<string> {
  const directory = await temporaryDirectory();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
  return directory;
}

const manifest = (name: string, version = "1.0.0") => JSON.stringify({ name, version });

async function namesIn(directory: string): Promise<string[]> {
  const found = await installedPackages(directory);
  return found.map(({ name, version, folder }) => `${name}@${version} ${folder}`).sort();
}

it("finds packages, scoped and nested, and no link", async () => {
  const directory = await project({
    "vendor/core/package.json": manifest("@daloyjs/core"),
    "node_modules/a/package.json": manifest("a"),
    "node_modules/a/binding.gyp": "{}",
    "node_modules/a/node_modules/b/package.json": `\ufeff${manifest("b", "2.0.0")}`,
    "node_modules/@acme/c/package.json": manifest("@acme/c"),
    "node_modules/.bin/x/package.json": manifest("x"),
    "node_modules/broken/package.json": "{",
    "node_modules/nameless/package.json": "{}",
  });
  await symlink("../vendor/core", join(directory, "node_modules/core"));
  expect(await namesIn(directory)).toEqual([
    "@acme/c@1.0.0 node_modules/@acme/c",
    "a@1.0.0 node_modules/a",
    "b@2.0.0 node_modules/a/node_modules/b",
  ]);
  const [a] = (await installedPackages(directory)).filter(({ name }) => name === "a");
  expect(a?.entries).toContain("binding.gyp");
});

it.each([".pnpm", ".deno", ".bun"])("finds what is kept in %s", async (store) => {
  const directory = await project({
    [`node_modules/${store}/@acme+a@1.0.0/node_modules/@acme/a/package.json`]: manifest("@acme/a"),
    [`node_modules/${store}/b@1.0.0_a@1.0.0/node_modules/b/package.json`]: manifest("b"),
  });
  await symlink(`${store}/b@1.0.0_a@1.0.0/node_modules/b`, join(directory, "node_modules/b"));
  expect((await namesIn(directory)).map((line) => line.split(" ")[0])).toEqual(["@acme/a@1.0.0", "b@1.0.0"]);
});

it("finds nothing where nothing is installed", async () => {
  expect(await installedPackages(await temporaryDirectory())).toEqual([]);
});
