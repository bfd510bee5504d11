import type { Finding } from "../../verify/gate.ts";
import { type JsonEntry, jsonEntries } from "./json-entries.ts";

interface Setting {
  /** The files that it is in. */
  readonly file: RegExp;
  readonly path: RegExp;
  /** Which of its values matter; all but `false`, `null` and `""` without it. */
  readonly value?: RegExp;
  readonly rule: "auto-run" | "permissions";
  readonly what: string;
}

const claude = /(?:^|\/)\.claude\/settings(?:\.local)?\.json$/;
const vscode = /(?:^|\/)(?:\.vscode\/settings\.json|[^/]+\.code-workspace)$/;
const container = /(?:^|\/)(?:\.devcontainer\/(?:[^/]+\/)?devcontainer|\.devcontainer)\.json$/;

const settings: readonly Setting[] = [
  {
    file: /(?:^|\/)(?:\.vscode\/tasks\.json|[^/]+\.code-workspace)$/,
    path: /(?:^|\.)tasks\.\d+\.runOptions\.runOn$/,
    value: /^folderOpen$/,
    rule: "auto-run",
    what: "A task runs when the folder is opened",
  },
  {
    file: vscode,
    path: /(?:^|\.)task\.allowAutomaticTasks$/,
    value: /^(?:on|auto|true)$/,
    rule: "auto-run",
    what: "Tasks may run when the folder is opened",
  },
  {
    file: vscode,
    path: /(?:^|\.)(?:chat\.tools\.(?:global\.)?autoApprove|chat\.tools\.terminal\.autoApprove|github\.copilot\.chat\.agent\.autoApprove)/,
    value: /^true$/,
    rule: "permissions",
    what: "An agent may use its tools without asking",
  },
  {
    file: vscode,
    path: /(?:^|\.)security\.workspace\.trust\.(?:enabled|startupPrompt)$/,
    value: /^(?:false|never)$/,
    rule: "permissions",
    what: "Every folder is trusted",
  },
  {
    file: vscode,
    path: /(?:^|\.)(?:git\.path|(?:python\.defaultInterpreter|eslint\.node|go\.alternateTools|[\w.-]*\.executable)Path|terminal\.integrated\.(?:automationProfile|profiles)\.\w+.*\.path)$/,
    rule: "auto-run",
    what: "The editor starts a program that this file names",
  },
  { file: claude, path: /^hooks\..*\.command$/, rule: "auto-run", what: "An agent's hook runs a command" },
  {
    file: claude,
    path: /^(?:apiKeyHelper|awsAuthRefresh|awsCredentialExport|otelHeadersHelper|statusLine\.command|fileSuggestion\.command)$/,
    rule: "auto-run",
    what: "The agent runs a helper program",
  },
  {
    file: claude,
    path: /^permissions\.defaultMode$/,
    value: /^(?:bypassPermissions|acceptEdits|dontAsk|auto)$/,
    rule: "permissions",
    what: "The agent asks for nothing",
  },
  {
    file: claude,
    path: /^permissions\.allow\.\d+$/,
    value:
      /^(?:\*|Bash(?:\((?:\*|:\*)\))?|Bash\((?:curl|wget|sh|bash|node|npx|eval|sudo|rm)\b[^)]*\*\)|WebFetch|mcp__\*)$/,
    rule: "permissions",
    what: "The agent may run what it likes",
  },
  {
    file: claude,
    path: /^enableAllProjectMcpServers$/,
    value: /^true$/,
    rule: "permissions",
    what: "Every MCP server of the project is started",
  },
  {
    file: claude,
    path: /^env\.(?:ANTHROPIC_BASE_URL|HTTPS?_PROXY|NODE_OPTIONS|NODE_TLS_REJECT_UNAUTHORIZED|PATH|LD_PRELOAD)$/,
    rule: "permissions",
    what: "The agent's environment is led elsewhere",
  },
  {
    file: /(?:^|\/)(?:\.mcp|\.cursor\/mcp|\.vscode\/mcp|\.gemini\/settings|\.roo\/mcp|\.kiro\/settings\/mcp|\.amazonq\/mcp|opencode)\.json$/,
    path: /^(?:mcpServers|servers|mcp)\.[^.]+\.command(?:\.0)?$/,
    rule: "auto-run",
    what: "An MCP server is a program that the agent starts",
  },
  {
    file: /(?:^|\/)\.(?:cursor|windsurf|gemini|kiro|github\/copilot)\/(?:hooks|settings)\.json$/,
    path: /^hooks\..*\.(?:command|bash|powershell)$/,
    rule: "auto-run",
    what: "An agent's hook runs a command",
  },
  {
    file: /(?:^|\/)\.cursor\/environment\.json$/,
    path: /^(?:install|start|terminals\.\d+\.command)$/,
    rule: "auto-run",
    what: "The agent's machine runs a command",
  },
  {
    file: container,
    path: /^initializeCommand(?:\.|$)/,
    rule: "auto-run",
    what: "Opening the container runs a command on the host itself",
  },
  {
    file: container,
    path: /^(?:onCreate|updateContent|postCreate|postStart|postAttach)Command(?:\.|$)/,
    rule: "auto-run",
    what: "Opening the container runs a command",
  },
];

