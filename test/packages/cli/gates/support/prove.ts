import { describe, expect, it } from "vitest";
import { type Config, configFile } from "../../../../../templates/packages/cli/src/config/config.ts";
import type { InstalledPackage } from "../../../../../templates/packages/cli/src/project/installed.ts";
import type { Registry } from "../../../../../templates/packages/cli/src/registry/registry.ts";
import { createGateContext } from "../../../../../templates/packages/cli/src/verify/context.ts";
import type { Finding, Gate, Judgement } from "../../../../../templates/packages/cli/src/verify/gate.ts";
import { type Case, readCases } from "./cases.ts";

/** So that nothing of this machine's user is read. */
const noHome = { HOME: "/nowhere", npm_config_globalconfig: "/nowhere/npmrc" };

const reason = "registry.invalid cannot be reached.";
/** Nothing answers. */
export const offline: Omit<Registry, "settings"> = {
  packument: async () => ({ status: "unreachable", reason, host: true }),
  jsr: async () => ({ status: "unreachable", reason, host: true }),
  download: async () => ({ status: "unreachable", reason, host: true }),
  advisories: async () => ({ status: "unreachable", reason, host: true }),
};

/** What a gate makes of files that are nowhere but in memory. */
export async function outcomeOf(
  gate: Gate,
  files: ReadonlyMap<string, string>,
  config: Config = {},
  answers: Partial<Registry> = {},
): Promise<Judgement> {
  const context = createGateContext(
    { directory: "/nowhere", config, env: noHome, now: new Date("2026-11-22") },
    {
      list: async () => [...files.keys()].filter((file) => !file.startsWith("node_modules/")).sort(),
      read: async (file) => files.get(file),
      packages: async () => packagesIn(files),
    },
  );
  const registry = async (): Promise<Registry> => ({ ...(await context.registry()), ...offline, ...answers });
  const outcome = await gate.run({ ...context, registry });
  if ("skipped" in outcome) throw new Error(`${gate.name} was skipped: ${outcome.skipped}`);
  return "findings" in outcome ? outcome : { findings: outcome };
}

/** The packages whose manifests are among the files. */
const packagesIn = (files: ReadonlyMap<string, string>): InstalledPackage[] =>
  [...files].flatMap(([path, text]) => {
    const [, folder] = /^(node_modules\/.+)\/package\.json$/.exec(path) ?? [];
    if (folder === undefined) return [];
    const manifest = JSON.parse(text);
    const entries = [...files.keys()].flatMap((file) =>
      file.startsWith(`${folder}/`) ? (file.slice(folder.length + 1).split("/")[0] ?? "") : [],
    );
    return [{ name: manifest.name, version: manifest.version, folder, manifest, entries }];
  });

/** What it finds in them. */
export const judge = async (...args: Parameters<typeof outcomeOf>) => (await outcomeOf(...args)).findings;

export function places(outcome: readonly Finding[] | Judgement): string[] {
  const findings = "findings" in outcome ? outcome.findings : outcome;
  return findings.map(({ file, line, rule }) => `${file}:${line} ${rule}`).sort();
}

/** The configuration of a case that has one, without what must be found in it. */
function configIn(files: ReadonlyMap<string, string>): Config {
  return JSON.parse((files.get(configFile) ?? "{}").replace(/ \/\/ found: .*$/gm, ""));
}

/** Every planted fault of a gate's fixtures is found, and no look-alike is. */
export function prove(gate: Gate): void {
  const found = async ({ files }: Case) => places(await judge(gate, files, configIn(files)));

  describe(`${gate.name} finds`, () => {
    const faults = readCases(gate.name, "faults");
    it("what at least ten cases plant", () => expect(faults.length).toBeGreaterThanOrEqual(10));
    it.each(faults.map((one) => [one.name, one] as const))("%s", async (_name, fault) => {
      expect(fault.expected).not.toEqual([]);
      expect(await found(fault)).toEqual([...fault.expected].sort());
    });
  });

  describe(`${gate.name} lets be`, () => {
    const lookAlikes = readCases(gate.name, "look-alikes");
    it("what at least ten cases resemble", () => expect(lookAlikes.length).toBeGreaterThanOrEqual(10));
    it.each(lookAlikes.map((one) => [one.name, one] as const))("%s", async (_name, lookAlike) => {
      expect(lookAlike.expected).toEqual([]);
      expect(await found(lookAlike)).toEqual([]);
    });
  });
}
