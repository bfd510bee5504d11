import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readLockedProject } from "../../../../templates/packages/cli/src/lockfile/read-project.ts";
import type { InstalledPackage } from "../../../../templates/packages/cli/src/project/installed.ts";
import { billDocuments } from "../../../../templates/packages/cli/src/sbom/documents.ts";

const locks = {
  "npm-3": "package-lock.json",
  "pnpm-9": "pnpm-lock.yaml",
  "yarn-berry": "yarn.lock",
  bun: "bun.lock",
  "deno-5": "deno.lock",
} as const;

const managers: Readonly<Record<keyof typeof locks, string>> = {
  "npm-3": "npm",
  "pnpm-9": "pnpm",
  "yarn-berry": "yarn",
  bun: "bun",
  "deno-5": "deno",
};

function filesOf(folder: keyof typeof locks): Map<string, string> {
  const read = (file: string) =>
    readFileSync(new URL(`../lockfile/fixtures/${folder}/${file}`, import.meta.url), "utf8");
  const manifest = { ...JSON.parse(read("package.json")), packageManager: managers[folder] };
  const vendored = ["core", "cli"].map((name): [string, string] => {
    const url = new URL(`../../../../templates/packages/${name}/sbom.cdx.json`, import.meta.url);
    return [`vendor/daloyjs-${name}/sbom.cdx.json`, readFileSync(url, "utf8")];
  });
  return new Map([
    ["package.json", JSON.stringify(manifest)],
    [locks[folder], read(locks[folder])],
    ...vendored,
  ]);
}

// biome-ignore lint/suspicious/noExplicitAny: what a test reads is judged by its expectations
type Document = any;

async function documentsOf(
  files: ReadonlyMap<string, string>,
  installed: readonly InstalledPackage[] = [],
  env: Record<string, string> = {},
  now = new Date("2026-11-22T10:00:00.123Z"),
) {
  const readText = async (file: string) => files.get(file);
  const project = await readLockedProject({ readText });
  if (!("manager" in project) || "rule" in project.lockfile) throw new Error("No lockfile.");
  const context = { readText, installed: async () => installed, now, env };
  const [cdx, spdx] = await billDocuments(project, project.lockfile, context);
  if (cdx === undefined || spdx === undefined) throw new Error("Two documents were expected.");
  return { texts: [cdx, spdx], cdx: JSON.parse(cdx.text), spdx: JSON.parse(spdx.text) };
}

