import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { licenseIn } from "../../../../../templates/packages/cli/src/gates/licenses/allowed.ts";
import { installedLicenses } from "../../../../../templates/packages/cli/src/gates/licenses/installed.ts";
import { licenses } from "../../../../../templates/packages/cli/src/gates/licenses/licenses.ts";
import type { Answer } from "../../../../../templates/packages/cli/src/registry/registry.ts";
import { temporaryDirectory } from "../../../../support/temporary.ts";
import { outcomeOf, places, prove } from "../support/prove.ts";

prove(licenses);

it.each([
  ["MIT", { license: "MIT" }],
  ["MIT", { license: { type: "MIT", url: "https://example.com" } }],
  ["MIT", { licenses: [{ type: "MIT" }] }],
  ["(MIT) OR (GPL-2.0)", { licenses: [{ type: "MIT" }, { type: "GPL-2.0" }] }],
  ["(MIT) OR (ISC)", { licenses: ["MIT", "ISC"] }],
  ["MIT", { licenses: { type: "MIT" } }],
  [undefined, {}],
  [undefined, { license: true, licenses: [] }],
])("reads %s", (expected, manifest) => {
  expect(licenseIn(manifest)).toBe(expected);
});

it("finds installed packages in the layouts of all managers, and follows no link", async () => {
  const directory = await temporaryDirectory();
  const install = async (place: string, manifest: object) => {
    await mkdir(join(directory, "node_modules", place), { recursive: true });
    await writeFile(join(directory, "node_modules", place, "package.json"), JSON.stringify(manifest));
  };
  await install("a", { name: "a", version: "1.0.0", license: "MIT" });
  await install("a/node_modules/@s/b", { name: "@s/b", version: "2.0.0" });
  await install(".pnpm/c@3.0.0/node_modules/c", { name: "c", version: "3.0.0", license: "ISC" });
  await install(".deno/d@4.0.0/node_modules/d", {
    name: "d",
    version: "4.0.0",
    licenses: [{ type: "0BSD" }],
  });
  expect(Object.fromEntries(await installedLicenses(directory))).toEqual({
    "a@1.0.0": "MIT",
    "@s/b@2.0.0": undefined,
    "c@3.0.0": "ISC",
    "d@4.0.0": "0BSD",
  });
});

const manifest = '{ "dependencies": { "http": "1.0.0" } }';
const locked = `lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      http: { specifier: 1.0.0, version: 1.0.0 }
packages:
  http@1.0.0:
    resolution: { integrity: sha512-AAAA }
  codec@2.0.0:
    resolution: { integrity: sha512-AAAA }
snapshots:
  http@1.0.0:
    dependencies: { codec: 2.0.0 }
  codec@2.0.0: {}
`;
const pnpm = new Map([
  [
    "package.json",
    '{ "devEngines": { "packageManager": { "name": "pnpm" } }, "dependencies": { "http": "1.0.0" } }',
  ],
  ["pnpm-lock.yaml", locked],
]);

describe("licenses, where the lockfile does not name them,", () => {
  const answers = (licenses: Readonly<Record<string, unknown>>) => ({
    async packument(name: string): Promise<Answer> {
      const versions = new Map([
        ["1.0.0", { license: licenses[name] }],
        ["2.0.0", { license: licenses[name] }],
      ]);
      return { status: "found", packument: { name, time: new Map(), tags: new Map(), versions } };
    },
  });

  it("asks the registry, and says who brings a package in", async () => {
    const outcome = await outcomeOf(licenses, pnpm, {}, answers({ http: "MIT", codec: "GPL-3.0-only" }));
    expect(places(outcome)).toEqual(["pnpm-lock.yaml:10 not-allowed"]);
    expect(outcome.findings[0]?.message).toBe(
      "codec@2.0.0 is GPL-3.0-only, which is not allowed, and comes by way of http > codec.",
    );
    expect(outcome.findings[0]?.fix).toContain("in place of http;");
  });

  it("finds a package that names none", async () => {
    const outcome = await outcomeOf(licenses, pnpm, {}, answers({ http: "MIT" }));
    expect(places(outcome)).toEqual(["pnpm-lock.yaml:10 missing"]);
  });

  it("says what it could not learn, and fails nothing for it", async () => {
    expect(await outcomeOf(licenses, pnpm)).toEqual({
      findings: [],
      unchecked: ["The licenses of 2 of 2 packages. registry.invalid cannot be reached."],
    });
  });

  it("is skipped without a lockfile", async () => {
    await expect(outcomeOf(licenses, new Map([["package.json", manifest]]))).rejects.toThrow("no lockfile");
  });
});
