import { Buffer } from "node:buffer";
import { licenseIn } from "../gates/licenses/allowed.ts";
import type { LockedPackage, Lockfile } from "../lockfile/lockfile.ts";
import { productionPackages } from "../lockfile/reach.ts";
import type { LockedProject } from "../lockfile/read-project.ts";
import type { InstalledPackage } from "../project/installed.ts";
import type { GateContext } from "../verify/gate.ts";
import { purlOf, type VendoredBill, vendoredBills } from "./vendored.ts";

/** What a project consists of, in the words that both formats share. In order, and the same for the same lockfile. */
export interface Bill {
  readonly name: string;
  readonly version: string;
  /** The packages that the project itself asks for. */
  readonly dependsOn: readonly string[];
  readonly parts: readonly Part[];
}

export interface Part {
  /** Its package URL, or its own name where it has none; of each there is one. */
  readonly ref: string;
  readonly purl?: string;
  readonly name: string;
  readonly version: string;
  /** Hexadecimal, of what the registry sends. */
  readonly hash?: { readonly algorithm: "SHA-256" | "SHA-384" | "SHA-512"; readonly content: string };
  readonly license?: string;
  readonly tarball?: string;
  /** The app runs without it. */
  readonly development: boolean;
  readonly dependsOn: readonly string[];
}

/** The bill of a project: its lockfile, the licenses of what is installed, and what is vendored with all that is bundled in it. */
export async function billOf(
  { manifest }: LockedProject,
  lockfile: Lockfile,
  context: Pick<GateContext, "readText" | "installed">,
): Promise<Bill> {
  const vendored = await vendoredBills(context);
  const vendoredAt = new Map(vendored.map((one) => [one.folder, one]));
  const installed = new Map((await context.installed()).map((one) => [`${one.name}@${one.version}`, one]));
  const production = productionPackages(lockfile);
  const refs = new Map(
    lockfile.packages.map((one) => [one.id, folderBill(one, vendoredAt)?.ref ?? refOf(one)]),
  );
  const parts = new Map<string, Part>();
  for (const one of lockfile.packages) {
    if (folderBill(one, vendoredAt)) continue;
    const ref = refOf(one);
    const dependsOn = one.requires.flatMap(({ to }) => (to === undefined ? [] : (refs.get(to) ?? [])));
    const before = parts.get(ref);
    parts.set(ref, {
      ...partOf(one, installed.get(`${one.name}@${one.version}`)),
      ...before,
      development: (before?.development ?? true) && !production.has(one),
      dependsOn: sorted([...(before?.dependsOn ?? []), ...dependsOn]).filter((other) => other !== ref),
    });
  }
  for (const part of vendored.flatMap((one) => one.parts)) {
    if (!parts.has(part.ref)) parts.set(part.ref, part);
  }
  const direct = lockfile.direct.flatMap(({ to, kind }) =>
    to === undefined || kind === "tool" ? [] : (refs.get(to) ?? []),
  );
  return {
    name: manifest.name || "project",
    version: manifest.version || "0.0.0",
    dependsOn: sorted([...direct, ...vendored.map(({ ref }) => ref)]),
    parts: [...parts.values()].sort((a, b) => (a.ref < b.ref ? -1 : 1)),
  };
}

const sorted = (refs: readonly string[]): string[] => [...new Set(refs)].sort();

function folderBill(
  { origin }: LockedPackage,
  vendored: ReadonlyMap<string, VendoredBill>,
): VendoredBill | undefined {
  if (origin.type !== "folder") return undefined;
  return vendored.get(origin.path.replace(/^\.\//, "").replace(/\/$/, ""));
}

function refOf({ name, version, origin }: LockedPackage): string {
  return origin.type === "registry" || origin.type === "patch"
    ? purlOf(npmName(name, origin), version)
    : `${name}@${version || "local"}`;
}

/** JSR's packages have a name in npm's registry of JSR. */
const npmName = (name: string, origin: LockedPackage["origin"]): string =>
  origin.type === "registry" && origin.registry === "jsr" ? `@jsr/${name.slice(1).replace("/", "__")}` : name;

function partOf(one: LockedPackage, installed: InstalledPackage | undefined): Part {
  const { name, version, origin, integrity } = one;
  const ref = refOf(one);
  const license = one.license ?? (installed === undefined ? undefined : licenseIn(installed.manifest));
  const hash = origin.type === "registry" ? hashOf(integrity ?? "") : undefined;
  const tarball = origin.type === "registry" ? origin.tarball : undefined;
  return {
    ref,
    ...(ref.startsWith("pkg:") ? { purl: ref } : {}),
    name,
    version,
    ...(hash === undefined ? {} : { hash }),
    ...(license === undefined ? {} : { license }),
    // a URL may carry a password
    ...(tarball === undefined || /\/\/[^/]*@/.test(tarball) ? {} : { tarball }),
    development: true,
    dependsOn: [],
  };
}

/** Yarn's checksum is of an archive of its own, and of no use to others. */
function hashOf(integrity: string): Part["hash"] {
  for (const bits of [512, 384, 256] as const) {
    const [, base64] = new RegExp(`(?:^|\\s)sha${bits}-([A-Za-z0-9+/]+=*)`).exec(integrity) ?? [];
    if (base64 === undefined) continue;
    return { algorithm: `SHA-${bits}`, content: Buffer.from(base64, "base64").toString("hex") };
  }
  return undefined;
}
