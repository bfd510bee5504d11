import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sbom } from "../../../../../templates/packages/cli/src/gates/sbom/sbom.ts";
import { readLockedProject } from "../../../../../templates/packages/cli/src/lockfile/read-project.ts";
import { billDocuments } from "../../../../../templates/packages/cli/src/sbom/documents.ts";
import { judge, places } from "../support/prove.ts";

const fixture = (folder: string, file: string): string =>
  readFileSync(new URL(`../../lockfile/fixtures/${folder}/${file}`, import.meta.url), "utf8");
const vendored = (name: string): [string, string] => {
  const path = `../../../../../templates/packages/${name}/sbom.cdx.json`;
  return [`vendor/daloyjs-${name}/sbom.cdx.json`, readFileSync(new URL(path, import.meta.url), "utf8")];
};

const project = new Map([
  ["package.json", fixture("npm-3", "package.json")],
  ["package-lock.json", fixture("npm-3", "package-lock.json")],
  vendored("core"),
  vendored("cli"),
]);

/** The project with its documents, as `daloy sbom` writes them. */
async function written(): Promise<Map<string, string>> {
  const readText = async (file: string) => project.get(file);
  const locked = await readLockedProject({ readText });
  if (!("manager" in locked) || "rule" in locked.lockfile) throw new Error("No lockfile.");
  const now = new Date("2026-11-20T10:00:00Z");
  const context = { readText, installed: async () => [], now, env: {} };
  const documents = await billDocuments(locked, locked.lockfile, context);
  return new Map([...project, ...documents.map(({ file, text }) => [file, text] as const)]);
}

// biome-ignore lint/suspicious/noExplicitAny: a document that a test breaks
type Json = any;
const edit = (file: string, change: (document: Json) => void) => (files: Map<string, string>) => {
  const document = JSON.parse(files.get(file) ?? "");
  change(document);
  files.set(file, JSON.stringify(document));
};
const cdx = (change: (document: Json) => void) => edit("sbom.cdx.json", change);
const spdx = (change: (document: Json) => void) => edit("sbom.spdx.json", change);
const replace = (file: string, from: string | RegExp, to: string) => (files: Map<string, string>) => {
  const text = files.get(file) ?? "";
  if (text.replace(from, to) === text) throw new Error(`${from} is not in ${file}.`);
  files.set(file, text.replace(from, to));
};
const both = ["sbom.cdx.json:1 stale", "sbom.spdx.json:1 stale"];

describe("sbom finds", () => {
  it.each<[string, (files: Map<string, string>) => void, string[]]>([
    ["a component that was taken out", cdx(({ components }) => components.pop()), both.slice(0, 1)],
    [
      "one that was put in",
      cdx(({ components }) => components.push({ ...components[0], "bom-ref": "x" })),
      both.slice(0, 1),
    ],
    [
      "another version of one",
      cdx(({ components }) => {
        components[3].version = "0.0.1";
      }),
      both.slice(0, 1),
    ],
    [
      "another hash",
      cdx((d) => {
        d.components.find((c: Json) => c.hashes).hashes[0].content = "00";
      }),
      both.slice(0, 1),
    ],
    [
      "a dependency that was taken out of the graph",
      cdx((d) => {
        d.dependencies[0].dependsOn = [];
      }),
      both.slice(0, 1),
    ],
    [
      "a runtime dependency that became one for development",
      cdx((d) => {
        d.components.find((c: Json) => c.scope === "required").scope = "excluded";
      }),
      both.slice(0, 1),
    ],
    [
      "a package that was taken out of the other format",
      spdx(({ packages }) => packages.pop()),
      both.slice(1),
    ],
    ["a relationship that was taken out", spdx(({ relationships }) => relationships.pop()), both.slice(1)],
    [
      "a checksum of another content",
      spdx((d) => {
        d.packages.find((p: Json) => p.checksums).checksums[0].checksumValue = "00";
      }),
      both.slice(1),
    ],
    [
      "a document of another format's version",
      cdx((d) => {
        d.specVersion = "1.4";
      }),
      both.slice(0, 1),
    ],
    ["a file that is no JSON", (files) => void files.set("sbom.spdx.json", "{"), both.slice(1)],
    ["a lockfile that went on", replace("package-lock.json", /8\.23\.0/g, "8.23.1"), both],
    [
      "another release of the project",
      (files) => {
        replace("package.json", '"version": "0.1.0"', '"version": "0.2.0"')(files);
      },
      both,
    ],
    [
      "another vendored runtime",
      replace("vendor/daloyjs-core/sbom.cdx.json", /1\.0\.0-beta\.0/g, "1.0.1"),
      both,
    ],
    [
      "another library in the vendored tool",
      replace("vendor/daloyjs-cli/sbom.cdx.json", /parser@7/g, "parser@8"),
      both,
    ],
  ])("%s", async (_name, plant, expected) => {
    const files = await written();
    plant(files);
    expect(places(await judge(sbom, files))).toEqual(expected);
  });

  it("no lockfile to make a bill of", async () => {
    await expect(judge(sbom, new Map([["package.json", "{}"]]))).rejects.toThrow("There is no lockfile");
  });
});

describe("sbom lets be", () => {
  it.each<[string, (files: Map<string, string>) => void]>([
    ["documents as they were written", () => {}],
    [
      "none at all",
      (files) => {
        files.delete("sbom.cdx.json");
        files.delete("sbom.spdx.json");
      },
    ],
    ["only one of them", (files) => void files.delete("sbom.spdx.json")],
    [
      "licenses of packages that are not installed here",
      cdx((d) => {
        d.components[0].licenses = [{ license: { id: "ISC" } }];
      }),
    ],
    [
      "licenses that only this machine knows",
      cdx((d) => {
        for (const c of d.components) delete c.licenses;
      }),
    ],
    [
      "a license in the other format",
      spdx((d) => {
        d.packages[1].licenseDeclared = "ISC";
      }),
    ],
    [
      "the day of another run",
      spdx((d) => {
        d.creationInfo.created = "2026-01-01T00:00:00Z";
      }),
    ],
    [
      "the version of another tool",
      spdx((d) => {
        d.creationInfo.creators = ["Tool: daloy-0.9"];
      }),
    ],
    [
      "the number of another run",
      cdx((d) => {
        d.serialNumber = "urn:uuid:00000000-0000-8000-8000-000000000000";
      }),
    ],
    [
      "what a formatter laid out",
      (files) =>
        void files.set(
          "sbom.cdx.json",
          JSON.stringify(JSON.parse(files.get("sbom.cdx.json") ?? ""), undefined, "\t"),
        ),
    ],
    [
      "line ends of Windows",
      (files) =>
        void files.set("sbom.spdx.json", (files.get("sbom.spdx.json") ?? "").replaceAll("\n", "\r\n")),
    ],
    [
      "keys in another order",
      cdx((d) => {
        d.components[0] = Object.fromEntries(Object.entries(d.components[0]).reverse());
      }),
    ],
  ])("%s", async (_name, change) => {
    const files = await written();
    change(files);
    expect(places(await judge(sbom, files))).toEqual([]);
  });
});
