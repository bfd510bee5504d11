import { describe, expect, it } from "vitest";
import { licenseIn } from "../../../../../templates/packages/cli/src/gates/licenses/allowed.ts";
import { licenses } from "../../../../../templates/packages/cli/src/gates/licenses/licenses.ts";
import type { Answer } from "../../../../../templates/packages/cli/src/registry/registry.ts";
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
