import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const readJson = (path: string): Record<string, unknown> => JSON.parse(readFileSync(path, "utf8"));

describe.each(["core", "cli"])("the bill of materials of %s", (name) => {
  it("names the package as its package.json does, and neither the day nor the machine", () => {
    const manifest = readJson(`templates/packages/${name}/package.json`);
    const sbom = readJson(`templates/packages/${name}/sbom.cdx.json`);
    expect(sbom).toMatchObject({
      bomFormat: "CycloneDX",
      specVersion: "1.6",
      metadata: {
        component: {
          group: "@daloyjs",
          name,
          version: manifest["version"],
          purl: `pkg:npm/%40daloyjs/${name}@${manifest["version"]}`,
          licenses: [{ license: { id: "MIT" } }],
        },
      },
    });
    expect(Object.keys(sbom)).not.toContain("serialNumber");
    expect(JSON.stringify(sbom)).not.toContain("timestamp");
  });
});
