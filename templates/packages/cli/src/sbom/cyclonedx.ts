import type { Bill, Part } from "./bill.ts";
import { uuidOf } from "./identity.ts";
import { readLicense } from "./license.ts";

/** A bill as CycloneDX 1.6 (ECMA-424) in JSON. It has no date: the same bill gives the same bytes. */
export async function cyclonedx(bill: Bill, toolVersion: string): Promise<object> {
  const { name, version, dependsOn, parts } = bill;
  const root = { type: "application", "bom-ref": "project", ...split(name), version };
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: `urn:uuid:${uuidOf(bill)}`,
    version: 1,
    metadata: {
      tools: {
        components: [{ type: "application", group: "@daloyjs", name: "cli", version: toolVersion }],
      },
      component: root,
    },
    components: await Promise.all(parts.map(component)),
    dependencies: [
      { ref: "project", dependsOn },
      ...parts.map((part) => ({ ref: part.ref, dependsOn: part.dependsOn })),
    ],
  };
}

async function component({ ref, purl, name, version, hash, license, tarball, development }: Part) {
  return {
    type: "library",
    "bom-ref": ref,
    ...split(name),
    version,
    // what is for development is no part of what runs
    scope: development ? "excluded" : "required",
    ...(hash === undefined ? {} : { hashes: [{ alg: hash.algorithm, content: hash.content }] }),
    ...(license === undefined ? {} : { licenses: [await licenseChoice(license)] }),
    ...(purl === undefined ? {} : { purl }),
    ...(tarball === undefined ? {} : { externalReferences: [{ type: "distribution", url: tarball }] }),
  };
}

async function licenseChoice(text: string): Promise<object> {
  const words = await readLicense(text);
  return "expression" in words ? words : { license: words };
}

/** A scope is CycloneDX's group. */
function split(name: string): { group?: string; name: string } {
  const [group = "", own] = name.split("/");
  return own === undefined ? { name } : { group, name: own };
}