/** Lines of files that are not JSON. */
const lines: readonly Omit<Setting, "path">[] = [
  {
    file: /(?:^|\/)\.codex\/config\.toml$/,
    value: /^\s*(?:approval_policy\s*=\s*"never"|sandbox_mode\s*=\s*"danger-full-access")/,
    rule: "permissions",
    what: "The agent asks for nothing",
  },
  {
    file: /(?:^|\/)\.codex\/config\.toml$/,
    value: /^\s*(?:command|notify)\s*=/,
    rule: "auto-run",
    what: "The agent starts a program that this file names",
  },
  {
    file: /(?:^|\/)\.aider\.conf\.ya?ml$/,
    value: /^\s*(?:yes-always\s*:\s*true|(?:test|lint|notifications)-c(?:md|ommand)\s*:\s*\S)/,
    rule: "auto-run",
    what: "The agent runs commands without asking",
  },
  {
    file: /(?:^|\/)\.idea\/workspace\.xml$/,
    value: /<component name="StartupTasks|executeBeforeRun|name="ProjectStartupTaskManager"/,
    rule: "auto-run",
    what: "The editor runs a task at its start",
  },
];

/** What a file of settings starts by itself, or lets be started. */
export async function autoRunIn(file: string, read: () => Promise<string | undefined>): Promise<Finding[]> {
  const inLines = lines.filter((setting) => setting.file.test(file));
  const inJson = settings.filter((setting) => setting.file.test(file));
  if (inLines.length + inJson.length === 0) return [];
  const text = (await read()) ?? "";
  const found = text.split("\n").flatMap((line, index) => {
    const setting = inLines.find(({ value }) => value?.test(line));
    return setting ? [finding(file, index + 1, setting)] : [];
  });
  if (inJson.length === 0) return found;
  const entries = await jsonEntries(text);
  if (entries === undefined) return [...found, unreadable(file)];
  const wheres = new Map<string, Finding>();
  for (const entry of entries) {
    const setting = inJson.find((one) => holds(one, entry));
    // A command of several words is one command.
    if (setting) wheres.set(entry.path.replace(/\.\d+$/, ""), finding(file, entry.line, setting));
  }
  return [...found, ...wheres.values()];
}

function holds({ path, value }: Setting, entry: JsonEntry): boolean {
  if (entry.value === undefined || entry.value === null || entry.value === false || entry.value === "") {
    return value !== undefined && entry.value === false && path.test(entry.path) && value.test("false");
  }
  return path.test(entry.path) && (value?.test(String(entry.value)) ?? true);
}

const finding = (file: string, line: number, { rule, what }: Pick<Setting, "rule" | "what">): Finding => ({
  file,
  line,
  rule,
  message: `${what}.`,
  why: "Whoever can change this file runs code on the machine of everyone who opens the project, or asks an agent about it.",
  fix: "Remove it, and let people start it themselves; where it is wanted, waive it by file with a reason.",
});

const unreadable = (file: string): Finding => ({
  file,
  line: 1,
  rule: "unreadable",
  message: "These settings cannot be parsed, so nothing is known of them.",
  why: "An editor may read what a gate cannot.",
  fix: "Mend its syntax.",
});
