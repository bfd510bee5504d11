import { type Config, configFile } from "../../config/config.ts";
import type { Lockfile } from "../../lockfile/lockfile.ts";
import { unmetDemands } from "../../protections/demand.ts";
import { valueAt } from "../../syntax/data.ts";
import { parseJson } from "../../syntax/json.ts";
import { ToolError } from "../../tool-error.ts";
import type { Finding, Gate, GateContext } from "../../verify/gate.ts";
import { type Carriers, findCarriers } from "./carriers.ts";
import { demands } from "./demands.ts";
import { type LetThrough, letThrough } from "./let-through.ts";

export const installScripts: Gate = {
  name: "install-scripts",
  summary: "No package runs a script while it is installed, and those that carry one are known",
  explanation: `Finds a package manager that is not told to keep packages from running scripts (preinstall, install, postinstall, and
the build that a binding.gyp starts), locked packages that carry such scripts and are not listed under dependencies.installScripts of
${configFile}, packages that the manager is told to let through and that are not listed there, and what is listed and does
not have to be.

To be listed is to be known, not to be run: that is the manager's own setting. npm, Bun since 1.4 and pnpm 8 lock which packages carry
scripts; for the others it looks at what is installed, so it does not know of a package that only another platform installs. Nor
does it read the scripts, or find what runs when a package is imported.`,
  async run(context) {
    const project = await context.locked();
    if (!("manager" in project)) throw unread();
    const { manager, lockfile } = project;
    const through = await letThrough(manager, context);
    const known = context.config.dependencies?.installScripts ?? {};
    const settings = [
      ...(await unmetDemands(demands[manager], context)).map((one): Finding => ({ ...one, why })),
      ...through.flatMap((one) => (Object.hasOwn(known, one.name) ? [] : unknownThrough(one))),
    ];
    if ("rule" in lockfile) {
      if (settings.length > 0) return { findings: settings, unchecked: [lockfile.message] };
      throw unread();
    }
    const found = findCarriers(lockfile, await context.installed());
    const findings = [
      ...settings,
      ...carried(lockfile, found, known),
      ...(await listed(lockfile, found, context.config, context)),
      ...through.flatMap((one) => (isStale(one.name, lockfile, found) ? staleThrough(one) : [])),
    ];
    const { unknown } = found;
    if (unknown.size === 0) return findings;
    // what another platform installs is not run here
    const here = lockfile.packages.some(
      ({ name, unchecked }) => unknown.has(name) && unchecked !== "platform",
    );
    if (!here || (await context.installed()).length > 0) return findings;
    const unchecked = `${lockfile.file} does not say which packages carry scripts, and nothing is installed.`;
    if (findings.length > 0) return { findings, unchecked: [unchecked] };
    throw new ToolError(unchecked, "Run the package manager's install first.");
  },
};

const why =
  "Whoever publishes a package, or steals its owner's account, runs what he likes on every machine that installs it.";

const unread = (): ToolError =>
  new ToolError("There is no lockfile to judge.", "`daloy verify lockfile` says what is wrong with it.");

type Known = NonNullable<NonNullable<Config["dependencies"]>["installScripts"]>;

function carried({ file }: Lockfile, { carriers }: Carriers, known: Known): Finding[] {
  return carriers.flatMap(({ name, version, line, command }) => {
    if (Object.hasOwn(known, name)) return [];
    const what = command === undefined ? "a script" : `\`${shortened(command)}\``;
    const message = `${name}@${version} runs ${what} when it is installed.`;
    const fix = `Read it. If the package may stay, list it under dependencies.installScripts in ${configFile}: {"${name}": {"by", "on", "why"}}.`;
    return [{ file, line, rule: "script", package: `${name}@${version}`, message, why, fix }];
  });
}

const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

function unknownThrough({ file, line, name }: LetThrough): Finding[] {
  const message = `${name} may run scripts, and is not listed in ${configFile}.`;
  const fix = `Remove it here, or list it under dependencies.installScripts in ${configFile} with who read the script, and why it may run.`;
  return [{ file, line, rule: "let-through", message, why, fix }];
}

function staleThrough({ file, line, name }: LetThrough): Finding[] {
  const message = `${name} may run scripts, and no such package with a script is locked.`;
  return [{ file, line, rule: "stale", message, why: reasons.stale, fix: "Remove it." }];
}

const reasons = {
  stale: "What is allowed and not needed waits for whoever brings a package of this name in.",
  reason: "Without a reason nobody knows what was read, and whether it still holds.",
};

/** The entries of the configuration: each with a reason, and for a package that is there. */
async function listed(
  lockfile: Lockfile,
  found: Carriers,
  { dependencies }: Config,
  { readText }: GateContext,
): Promise<Finding[]> {
  const document = await parseJson((await readText(configFile)) ?? "{}");
  const lines = "fault" in document ? undefined : valueAt(document, "dependencies", "installScripts");
  return Object.entries(dependencies?.installScripts ?? {}).flatMap(([name, { by, on, why: reason }]) => {
    const at = { file: configFile, line: lines?.entries?.get(name)?.line ?? 1 };
    if (isStale(name, lockfile, found)) {
      const message = `${name} is listed under dependencies.installScripts, and no such package with a script is locked.`;
      return [{ ...at, rule: "stale", message, why: reasons.stale, fix: "Remove the entry." }];
    }
    if (by?.trim() && /^\d{4}-\d{2}-\d{2}$/.test(on ?? "") && reason?.trim()) return [];
    const message = `dependencies.installScripts does not say who read the script of ${name}, when, and why it may be there.`;
    return [
      {
        ...at,
        rule: "no-reason",
        message,
        why: reasons.reason,
        fix: 'Write {"by", "on": "YYYY-MM-DD", "why"}.',
      },
    ];
  });
}

/** Nothing of that name is locked, or what is carries no script for certain. */
const isStale = (name: string, { packages }: Lockfile, { carriers, unknown }: Carriers): boolean =>
  !packages.some((one) => one.name === name && unknown.has(name)) &&
  !carriers.some((one) => one.name === name);
