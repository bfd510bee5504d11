import { type DataValue, textAt, valueAt } from "../syntax/data.ts";
import { parseJson } from "../syntax/json.ts";
import type { GateContext } from "../verify/gate.ts";
import type { Part } from "./bill.ts";

/** What a vendored package says of itself and of what is bundled in it. */
export interface VendoredBill {
  readonly folder: string;
  readonly ref: string;
  /** The package first. */
  readonly parts: readonly Part[];
}

/** The tool is there in development alone. */
const folders = [
  { folder: "vendor/daloyjs-core", development: false },
  { folder: "vendor/daloyjs-cli", development: true },
];

/** The bills that the vendored packages bring, as far as they are there. */
export async function vendoredBills({ readText }: Pick<GateContext, "readText">): Promise<VendoredBill[]> {
  const read = await Promise.all(
    folders.map(async ({ folder, development }) => {
      const document = await parseJson((await readText(`${folder}/sbom.cdx.json`)) ?? "");
      const own = "fault" in document ? undefined : valueAt(document, "metadata", "component");
      if ("fault" in document || own === undefined) return [];
      const dependsOn = (valueAt(document, "components")?.items ?? []).map((one) => refIn(one));
      const bundled = (valueAt(document, "components")?.items ?? []).map((one) =>
        partIn(one, development, []),
      );
      const part = partIn(own, development, dependsOn.sort());
      return [{ folder, ref: part.ref, parts: [part, ...bundled] }];
    }),
  );
  return read.flat();
}

const refIn = (component: DataValue): string => textAt(component, "bom-ref") ?? "";

function partIn(component: DataValue, development: boolean, dependsOn: readonly string[]): Part {
  const group = textAt(component, "group");
  const name = textAt(component, "name") ?? "";
  const [license] = valueAt(component, "licenses")?.items ?? [];
  const id = textAt(license, "license", "id") ?? textAt(license, "expression");
  const ref = refIn(component);
  return {
    ref,
    purl: ref,
    name: group === undefined ? name : `${group}/${name}`,
    version: textAt(component, "version") ?? "",
    ...(id === undefined ? {} : { license: id }),
    development,
    dependsOn,
  };
}

/** The package URL of a package of npm's registry. */
export const purlOf = (name: string, version: string): string =>
  `pkg:npm/${name.replace("@", "%40")}@${encodeURIComponent(version)}`;
