import { readFile, writeFile } from "node:fs/promises";
import { root } from "./root.mjs";

/**
 * Writes a CycloneDX 1.6 bill of materials for a vendored package. It says nothing of the day or the machine, so the
 * same package gives the same bytes.
 */
export async function writeSbom(directory) {
  const manifest = JSON.parse(await readFile(`${root}${directory}/package.json`, "utf8"));
  await writeFile(`${root}${directory}/sbom.cdx.json`, `${JSON.stringify(sbomOf(manifest), undefined, 2)}\n`);
}

export function sbomOf(manifest) {
  const component = describe(manifest, "library");
  const dependencies = Object.entries(manifest.dependencies ?? {}).map(([name, version]) => ({
    name,
    version,
  }));
  const refs = dependencies.map((dependency) => purl(dependency));
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { component },
    components: dependencies.map((dependency) => describe(dependency, "library")),
    dependencies: [
      { ref: component["bom-ref"], dependsOn: refs },
      ...refs.map((ref) => ({ ref, dependsOn: [] })),
    ],
  };
}

function describe({ name, version, description, license }, type) {
  const [group, own] = name.startsWith("@") ? name.split("/") : [undefined, name];
  return {
    type,
    "bom-ref": purl({ name, version }),
    ...(group === undefined ? {} : { group }),
    name: own,
    version,
    ...(description === undefined ? {} : { description }),
    ...(license === undefined ? {} : { licenses: [{ license: { id: license } }] }),
    purl: purl({ name, version }),
  };
}

const purl = ({ name, version }) => `pkg:npm/${name.replace("@", "%40")}@${version}`;
