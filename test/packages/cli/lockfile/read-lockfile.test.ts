import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type {
  LockedPackage,
  Lockfile,
  LockfileFault,
} from "../../../../templates/packages/cli/src/lockfile/lockfile.ts";
import { readManifest } from "../../../../templates/packages/cli/src/lockfile/manifest.ts";
import { productionPackages } from "../../../../templates/packages/cli/src/lockfile/reach.ts";
import { readLockfile } from "../../../../templates/packages/cli/src/lockfile/read-lockfile.ts";

/** Written by the managers themselves, for one project. */
const formats = {
  "npm-2": "package-lock.json",
  "npm-3": "package-lock.json",
  "pnpm-6": "pnpm-lock.yaml",
  "pnpm-9": "pnpm-lock.yaml",
  "pnpm-12": "pnpm-lock.yaml",
  "yarn-berry": "yarn.lock",
  "yarn-classic": "yarn.lock",
  bun: "bun.lock",
  "deno-5": "deno.lock",
} as const;

const fixture = (folder: string, file: string): string =>
  readFileSync(new URL(`fixtures/${folder}/${file}`, import.meta.url), "utf8");

async function read(file: string, text: string, manifest?: string): Promise<Lockfile | LockfileFault> {
  return readLockfile(file, text, manifest === undefined ? undefined : await readManifest(manifest));
}

async function lockfileOf(folder: keyof typeof formats): Promise<Lockfile> {
  const file = formats[folder];
  const lockfile = await read(file, fixture(folder, file), fixture(folder, "package.json"));
  if ("rule" in lockfile) throw new Error(lockfile.message);
  return lockfile;
}

const registered = ({ packages }: Lockfile): readonly LockedPackage[] =>
  packages.filter(({ origin }) => origin.type === "registry");
const identities = (packages: Iterable<LockedPackage>): string[] =>
  [...packages].map(({ name, version }) => `${name}@${version}`).sort();

const all = [
  "@redis/client@5.8.0",
  "@types/node@24.3.0",
  "bufferutil@4.0.9",
  "cluster-key-slot@1.1.2",
  "nanoid@5.1.5",
  "node-gyp-build@4.8.4",
  "undici-types@7.10.0",
  "undici-types@7.24.8",
  "ws@8.23.0",
];
/** Deno installs nothing for `optionalDependencies`. */
const ofDeno = all.filter((name) => !/bufferutil|node-gyp-build/.test(name));
const development = new Set(["@types/node@24.3.0", "undici-types@7.10.0", "undici-types@7.24.8"]);

describe.each(Object.keys(formats) as (keyof typeof formats)[])("the lockfile of %s", (folder) => {
  const isDeno = folder === "deno-5";
  const expected = isDeno ? ofDeno : all;

  // Yarn's metadata of itself, which it locks too, would be another world
  const own = (names: readonly string[]): string[] => names.filter((name) => all.includes(name));

  it("has every package with its true name, its version and its integrity", async () => {
    const packages = registered(await lockfileOf(folder));
    expect(own(identities(packages))).toEqual(expected);
    for (const { integrity } of packages) {
      expect(integrity).toMatch(folder === "yarn-berry" ? /^10c0\/[0-9a-f]{128}$/ : /^sha512-/);
    }
  });

  it("says on which line each stands", async () => {
    const lines = fixture(folder, formats[folder]).split("\n");
    for (const { line, name, id } of registered(await lockfileOf(folder))) {
      const [above, here] = [lines[line - 2] ?? "", lines[line - 1] ?? ""];
      expect(`${above}\n${here}`).toContain(id.split(", ")[0]?.replace(/^npm:/, "") ?? name);
    }
  });

  it("leads each requirement to what is locked for it", async () => {
    const lockfile = await lockfileOf(folder);
    const byId = new Map(lockfile.packages.map((one) => [one.id, one]));
    const lead = (name: string, from = lockfile.direct) => {
      const { to = "" } = from.find((one) => one.name === name) ?? {};
      return byId.get(to);
    };
    expect(lead("ws")).toMatchObject({ version: "8.23.0" });
    expect(lead(isDeno ? "nanoid" : "ids")).toMatchObject({ name: "nanoid", version: "5.1.5" });
    expect(lead("undici-types")).toMatchObject({ version: "7.24.8" });
    expect(lead("undici-types", lead("@types/node")?.requires)).toMatchObject({ version: "7.10.0" });
    expect(lead("cluster-key-slot", lead("@redis/client")?.requires)).toMatchObject({ version: "1.1.2" });
    if (!isDeno) {
      expect(lead("node-gyp-build", lead("bufferutil")?.requires)).toMatchObject({ version: "4.8.4" });
      expect(lead("@daloyjs/core")?.origin).toEqual({
        type: "folder",
        path: expect.stringMatching(/^(?:\.\/)?vendor\/daloyjs-core$/),
      });
    }
  });

  it("knows what the app runs with", async () => {
    const names = own(identities(productionPackages(await lockfileOf(folder))));
    expect(names).toEqual(expected.filter((name) => !development.has(name)));
  });

  it("says which packages have scripts, where it knows", async () => {
    const scripts = new Map((await lockfileOf(folder)).packages.map((one) => [one.name, one.scripts]));
    const known = ["npm-2", "npm-3", "pnpm-6", "bun"].includes(folder);
    expect(scripts.get("bufferutil")).toBe(known ? true : undefined);
    expect(scripts.get("ws") ?? false).toBe(false);
  });
});

