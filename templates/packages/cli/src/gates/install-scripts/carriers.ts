import type { Lockfile } from "../../lockfile/lockfile.ts";
import type { InstalledPackage } from "../../project/installed.ts";

/** A locked package that runs something when it is installed. */
export interface Carrier {
  readonly name: string;
  readonly version: string;
  readonly line: number;
  /** Its command, where the package is installed. */
  readonly command?: string;
}

/** What is known of the scripts of everything that is locked. */
export interface Carriers {
  readonly carriers: readonly Carrier[];
  /** Names of which nothing is known: the lockfile does not say, and they are not installed here. */
  readonly unknown: ReadonlySet<string>;
}

/** By the lockfile where it says so, and by what is installed in any case. */
export function findCarriers({ packages }: Lockfile, installed: readonly InstalledPackage[]): Carriers {
  const byIdentity = new Map(installed.map((one) => [`${one.name}@${one.version}`, one]));
  const carriers = new Map<string, Carrier>();
  const unknown = new Set<string>();
  for (const { name, version, line, scripts, origin } of packages) {
    if (origin.type === "folder") continue;
    const found = byIdentity.get(`${name}@${version}`);
    const command = found === undefined ? undefined : commandOf(found);
    if (scripts === undefined && found === undefined) unknown.add(name);
    if (scripts !== true && command === undefined) continue;
    const carrier = { name, version, line, ...(command === undefined ? {} : { command }) };
    if (!carriers.has(`${name}@${version}`)) carriers.set(`${name}@${version}`, carrier);
  }
  return { carriers: [...carriers.values()], unknown };
}

/** npm's stages of an install, and what it does by itself where there is a `binding.gyp`. */
function commandOf({ manifest, entries }: InstalledPackage): string | undefined {
  const scripts = manifest["scripts"];
  const commandAt = (stage: string): string | undefined => {
    if (typeof scripts !== "object" || scripts === null) return undefined;
    const command: unknown = Object.entries(scripts).find(([name]) => name === stage)?.[1];
    return typeof command === "string" && command.trim() !== "" ? command : undefined;
  };
  const commands = ["preinstall", "install", "postinstall"].flatMap((stage) => commandAt(stage) ?? []);
  const builds =
    entries.includes("binding.gyp") &&
    manifest["gypfile"] !== false &&
    commandAt("install") === undefined &&
    commandAt("preinstall") === undefined;
  const all = [...commands, ...(builds ? ["node-gyp rebuild"] : [])];
  return all.length === 0 ? undefined : all.join(" && ");
}
