import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Finding, Gate, GateContext } from "../../verify/gate.ts";
import { hiddenCharacters } from "../unicode/hidden-characters.ts";
import { autoRunIn } from "./auto-run.ts";
import { isAgentFile, isProse, suspiciousPassages } from "./passages.ts";

export const agentFiles: Gate = {
  name: "agent-files",
  summary: "Nothing runs because a folder is opened; no hidden instructions for agents",
  explanation: `Finds configuration by which opening the project, or asking an agent about it, runs a program or widens what an agent may do:
VS Code tasks on folderOpen and workspace settings that approve tools or distrust nothing, hooks, helpers, MCP servers and open
permissions of Claude Code, Cursor, Gemini, Codex and others, and the commands of dev containers.

Finds instructions that people do not see and models read: in HTML comments and invisible elements of Markdown, behind long
rows of spaces, in base64; and sentences in files for agents that would have them ignore their instructions, keep things from
the user, or pipe the network to a shell. It reads the project's own prose, and README and agent files of the installed packages.

It does not understand texts: an instruction in plain words that looks like advice is not found.`,
  async run(context) {
    const files = await context.files();
    const own = await Promise.all(files.map((file) => inspect(file, context)));
    return [...own.flat(), ...(await inspectPackages(context))];
  },
};

async function inspect(file: string, { readText }: GateContext): Promise<Finding[]> {
  const configured = await autoRunIn(file, () => readText(file));
  if (!isProse(file) && !isAgentFile(file)) return configured;
  const text = await readText(file);
  return text === undefined ? configured : [...configured, ...passages(file, text)];
}

function passages(file: string, text: string): Finding[] {
  return suspiciousPassages(text, isAgentFile(file)).map(({ line, rule, what }) => ({
    file,
    line,
    rule,
    message: `${what}.`,
    why: "An agent that reads this may follow it, with the rights of whoever asked it about something else.",
    fix: "Remove it, and find out who put it there; in a package, report it and hold the version back.",
  }));
}

const readByAgents =
  /^(?:readme(?:\.\w+)?|agents\.md|claude\.md|gemini\.md|llms\.txt|\.cursorrules|\.windsurfrules)$/i;

/** What the installed packages would have an agent read. */
async function inspectPackages({ directory }: GateContext): Promise<Finding[]> {
  const found = await Promise.all(
    (await packagesIn(directory)).map(async (path) => {
      const names = (await entriesOf(join(directory, path))).filter((name) => readByAgents.test(name));
      return Promise.all(names.map((name) => inspectInstalled(directory, `${path}/${name}`)));
    }),
  );
  return found.flat(2);
}

async function inspectInstalled(directory: string, file: string): Promise<Finding[]> {
  const text = await readFile(join(directory, file), "utf8").catch(() => "");
  const tags = hiddenCharacters(text).filter(({ end, start }) => end - start >= leastHidden);
  const hidden = tags.map(
    ({ start, names }): Finding => ({
      file,
      line: text.slice(0, start).split("\n").length,
      rule: "hidden-text",
      message: `Text that nobody sees: ${names}.`,
      why: "A model reads what a person cannot.",
      fix: "Hold the version back, and report it to the package's maintainers.",
    }),
  );
  return [...hidden, ...passages(file, text)];
}

/** A zero-width space in a README is untidy; a row of them is a message. */
const leastHidden = 8;

async function packagesIn(directory: string): Promise<string[]> {
  const names = await entriesOf(join(directory, "node_modules"));
  const scoped = await Promise.all(
    names
      .filter((name) => name.startsWith("@") && name !== "@daloyjs")
      .map(async (scope) =>
        (await entriesOf(join(directory, "node_modules", scope))).map((name) => `${scope}/${name}`),
      ),
  );
  const plain = names.filter((name) => !/^[.@]/.test(name));
  return [...plain, ...scoped.flat()].map((name) => `node_modules/${name}`);
}

const entriesOf = (path: string): Promise<string[]> => readdir(path).catch(() => []);
