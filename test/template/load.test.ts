import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadLayers } from "../../src/template/load.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "daloy-load-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function write(files: Record<string, string>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(root, dirname(path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
}

const manifest = (version = "1.0.0") => JSON.stringify({ version, files: ["dist", "src", "LICENSE"] });
const packages = {
  "packages/core/package.json": manifest(),
  "packages/core/LICENSE": "MIT",
  "packages/core/tsconfig.json": "{}",
  "packages/core/notes.md": "not published",
  "packages/core/dist/index.js": "",
  "packages/core/dist/index.d.ts": "",
  "packages/core/dist/tsconfig.tsbuildinfo": "",
  "packages/core/src/index.ts": "",
  "packages/core/src/index.test.ts": "",
  "packages/core/src/_private.ts": "",
  "packages/cli/package.json": manifest(),
  "packages/cli/LICENSE": "MIT",
  "packages/cli/dist/daloy.js": "",
  "packages/cli/src/daloy.ts": "",
};

describe("loadLayers", () => {
  it("finds the layers and gives dotfiles their dot", async () => {
    await write({
      ...packages,
      "app/_gitignore": "",
      "app/_github/workflows/a.yml": "",
      "app/src/a_b.ts": "",
      "starter/a.ts": "",
      "runtime/node/_env.example": "",
      "package-manager/pnpm/_npmrc": "",
    });
    const { layers } = await loadLayers(root);
    expect(Object.fromEntries([...layers].map(([name, files]) => [name, [...files.keys()]]))).toEqual({
      app: [".github/workflows/a.yml", ".gitignore", "src/a_b.ts"],
      starter: ["a.ts"],
      "runtime/node": [".env.example"],
      "package-manager/pnpm": [".npmrc"],
    });
  });

  it("vendors what the packages publish, without tests and tsconfigs", async () => {
    await write(packages);
    const { vendor, version } = await loadLayers(root);
    expect(version).toBe("1.0.0");
    expect([...vendor.keys()].sort()).toEqual([
      "vendor/daloyjs-cli/LICENSE",
      "vendor/daloyjs-cli/dist/daloy.js",
      "vendor/daloyjs-cli/package.json",
      "vendor/daloyjs-cli/src/daloy.ts",
      "vendor/daloyjs-core/LICENSE",
      "vendor/daloyjs-core/dist/index.d.ts",
      "vendor/daloyjs-core/dist/index.js",
      "vendor/daloyjs-core/package.json",
      "vendor/daloyjs-core/src/_private.ts",
      "vendor/daloyjs-core/src/index.ts",
    ]);
  });

  it("says to build first when dist/ is missing or empty", async () => {
    await write(packages);
    await rm(join(root, "packages/cli/dist/daloy.js"));
    await expect(loadLayers(root)).rejects.toMatchObject({
      code: "not-built",
      fix: expect.stringContaining("npm run build"),
    });
    await rm(join(root, "packages/cli/dist"), { recursive: true });
    await expect(loadLayers(root)).rejects.toMatchObject({ code: "not-built" });
    await write({ "packages/cli/dist/daloy.js": "" });
    await rm(join(root, "packages/core/LICENSE"));
    await expect(loadLayers(root)).rejects.toMatchObject({ code: "not-built" });
  });

  it.each([
    ["a dotfile in a layer", { "app/.gitignore": "" }, /dotfiles are stored with a leading "_"/],
    [
      "a pattern in `files`",
      { "packages/cli/package.json": manifest().replace("LICENSE", "*.md") },
      /plain names/,
    ],
    [
      "a path out of the package",
      { "packages/cli/package.json": manifest().replace("LICENSE", "../x") },
      /plain names/,
    ],
    [
      "packages of two versions",
      { "packages/cli/package.json": manifest("1.0.1") },
      /core 1\.0\.0, cli 1\.0\.1/,
    ],
  ])("refuses %s", async (_, files, message) => {
    await write({ ...packages, ...files });
    await expect(loadLayers(root)).rejects.toThrow(message);
  });

  it("refuses a symlink in a layer", async () => {
    await write({ ...packages, "app/a": "" });
    await symlink("/etc/passwd", join(root, "app/b"));
    await expect(loadLayers(root)).rejects.toThrow(/neither a file nor a folder/);
  });

  it("says so when the installation is broken", async () => {
    await expect(loadLayers(root)).rejects.toMatchObject({ code: "templates-unreadable" });
  });
});