const hash = `sha512-${"A".repeat(86)}==`;
const denoTables = {
  specifiers: { "jsr:@std/assert@1": "1.0.13", "jsr:@std/internal@^1.0.6": "1.0.8", "npm:ms@2": "2.1.3" },
  jsr: {
    "@std/assert@1.0.13": { integrity: "a".repeat(64), dependencies: ["jsr:@std/internal"] },
    "@std/internal@1.0.8": { integrity: "b".repeat(64) },
  },
  npm: { "ms@2.1.3": { integrity: hash } },
};
const workspace = { dependencies: ["jsr:@std/assert@1", "npm:ms@2"] };

describe("deno.lock", () => {
  const old = {
    ...denoTables,
    specifiers: {
      "jsr:@std/assert@1": "jsr:@std/assert@1.0.13",
      "jsr:@std/internal@^1.0.6": "jsr:@std/internal@1.0.8",
      "npm:ms@2": "npm:ms@2.1.3",
    },
    jsr: {
      ...denoTables.jsr,
      "@std/assert@1.0.13": { integrity: "a".repeat(64), dependencies: ["jsr:@std/internal@^1.0.6"] },
    },
  };
  it.each([
    ["3", { version: "3", packages: old, remote: {}, workspace }],
    ["4", { version: "4", ...denoTables, workspace }],
    ["5", { version: "5", ...denoTables, workspace }],
  ])("of version %s has the packages of JSR", async (_version, document) => {
    const lockfile = await read("deno.lock", JSON.stringify(document));
    if ("rule" in lockfile) throw new Error(lockfile.message);
    expect(lockfile.direct.map(({ to }) => to)).toEqual(["jsr:@std/assert@1.0.13", "npm:ms@2.1.3"]);
    const [assert] = lockfile.packages.filter(({ name }) => name === "@std/assert");
    expect(assert).toMatchObject({ version: "1.0.13", origin: { type: "registry", registry: "jsr" } });
    expect(assert?.requires.map(({ to }) => to)).toEqual(["jsr:@std/internal@1.0.8"]);
  });

  it("tells what is imported by its URL", async () => {
    const url = "https://deno.land/std@0.224.0/fs/mod.ts";
    const lockfile = await read(
      "deno.lock",
      JSON.stringify({ version: "5", remote: { [url]: "c".repeat(64) } }),
    );
    expect(lockfile).toMatchObject({ packages: [{ origin: { type: "other", spec: url } }] });
  });
});

describe("pnpm-lock.yaml", () => {
  it("may hold pnpm itself in a document of its own", async () => {
    const first = `lockfileVersion: '9.0'
importers:
  .:
    packageManagerDependencies:
      pnpm: { specifier: 11.28.0, version: 11.28.0 }
packages:
  pnpm@11.28.0:
    resolution: {integrity: ${hash}}
snapshots:
  pnpm@11.28.0: {}
`;
    const text = `---\n${first}\n---\n${fixture("pnpm-12", "pnpm-lock.yaml")}`;
    const lockfile = await read("pnpm-lock.yaml", text, fixture("pnpm-12", "package.json"));
    if ("rule" in lockfile) throw new Error(lockfile.message);
    expect(identities(registered(lockfile))).toEqual([...all, "pnpm@11.28.0"].sort());
  });

  it("names what comes from a repository, a tarball or a folder", async () => {
    const text = `lockfileVersion: '9.0'
packages:
  a@https://codeload.github.com/x/a/tar.gz/abc:
    resolution: {tarball: https://codeload.github.com/x/a/tar.gz/abc}
  b@git+https://example.com/b.git#abc:
    resolution: {type: git, repo: https://example.com/b.git, commit: abc}
  c@file:../c:
    resolution: {directory: ../c, type: directory}
`;
    const lockfile = await read("pnpm-lock.yaml", text);
    expect(lockfile).toMatchObject({
      packages: [
        { name: "a", origin: { type: "other" } },
        { name: "b", origin: { type: "other", spec: "https://example.com/b.git" } },
        { name: "c", origin: { type: "folder", path: "../c" } },
      ],
    });
  });
});

describe("a lockfile that cannot be trusted to mean one thing", () => {
  it.each([
    ["package-lock.json", '{\n"lockfileVersion": 3,\n"packages": {},\n"packages": {}\n}', 4, "unreadable"],
    ["package-lock.json", '{"lockfileVersion": 3, "packages": { ...{} }}', 1, "unreadable"],
    ["package-lock.json", "<<<<<<< ours\n{}", 1, "unreadable"],
    ["package-lock.json", '{"lockfileVersion": 1, "dependencies": {}}', 1, "unsupported-format"],
    ["package-lock.json", '{"lockfileVersion": 4, "packages": {}}', 1, "unsupported-format"],
    ["pnpm-lock.yaml", "lockfileVersion: '9.0'\npackages:\n  a@1: {}\n  a@1: {}\n", 4, "unreadable"],
    ["pnpm-lock.yaml", "lockfileVersion: 5.4\n", 1, "unsupported-format"],
    ["yarn.lock", "__metadata:\n  version: 8\na: 1\na: 2\n", 4, "unreadable"],
    ["yarn.lock", "a@1:\n  version 1\n", 1, "unsupported-format"],
    ["bun.lock", '{"lockfileVersion": 9}', 1, "unsupported-format"],
    ["bun.lockb", "\u0000", 1, "unsupported-format"],
    ["deno.lock", '{"version": "2"}', 1, "unsupported-format"],
  ])("%s: %j", async (file, text, line, rule) => {
    expect(await read(file, text)).toMatchObject({ file, line, rule });
  });
});
