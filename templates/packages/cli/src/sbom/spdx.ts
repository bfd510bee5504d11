import type { Bill, Part } from "./bill.ts";
import { uuidOf } from "./identity.ts";
import { readLicense } from "./license.ts";

const unknown = "NOASSERTION";
const rootId = "SPDXRef-Project";

/** A bill as SPDX 2.3 (ISO/IEC 5962) in JSON. @param created the format demands a date */
export async function spdx(bill: Bill, toolVersion: string, created: Date): Promise<object> {
  const { name, version, dependsOn, parts } = bill;
  const ids = new Map(parts.map((part, index) => [part.ref, idOf(part, index)]));
  const lead = (from: string, refs: readonly string[]) =>
    refs.flatMap((ref) => {
      const to = ids.get(ref);
      return to === undefined
        ? []
        : [{ spdxElementId: from, relationshipType: "DEPENDS_ON", relatedSpdxElement: to }];
    });
  return {
    spdxVersion: "SPDX-2.3",
    dataLicense: "CC0-1.0",
    SPDXID: "SPDXRef-DOCUMENT",
    name,
    documentNamespace: `https://spdx.org/spdxdocs/${encodeURIComponent(name)}-${uuidOf(bill)}`,
    creationInfo: {
      created: `${created.toISOString().slice(0, 19)}Z`,
      creators: [`Tool: daloy-${toolVersion}`],
    },
    documentDescribes: [rootId],
    packages: [
      {
        SPDXID: rootId,
        name,
        versionInfo: version,
        downloadLocation: unknown,
        filesAnalyzed: false,
        licenseConcluded: unknown,
        licenseDeclared: unknown,
        copyrightText: unknown,
        primaryPackagePurpose: "APPLICATION",
      },
      ...(await Promise.all(parts.map((part) => packageOf(part, ids.get(part.ref) ?? "")))),
    ],
    relationships: [
      {
        spdxElementId: "SPDXRef-DOCUMENT",
        relationshipType: "DESCRIBES",
        relatedSpdxElement: rootId,
      },
      ...lead(rootId, dependsOn),
      ...parts.flatMap((part) => lead(ids.get(part.ref) ?? "", part.dependsOn)),
    ],
  };
}

/** Letters, digits, `.` and `-` alone; the number keeps two names apart that differ in nothing else. */
const idOf = ({ name, version }: Part, index: number): string =>
  `SPDXRef-Package-${index + 1}-${`${name}-${version}`.replace(/[^A-Za-z0-9.-]+/g, "-").replace(/^-/, "")}`;

async function packageOf({ name, version, hash, license, purl, tarball, development }: Part, id: string) {
  const words = license === undefined ? undefined : await readLicense(license);
  return {
    SPDXID: id,
    name,
    versionInfo: version,
    downloadLocation: tarball ?? unknown,
    filesAnalyzed: false,
    licenseConcluded: unknown,
    // what is no expression cannot stand here
    licenseDeclared: words === undefined || "name" in words ? unknown : license,
    copyrightText: unknown,
    primaryPackagePurpose: "LIBRARY",
    ...(development ? { comment: "For development: no part of what runs." } : {}),
    ...(hash === undefined
      ? {}
      : { checksums: [{ algorithm: hash.algorithm.replace("-", ""), checksumValue: hash.content }] }),
    ...(purl === undefined
      ? {}
      : {
          externalRefs: [
            { referenceCategory: "PACKAGE-MANAGER", referenceType: "purl", referenceLocator: purl },
          ],
        }),
  };
}
