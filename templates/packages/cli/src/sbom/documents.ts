import { isDeepStrictEqual } from "node:util";
import type { Lockfile } from "../lockfile/lockfile.ts";
import type { LockedProject } from "../lockfile/read-project.ts";
import type { GateContext } from "../verify/gate.ts";
import { ownVersion } from "../version.ts";
import { billOf } from "./bill.ts";
import { cyclonedx } from "./cyclonedx.ts";
import { spdx } from "./spdx.ts";

export interface BillDocument {
  readonly file: "sbom.cdx.json" | "sbom.spdx.json";
  /** What is to be written. */
  readonly text: string;
  /** Whether a file is there, and says the same. What no two machines know alike does not count: licenses, dates, the tool. */
  readonly state: "missing" | "current" | "stale";
}

/** The project's bills of materials, as they are to be and as they are. */
export async function billDocuments(
  project: LockedProject,
  lockfile: Lockfile,
  context: Pick<GateContext, "readText" | "installed" | "now" | "env">,
): Promise<readonly BillDocument[]> {
  const bill = await billOf(project, lockfile, context);
  const version = await ownVersion();
  const made = [
    ["sbom.cdx.json", await cyclonedx(bill, version)],
    ["sbom.spdx.json", await spdx(bill, version, creationDate(context))],
  ] as const;
  return Promise.all(
    made.map(async ([file, document]): Promise<BillDocument> => {
      const text = `${JSON.stringify(document, undefined, 2)}\n`;
      const before = await context.readText(file);
      if (before === undefined) return { file, text, state: "missing" };
      const state = isSame(before, text) ? "current" : "stale";
      return { file, text: state === "current" ? before : text, state };
    }),
  );
}

/** https://reproducible-builds.org/specs/source-date-epoch/ */
function creationDate({ env, now }: Pick<GateContext, "now" | "env">): Date {
  const epoch = env["SOURCE_DATE_EPOCH"] ?? "";
  return /^\d{1,11}$/.test(epoch) ? new Date(Number(epoch) * 1000) : now;
}

function isSame(before: string, after: string): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(before, withoutVolatile), JSON.parse(after, withoutVolatile));
  } catch {
    return false;
  }
}

/** A license is read from what is installed, which differs by platform, and so does what is made of all. */
const volatile = new Set([
  "licenses",
  "licenseDeclared",
  "serialNumber",
  "documentNamespace",
  "creationInfo",
  "tools",
]);
const withoutVolatile = (key: string, value: unknown): unknown => (volatile.has(key) ? undefined : value);
