import type { Command, CommandContext } from "../command.ts";
import { ExitCode } from "../exit-code.ts";
import type { Advisory } from "../framework/advisories.ts";
import { lockFile, readLock } from "../framework/lock.ts";
import { type Age, ageOf } from "../framework/outdated.ts";
import { upgradeCommand } from "../framework/upgrade-command.ts";
import { unlessAborted } from "../processes/cancelled.ts";
import type { Manager } from "../project/manager.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { printable } from "../terminal/text.ts";
import { ToolError } from "../tool-error.ts";
import { createGateContext } from "../verify/context.ts";

export const outdated: Command = {
  name: "outdated",
  summary: "Say whether the framework in vendor/ is the newest, and what holes are known of it",
  description: `Compares the version in ${lockFile} with the newest published create-daloy, and asks for the
advisories of it: no package manager and no bot sees what lies in vendor/. Exits with 4 when there
is a newer one or a known hole. For other packages the package manager has a command of its own.`,
  flags: { json: { description: "Print one JSON document on stdout, and nothing else there" } },
  async run(context) {
    const { terminal, flag, signal } = context;
    try {
      const { age, upgrade } = await unlessAborted(look(context), signal);
      if (flag("json")) terminal.out(`${JSON.stringify({ schema: 1, ...age, upgrade }, undefined, 2)}\n`);
      else terminal.out(ageText(age, upgrade, terminal));
      return age.ok ? ExitCode.holds : ExitCode.found;
    } catch (error) {
      if (error instanceof ToolError && flag("json")) {
        const { message, fix } = error;
        terminal.out(`${JSON.stringify({ schema: 1, ok: false, error: { message, fix } }, undefined, 2)}\n`);
      }
      throw error;
    }
  },
};

async function look({ directory, env }: CommandContext): Promise<{ age: Age; upgrade: string }> {
  const gates = createGateContext({ directory, config: {}, env, now: new Date() });
  const lock = await readLock(gates);
  if (lock === undefined)
    throw new ToolError(
      `There is no ${lockFile} here that can be read.`,
      "Run daloy in the project's root directory, or take the file back from version control.",
    );
  const project = await gates.locked();
  const manager: Manager = "manager" in project ? project.manager : "npm";
  return { age: await ageOf(lock, await gates.registry()), upgrade: upgradeCommand(manager) };
}

function ageText(age: Age, upgrade: string, { style }: Terminal): string {
  const { version, isCurrent, unchecked } = age;
  const newest = printable(age.newest);
  const since = age.since === undefined ? undefined : printable(age.since);
  const advisories = age.advisories.map(plainly);
  const out = since === undefined ? "" : `, out since ${since}`;
  const lines = isCurrent
    ? [`${style.green(style.pass)} create-daloy ${version} is the newest.`]
    : [`${style.red(style.fail)} create-daloy ${version} made this project; the newest is ${newest}${out}.`];
  for (const { id, title, severity, affected, url } of advisories) {
    lines.push(`${style.red(style.fail)} ${severity}: ${title} (${id}, versions ${affected})`);
    if (url !== "") lines.push(`    ${url}`);
  }
  if (advisories.length === 0 && unchecked === undefined)
    lines.push(`${style.green(style.pass)} No hole is known of it.`);
  if (unchecked !== undefined)
    lines.push(`${style.skip} The registry's advisories were not checked. ${unchecked}`);
  if (!isCurrent) lines.push("", `Upgrade: ${upgrade}`);
  else if (advisories.length > 0) lines.push("", "No newer version mends it yet: follow the advisory.");
  return `${lines.join("\n")}\n`;
}

/** The registry's words, and nothing that steers a terminal. */
const plainly = ({ id, title, severity, url, affected }: Advisory): Advisory => ({
  id: printable(id),
  title: printable(title),
  severity: printable(severity),
  url: printable(url),
  affected: printable(affected),
});
