import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Config } from "../../../../../templates/packages/cli/src/config/config.ts";
import { releaseAge } from "../../../../../templates/packages/cli/src/gates/release-age/release-age.ts";
import { createGateContext } from "../../../../../templates/packages/cli/src/verify/context.ts";
import { runGates } from "../../../../../templates/packages/cli/src/verify/run.ts";
import { temporaryDirectory } from "../../../../support/temporary.ts";
import { type FakeRegistry, startFakeRegistry } from "../../support/registry.ts";
import { prove } from "../support/prove.ts";

prove(releaseAge);

const now = new Date("2026-11-22T12:00:00Z");
let registry: FakeRegistry;
let cache: string;
beforeEach(async () => {
  registry = await startFakeRegistry(now);
  cache = await temporaryDirectory();
});
afterEach(() => registry.close());

const sri = `sha512-${"A".repeat(86)}==`;

/** `package-lock.json` with a package on each line from the sixth on. */
function lockOf(versions: readonly string[]): string {
  const entries = versions.map((one, index) => {
    const [, name, version] = /^(.+)@(.+)$/.exec(one) ?? [];
    return `"node_modules/p${index}/node_modules/${name}": { "version": "${version}", "integrity": "${sri}" }`;
  });
  return `{\n"lockfileVersion": 3,\n"packages": {\n"": {},\n\n${entries.join(",\n")}\n}\n}\n`;
}

async function verify(versions: readonly string[], npmrc = "min-release-age=1\n", config: Config = {}) {
  const files = new Map([
    ["package.json", "{}"],
    [".npmrc", npmrc],
    ["package-lock.json", lockOf(versions)],
  ]);
  const env = {
    HOME: "/nowhere",
    npm_config_globalconfig: "/nowhere/npmrc",
    npm_config_registry: registry.url,
    XDG_CACHE_HOME: cache,
  };
  const fresh = () =>
    createGateContext(
      { directory: "/nowhere", config, env, now },
      { list: async () => [...files.keys()], read: async (file) => files.get(file) },
    );
  const { gates } = await runGates([releaseAge], fresh, { fix: false });
  const [report] = gates;
  if (report === undefined) throw new Error("No report.");
  return { ...report, found: report.findings.map(({ line, rule }) => `${line} ${rule}`) };
}

