import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command, CommandContext } from "../command.ts";
import { type Approval, configFile, loadConfig } from "../config/config.ts";
import { ExitCode } from "../exit-code.ts";
import { acknowledgeable, approvalOf } from "../gates/dependencies/approvals.ts";
import { oddities } from "../gates/dependencies/oddities.ts";
import { approvalKey, parseApprovalKey, requestedPackages } from "../gates/dependencies/requested.ts";
import { nearest } from "../nearest.ts";
import { unlessAborted } from "../processes/cancelled.ts";
import { printable, wrap } from "../terminal/text.ts";
import { ToolError, usageError } from "../tool-error.ts";
import { createGateContext } from "../verify/context.ts";
import { git } from "../verify/files.ts";
import type { Finding } from "../verify/gate.ts";

export const deps: Command = {
  name: "deps",
  summary: "Approve a dependency: who, when and why, in daloy.config.json",
  description: `\`daloy deps approve <name> --why <reason>\` writes into ${configFile} that you looked at a package and
what the project needs it for. \`daloy verify dependencies\` finds every direct dependency without
that. The package may be approved before it is installed.

A name that could be a mistake for another is refused, and exits with 4, until what is odd about it
is acknowledged too.`,
  operands: "approve <name>",
  flags: {
    why: { value: "reason", description: "What the project needs it for" },
    by: { value: "who", description: "Who looked at it (git's user.name)" },
    acknowledge: {
      value: "rule",
      description: `What is odd about it and was looked into: ${acknowledgeable.join(", ")}; several with commas`,
    },
    json: { description: "Print one JSON document on stdout, and nothing else there" },
  },
  async run(context) {
    const { terminal, flag } = context;
    try {
      const outcome = await unlessAborted(approve(context), context.signal);
      const { name, approval, open, requested, unchecked } = outcome;
      const aside = unchecked === undefined ? [] : [`When it first came out was not checked. ${unchecked}`];
      if (flag("json")) {
        const findings = open.map(({ mend: _mend, ...finding }) => finding);
        const document = {
          schema: 1,
          ok: open.length === 0,
          name,
          ...(open.length === 0 ? { approval } : { findings }),
        };
        terminal.out(`${JSON.stringify(document, undefined, 2)}\n`);
      } else if (open.length > 0) terminal.out(refusal(name, open, context));
      else {
        terminal.out(`${terminal.style.green(terminal.style.pass)} ${name} is approved in ${configFile}.\n`);
        const notes = [...(requested ? [] : ["The project does not ask for it yet."]), ...aside];
        for (const note of notes) terminal.out(`  ${printable(note)}\n`);
      }
      return open.length > 0 ? ExitCode.found : ExitCode.holds;
    } catch (error) {
      if (error instanceof ToolError && flag("json")) {
        const { message, fix } = error;
        terminal.out(`${JSON.stringify({ schema: 1, ok: false, error: { message, fix } }, undefined, 2)}\n`);
      }
      throw error;
    }
  },
};

interface Outcome {
  readonly name: string;
  readonly approval: Approval;
  /** What is odd about it, and was not acknowledged: nothing was written. */
  readonly open: readonly Finding[];
  /** The project asks for it already. */
  readonly requested: boolean;
  /** Why the registry was not asked. */
  readonly unchecked?: string;
}

async function approve(context: CommandContext): Promise<Outcome> {
  const { directory, env, option } = context;
  const name = nameOf(context);
  const why = option("why")?.trim();
  if (!why)
    throw usageError("An approval needs a reason.", `Write \`daloy deps approve ${name} --why "…"\`.`);
  const config = await loadConfig(directory);
  const acknowledged = acknowledgedIn(option("acknowledge"), approvalOf(config, name)?.acknowledged);
  const approval: Approval = {
    by: option("by")?.trim() || (await gitUser(directory)),
    on: new Date().toISOString().slice(0, 10),
    why,
    ...(acknowledged.length > 0 && { acknowledged }),
  };
  const gates = createGateContext({ directory, config, env, now: new Date() });
  const requested = await requestedPackages(gates);
  const known = "unreadable" in requested ? [] : requested;
  const one = known.find((each) => approvalKey(each) === name);
  const meant = { file: configFile, line: 1, ...(one ?? parseApprovalKey(name)) };
  const { findings, unchecked } = await oddities(meant, gates.registry, gates.now);
  const open = findings.filter(({ rule }) => !acknowledged.some((each) => each === rule));
  if (open.length === 0) await write(directory, name, approval);
  return {
    name,
    approval,
    open,
    requested: one !== undefined,
    ...(unchecked !== undefined && { unchecked }),
  };
}

function nameOf({ operands }: CommandContext): string {
  const [word, name, ...more] = operands;
  if (word !== "approve") {
    const meant = word === undefined ? undefined : nearest(word, ["approve"]);
    throw usageError(
      word === undefined ? "`daloy deps` needs to know what to do." : `\`daloy deps\` knows no ${word}.`,
      meant === undefined
        ? "Run `daloy deps --help`."
        : 'Did you mean `daloy deps approve <name> --why "…"`?',
    );
  }
  if (name === undefined) throw usageError("Which package?", 'Write `daloy deps approve <name> --why "…"`.');
  if (more.length > 0)
    throw usageError(`One package has one reason: ${more.join(" ")}`, `Put the reason in quotes: --why "…".`);
  // What no registry would take as a name is no name, and a version belongs to no approval.
  if (/^(?:jsr:@[^@/\s]+\/|@[^@/\s]+\/)?[^@/\s:]+$/.test(name)) return name;
  throw usageError(
    `${name} is no package's name.`,
    "Write the name alone, without a version; `jsr:` stands before one of JSR.",
  );
}

function acknowledgedIn(given: string | undefined, before: readonly string[] = []): readonly string[] {
  const rules = (given ?? "")
    .split(",")
    .map((rule) => rule.trim())
    .filter(Boolean);
  for (const rule of rules) {
    if (acknowledgeable.some((known) => known === rule)) continue;
    const meant = nearest(rule, acknowledgeable);
    throw usageError(
      `There is nothing to acknowledge that is called ${rule}.`,
      meant === undefined ? `Known: ${acknowledgeable.join(", ")}.` : `Did you mean ${meant}?`,
    );
  }
  return [...new Set([...before, ...rules])];
}

async function gitUser(directory: string): Promise<string> {
  const name = (await git(directory, ["config", "user.name"]))?.trim();
  if (name) return name;
  throw usageError("Who approves it? Git has no user.name here.", 'Write --by "your name".');
}

/** Writes it, and leaves what else is in the file as it is written. */
async function write(directory: string, name: string, approval: Approval): Promise<void> {
  const { applyEdits, modify } = await import("../third-party/jsonc-parser.ts");
  const path = join(directory, configFile);
  const text = await readFile(path, "utf8");
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const edits = modify(text, ["dependencies", "approved", name], approval, {
    formattingOptions: { insertSpaces: true, tabSize: 2, eol },
  });
  await writeFile(path, applyEdits(text, edits));
}

function refusal(name: string, open: readonly Finding[], { terminal }: CommandContext): string {
  const { style, columns } = terminal;
  const lines = open.flatMap(({ message, why, fix }) =>
    [message, `why: ${why}`, `fix: ${fix}`].flatMap((text) => wrap(printable(text), columns - 4)),
  );
  const head = `${style.red(style.fail)} ${printable(name)} was not approved.\n`;
  return head + lines.map((line) => `    ${line}\n`).join("");
}