describe.each(Object.keys(locks) as (keyof typeof locks)[])("the bills of %s", (folder) => {
  it("have every package with its purl, the vendored ones and what is bundled in them", async () => {
    const { cdx, spdx } = await documentsOf(filesOf(folder));
    const purls: string[] = cdx.components.map(({ purl }: Document) => purl);
    expect(purls).toContain("pkg:npm/%40redis/client@5.8.0");
    expect(purls).toContain("pkg:npm/nanoid@5.1.5");
    expect(purls.some((purl) => purl.startsWith("pkg:npm/%40daloyjs/core@"))).toBe(true);
    expect(purls.some((purl) => purl.startsWith("pkg:npm/%40babel/parser@"))).toBe(true);
    expect(new Set(purls).size).toBe(purls.length);
    const others = spdx.packages.flatMap(({ externalRefs = [] }: Document) =>
      externalRefs.map(({ referenceLocator }: Document) => referenceLocator),
    );
    expect(others).toEqual(purls);
  });

  it("lead from the project to all that it needs, and only to what is there", async () => {
    const { cdx, spdx } = await documentsOf(filesOf(folder));
    const refs = new Set(["project", ...cdx.components.map((one: Document) => one["bom-ref"])]);
    const graph = new Map<string, string[]>(
      cdx.dependencies.map(({ ref, dependsOn }: Document) => [ref, dependsOn]),
    );
    expect(new Set(graph.keys())).toEqual(refs);
    const reached = new Set<string>();
    const left = ["project"];
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      expect(refs).toContain(next);
      if (reached.has(next)) continue;
      reached.add(next);
      left.push(...(graph.get(next) ?? []));
    }
    expect(reached).toEqual(refs);
    const ids = new Set(["SPDXRef-DOCUMENT", ...spdx.packages.map(({ SPDXID }: Document) => SPDXID)]);
    for (const { spdxElementId, relatedSpdxElement } of spdx.relationships) {
      expect(ids).toContain(spdxElementId);
      expect(ids).toContain(relatedSpdxElement);
    }
    for (const id of ids) expect(id).toMatch(/^SPDXRef-[A-Za-z0-9.-]+$/);
    expect(ids.size).toBe(spdx.packages.length + 1);
  });

  it("say what the app runs with", async () => {
    const { cdx } = await documentsOf(filesOf(folder));
    const scopeOf = (start: string) =>
      cdx.components.find(({ purl }: Document) => purl.startsWith(start)).scope;
    expect(scopeOf("pkg:npm/cluster-key-slot")).toBe("required");
    expect(scopeOf("pkg:npm/%40daloyjs/core")).toBe("required");
    expect(scopeOf("pkg:npm/%40types/node")).toBe("excluded");
    expect(scopeOf("pkg:npm/%40daloyjs/cli")).toBe("excluded");
  });

  it("have the registry's hashes, and of Yarn none", async () => {
    const { cdx } = await documentsOf(filesOf(folder));
    const { hashes } = cdx.components.find(({ name }: Document) => name === "ws");
    if (folder === "yarn-berry") expect(hashes).toBeUndefined();
    else expect(hashes).toEqual([{ alg: "SHA-512", content: expect.stringMatching(/^[0-9a-f]{128}$/) }]);
  });
});

it("are the same bytes for the same lockfile, but for the day that SPDX demands", async () => {
  const files = filesOf("npm-3");
  const first = await documentsOf(files);
  const second = await documentsOf(files, [], {}, new Date("2027-01-01"));
  expect(second.texts[0]?.text).toBe(first.texts[0]?.text);
  expect(second.spdx).toEqual({ ...first.spdx, creationInfo: second.spdx.creationInfo });
  expect(first.spdx.creationInfo.created).toBe("2026-11-22T10:00:00Z");
  const again = await documentsOf(
    new Map([...files, ["sbom.spdx.json", first.texts[1]?.text ?? ""]]),
    [],
    {},
    new Date("2027-01-01"),
  );
  expect(again.texts[1]).toEqual({ file: "sbom.spdx.json", text: first.texts[1]?.text, state: "current" });
  const epoch = await documentsOf(files, [], { SOURCE_DATE_EPOCH: "0" });
  expect(epoch.spdx.creationInfo.created).toBe("1970-01-01T00:00:00Z");
});

it("write licenses as an identifier, an expression or in words", async () => {
  const installed = (name: string, version: string, license: string): InstalledPackage => ({
    name,
    version,
    folder: `node_modules/${name}`,
    manifest: { name, version, license },
    entries: [],
  });
  const { cdx, spdx } = await documentsOf(filesOf("bun"), [
    installed("ws", "8.23.0", "MIT"),
    installed("nanoid", "5.1.5", "(MIT OR Apache-2.0)"),
    installed("cluster-key-slot", "1.1.2", "SEE LICENSE IN LICENSE"),
  ]);
  const of = (name: string) => cdx.components.find((one: Document) => one.name === name).licenses;
  expect(of("ws")).toEqual([{ license: { id: "MIT" } }]);
  expect(of("nanoid")).toEqual([{ expression: "(MIT OR Apache-2.0)" }]);
  expect(of("cluster-key-slot")).toEqual([{ license: { name: "SEE LICENSE IN LICENSE" } }]);
  const declared = (name: string) => spdx.packages.find((one: Document) => one.name === name).licenseDeclared;
  expect([declared("ws"), declared("nanoid"), declared("cluster-key-slot")]).toEqual([
    "MIT",
    "(MIT OR Apache-2.0)",
    "NOASSERTION",
  ]);
});
