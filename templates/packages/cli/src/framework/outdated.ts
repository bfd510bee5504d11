import type { Registry } from "../registry/registry.ts";
import { ToolError } from "../tool-error.ts";
import { type Advisory, knownAdvisories } from "./advisories.ts";
import { type Lock, lockFile } from "./lock.ts";
import { packageName } from "./published-files.ts";

/** How old the framework of a project is. */
export interface Age {
  /** Nothing newer is published, and no hole is known. */
  readonly ok: boolean;
  readonly version: string;
  /** The newest published one. */
  readonly newest: string;
  readonly isCurrent: boolean;
  /** The day on which the newest came out, `YYYY-MM-DD`. */
  readonly since?: string;
  readonly advisories: readonly Advisory[];
  /** Why the registry's advisories are not among them. */
  readonly unchecked?: string;
}

/** @throws {ToolError} when the registry cannot be asked */
export async function ageOf({ version }: Lock, registry: Registry): Promise<Age> {
  if (version === "")
    throw new ToolError(`${lockFile} names no version.`, "Take it back from version control.");
  const answer = await registry.packument(packageName);
  if (answer.status === "unreachable")
    throw new ToolError(
      `The newest ${packageName} is not known. ${answer.reason}`,
      "Run it again with the network.",
    );
  const newest = answer.status === "found" ? answer.packument.tags.get("latest") : undefined;
  if (answer.status === "missing" || newest === undefined)
    throw new ToolError(
      `The registry has no ${packageName}.`,
      "Look at the registry in the package manager's settings: a mirror may not have it.",
    );
  const { isNewer } = await import("../third-party/semver.ts");
  const known = await knownAdvisories(version, registry);
  const since = answer.packument.time.get(newest)?.slice(0, 10);
  const isCurrent = !isNewer(newest, version);
  return {
    ok: isCurrent && known.advisories.length === 0,
    version,
    newest,
    isCurrent,
    ...(since !== undefined && { since }),
    ...known,
  };
}