describe("by the registry's own dates, release-age", () => {
  beforeEach(() => {
    registry.packages.set("old", { "1.0.0": 24.1, "1.0.1": 23.9, "2.0.0": 0.1 });
    registry.packages.set("@acme/old", { "1.0.0": 5000 });
    registry.packages.set("future", { "1.0.0": -5 });
  });

  it("finds what is less than a day old, at its line", async () => {
    const { found, findings } = await verify(["old@1.0.0", "old@1.0.1", "@acme/old@1.0.0", "old@2.0.0"]);
    expect(found).toEqual(["7 too-young", "9 too-young"]);
    expect(findings[0]).toMatchObject({
      message: "old@1.0.1 came out 23 hours ago.",
      fix: "Take an older version, or wait until 2026-11-22T12:06Z.",
    });
  });

  it("finds what comes from the future", async () => {
    expect((await verify(["future@1.0.0"])).found).toEqual(["6 too-young"]);
  });

  it("finds a version and a package that the registry does not have", async () => {
    const { found } = await verify(["old@9.9.9", "gone@1.0.0", "old@1.0.0"]);
    expect(found).toEqual(["6 not-published", "7 not-published"]);
  });

  it("asks for a package once, whatever is locked of it, and passes what is old enough", async () => {
    const { ok } = await verify(["old@1.0.0", "old@1.0.0", "@acme/old@1.0.0"]);
    expect(ok).toBe(true);
    expect(registry.requests.map(({ path }) => path).sort()).toEqual(["@acme/old", "old"]);
    await verify(["old@1.0.0", "@acme/old@1.0.0"]);
    expect(registry.requests).toHaveLength(2);
  });

  it("lets one version pass that is waived, and no other", async () => {
    const waiver = { gate: "release-age", reason: "the fix of CVE-1", expires: "2026-11-24" };
    const waivers = [{ ...waiver, rule: "too-young", package: "old@2.0.0" }];
    const verdict = await verify(["old@2.0.0", "old@1.0.1"], undefined, { verify: { waivers } });
    expect(verdict.findings.map((one) => [one.package, one.waived !== undefined])).toEqual([
      ["old@2.0.0", true],
      ["old@1.0.1", false],
    ]);
    expect(verdict.ok).toBe(false);
  });

  it("does not ask for what is bundled, linked or comes by its URL", async () => {
    const files = lockOf([]).replace(
      '"": {},',
      `"": {}, "vendor/x": { "version": "1.0.0" }, "node_modules/x": { "resolved": "vendor/x", "link": true },
       "node_modules/g": { "version": "1.0.0", "resolved": "git+ssh://git@github.com/a/g.git#1" },
       "node_modules/h": { "version": "1.0.0", "bundleDependencies": ["i"], "resolved": "git+ssh://git@github.com/a/h.git#1" },
       "node_modules/h/node_modules/i": { "version": "1.0.0", "inBundle": true }`,
    );
    const read = async (file: string) =>
      file === "package-lock.json"
        ? files.replace(",\n\n\n}", "\n}")
        : file === ".npmrc"
          ? "min-release-age=1"
          : "{}";
    const context = createGateContext(
      {
        directory: "/nowhere",
        config: {},
        env: { npm_config_registry: registry.url, XDG_CACHE_HOME: cache },
        now,
      },
      { list: async () => [], read: async (file) => (file.startsWith("deno") ? undefined : read(file)) },
    );
    expect(await releaseAge.run(context)).toEqual([]);
    expect(registry.requests).toEqual([]);
  });
});

describe("without the registry, release-age", () => {
  beforeEach(async () => {
    registry.packages.set("old", { "1.0.0": 100, "2.0.0": 100 });
    registry.packages.set("young", { "1.0.0": 1 });
    await verify(["old@1.0.0"]);
  });
  const cut = () => {
    registry.interfere = () => ({ status: 502 });
  };

  it("judges what it remembers", async () => {
    cut();
    expect(await verify(["old@1.0.0"])).toMatchObject({ ok: true });
  });

  it("says how many versions it could not judge, and fails", async () => {
    cut();
    const { ok, error } = await verify(["old@1.0.0", "old@2.0.0", "young@1.0.0"]);
    expect(ok).toBe(false);
    expect(error?.message).toMatch(
      /^2 of 3 locked versions could not be judged: 127\.0\.0\.1:\d+ answered 502\.$/,
    );
  });

  it("keeps what it did find beside it", async () => {
    registry.interfere = ({ url }) => (url === "/old" ? { status: 502 } : undefined);
    const { ok, found, unchecked } = await verify(["old@2.0.0", "young@1.0.0"]);
    expect({ ok, found }).toEqual({ ok: false, found: ["7 too-young"] });
    expect(unchecked).toEqual([expect.stringMatching(/^1 of 2 locked versions/)]);
  });

  it("still judges the settings", async () => {
    cut();
    const { found, unchecked } = await verify(["old@2.0.0"], "");
    expect(found).toEqual(["1 not-in-force"]);
    expect(unchecked).toHaveLength(1);
  });

  it("fails where there is no lockfile", async () => {
    const context = createGateContext(
      { directory: "/nowhere", config: {}, env: { HOME: "/nowhere" }, now },
      {
        list: async () => [],
        read: async (file) =>
          file === ".npmrc" ? "min-release-age=1" : file === "package.json" ? "{}" : undefined,
      },
    );
    await expect(releaseAge.run(context)).rejects.toThrow("There is no lockfile to judge.");
  });
});
