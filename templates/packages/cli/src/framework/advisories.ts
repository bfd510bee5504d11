import type { Registry } from "../registry/registry.ts";
import { packageName } from "./published-files.ts";

/** A hole that is known of a version. */
export interface Advisory {
  readonly id: string;
  readonly title: string;
  readonly severity: string;
  readonly url: string;
  /** A range of versions. */
  readonly affected: string;
}

export interface KnownAdvisories {
  readonly advisories: readonly Advisory[];
  /** Why one of the two sources said nothing. */
  readonly unchecked?: string;
}

/**
 * The advisories for a version of the framework: those of the registry (npm's bulk endpoint, which is GitHub's database), and those that
 * the newest published package carries itself, in `daloy.advisories` of its package.json.
 */
export async function knownAdvisories(version: string, registry: Registry): Promise<KnownAdvisories> {
  const [bulk, packument] = await Promise.all([
    registry.advisories({ [packageName]: [version] }),
    registry.packument(packageName),
  ]);
  const reported = bulk.status === "found" ? listOf(propertyOf(bulk.document, packageName)) : [];
  const packages = packument.status === "found" ? packument.packument : undefined;
  const newest = packages?.versions.get(packages.tags.get("latest") ?? "");
  const carried = listOf(propertyOf(propertyOf(newest, "daloy"), "advisories"));
  const found = new Map<string, Advisory>();
  for (const one of [...carried, ...reported].flatMap((entry) => advisoryOf(entry) ?? [])) {
    if (await affects(one, version)) found.set(one.id, one);
  }
  const unchecked =
    bulk.status === "unreachable"
      ? bulk.reason
      : bulk.status === "missing"
        ? "The registry has no advisories."
        : undefined;
  return { advisories: [...found.values()], ...(unchecked !== undefined && { unchecked }) };
}

/** What cannot be compared counts as affected. */
async function affects({ affected }: Advisory, version: string): Promise<boolean> {
  const { Range, satisfies } = await import("../third-party/semver.ts");
  try {
    return satisfies(version, new Range(affected), { includePrerelease: true });
  } catch {
    return true;
  }
}

/** GitHub's identifier stands in the address. */
function advisoryOf(entry: unknown): Advisory | undefined {
  const text = (...keys: readonly string[]): string | undefined =>
    keys.map((key) => propertyOf(entry, key)).find((value): value is string => typeof value === "string");
  const title = text("title");
  if (title === undefined) return undefined;
  const url = text("url") ?? "";
  const id = text("id") ?? /GHSA(?:-\w{4}){3}/.exec(url)?.[0] ?? title;
  const affected = text("affected", "vulnerable_versions") ?? "*";
  return { id, title, severity: text("severity") ?? "unknown", url, affected };
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const propertyOf = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? Object.getOwnPropertyDescriptor(value, key)?.value
    : undefined;
