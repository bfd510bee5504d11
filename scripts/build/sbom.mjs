import { readFile, writeFile } from "node:fs/promises";
import { root } from "./root.mjs";

/**
 * Writes a CycloneDX 1.6 bill of materials for a vendored package. It says nothing of the day or the machine, so the
 * same package gives the same bytes.
 */
export async function writeSbom(directory, bundled) {
  const manifest = JSON.parse(await readFile(`${root}${directory}/package.json`, "utf8"));
  const sbom = `${JSON.stringify(sbomOf(manifest, bundled), undefined, 2)}\n`;
  await writeFile(`${root}${directory}/sbom.cdx.json`, sbom);
}

/** @param bundled the manifests of the libraries that are part of the package's own files */
export function sbomOf(manifest, bundled) {
  const component = describe(manifest, "library");
  const declared = Object.entries(manifest.dependencies ?? {}).map(([name, version]) => ({ name, version }));
  const dependencies = [...declared, ...bundled];
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
