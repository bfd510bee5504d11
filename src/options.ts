import {
  type Answers,
  authKinds,
  managersOf,
  packageManagers,
  platforms,
  rateLimits,
  runtimes,
  takesManager,
} from "./answers/answers.ts";
import { oneOf } from "./answers/choice.ts";
import { parseCodeOwner } from "./answers/code-owner.ts";
import { nameFromDirectory, namesPackage, parseDirectory } from "./answers/directory.ts";
import { parseName } from "./answers/name.ts";
import { formatSwitch, type Option, parseSwitch } from "./answers/option.ts";
import { parseProxy } from "./answers/proxy.ts";

/** Everything that a run decides: the project's answers, and where and with which steps it is made. */
export interface Settings extends Answers {
  readonly directory: string;
  readonly install: boolean;
  readonly smoke: boolean;
  readonly git: boolean;
}
export type OptionKey = keyof Settings;

/** What a directory is called when nobody says. */
export const defaultDirectory = "my-daloy-app";

const self = (value: string): string => value;

/** Every option, once, in the order in which they are asked. */
export const options: { readonly [Key in OptionKey]: Option<Settings[Key], Settings> } = {
  directory: {
    kind: "argument",
    placeholder: "directory",
    description: "where the project goes: a new or empty folder, or . for here",
    question: "Where should the project go?",
    recorded: false,
    parse: parseDirectory,
    format: self,
    fallback: () => defaultDirectory,
  },
  name: {
    kind: "text",
    placeholder: "name",
    description: "package name",
    question: "What is the package called?",
    recorded: true,
    parse: parseName,
    format: self,
    fallback: ({ directory = defaultDirectory }) => nameFromDirectory(directory),
    fallbackText: "from the directory",
    asked: ({ directory = defaultDirectory }) => !namesPackage(directory),
  },
  runtime: {
    kind: "choice",
    short: "r",
    placeholder: "runtime",
    description: "where the app runs",
    question: "Where will it run?",
    choices: [
      { value: "node", label: "Node.js" },
      { value: "bun", label: "Bun" },
      { value: "deno", label: "Deno" },
      { value: "cloudflare", label: "Cloudflare Workers" },
      { value: "vercel", label: "Vercel Functions" },
      { value: "lambda", label: "AWS Lambda" },
    ],
    recorded: true,
    parse: oneOf("runtime", runtimes),
    format: self,
    fallback: ({ packageManager }, { runBy }) =>
      runtimes.find((runtime) => takesManager(runtime, packageManager ?? runBy ?? "npm")),
    fallbackText: "node; deno where Deno ran the command",
    offered: (runtime, { packageManager }) =>
      packageManager === undefined || takesManager(runtime, packageManager),
  },
  packageManager: {
    kind: "choice",
    short: "p",
    placeholder: "manager",
    description: "package manager",
    question: "Which package manager?",
    choices: [
      { value: "npm", label: "npm" },
      { value: "pnpm", label: "pnpm" },
      { value: "yarn", label: "Yarn" },
      { value: "bun", label: "Bun" },
      { value: "deno", label: "Deno" },
    ],
    recorded: true,
    parse: oneOf("package manager", packageManagers),
    format: self,
    fallback: ({ runtime = "node" }, { runBy }) =>
      runBy !== undefined && takesManager(runtime, runBy) ? runBy : managersOf[runtime][0],
    fallbackText: "the one that ran the command, else npm, or the runtime's own",
    offered: (manager, { runtime = "node" }) => takesManager(runtime, manager),
    asked: ({ runtime = "node" }) => managersOf[runtime].length > 1,
  },
  auth: {
    kind: "choice",
    placeholder: "kind",
    description: "how callers authenticate",
    question: "How will callers authenticate?",
    choices: [
      {
        value: "jwt",
        label: "Tokens of an identity provider",
        hint: "JWT, verified with its published keys; a local key while you develop",
      },
      { value: "bearer", label: "Two shared tokens", hint: "for a service or two: one reads, one writes" },
    ],
    recorded: true,
    parse: oneOf("way to authenticate", authKinds),
    format: self,
    fallback: () => "jwt",
  },
  rateLimit: {
    kind: "choice",
    placeholder: "store",
    description: "where rate limits are counted",
    question: "Where are rate limits counted?",
    choices: [
      { value: "memory", label: "In each process", hint: "for a single instance" },
      { value: "redis", label: "In Redis", hint: "all instances share the limits" },
    ],
    recorded: true,
    parse: oneOf("store of rate limits", rateLimits),
    format: self,
    fallback: () => "memory",
    asked: ({ runtime = "node" }) => runtime !== "cloudflare",
  },
  proxy: {
    kind: "choice",
    placeholder: "trust",
    description: "whose forwarded headers the app trusts: TRUST_PROXY",
    question: "What will stand in front of it?",
    choices: [
      {
        value: "unset",
        label: "Not known yet",
        hint: "forwarded headers are refused in production until you decide",
      },
      { value: "none", label: "Nothing", hint: "clients connect directly; forwarded headers are ignored" },
      { value: "loopback", label: "A proxy on the same machine" },
      {
        value: "hops:",
        label: "A known number of proxies",
        hint: "hops:N",
        detail: { question: "How many proxies?", placeholder: "1" },
      },
      {
        value: "cidr:",
        label: "Proxies at known addresses",
        hint: "cidr:RANGE",
        detail: { question: "Which address ranges?", placeholder: "10.0.0.0/8,fd00::/8" },
      },
    ],
    recorded: true,
    parse: parseProxy,
    format: self,
    fallback: () => "unset",
    asked: ({ runtime = "node" }) => !platforms.has(runtime),
  },
  example: {
    kind: "switch",
    description: "the bookstore, a small API to learn from",
    question: "Include the bookstore example?",
    recorded: true,
    parse: parseSwitch,
    format: formatSwitch,
    fallback: () => true,
  },
  ci: {
    kind: "switch",
    description: "hardened GitHub workflows, Dependabot, CODEOWNERS and SECURITY.md",
    question: "Add hardened GitHub workflows?",
    recorded: true,
    parse: parseSwitch,
    format: formatSwitch,
    fallback: () => true,
  },
  codeOwner: {
    kind: "text",
    placeholder: "owner",
    description: "who must approve changes: @user, @organisation/team, an e-mail address, or none",
    question: "Who owns the code? (@user, @organisation/team, or none)",
    recorded: true,
    parse: parseCodeOwner,
    format: self,
    fallback: () => "none",
    asked: ({ ci }) => ci !== false,
  },
  docker: {
    kind: "switch",
    description: "a Dockerfile and a .dockerignore",
    question: "Add a Dockerfile?",
    recorded: true,
    parse: parseSwitch,
    format: formatSwitch,
    fallback: ({ runtime = "node" }) => !platforms.has(runtime),
    fallbackText: "yes on node, bun and deno",
    asked: ({ runtime = "node" }) => !platforms.has(runtime),
  },
  install: {
    kind: "switch",
    description: "install the dependencies",
    question: "Install the dependencies?",
    recorded: false,
    parse: parseSwitch,
    format: formatSwitch,
    fallback: () => true,
    asked: (_known, { dryRun }) => !dryRun,
  },
  smoke: {
    kind: "switch",
    description: "build the project and run its smoke test, once installed",
    question: "Build it and run the smoke test?",
    recorded: false,
    parse: parseSwitch,
    format: formatSwitch,
    fallback: ({ install }) => install ?? true,
    asked: ({ install }, { dryRun }) => !dryRun && install !== false,
  },
  git: {
    kind: "switch",
    description: "start a git repository, with no commit",
    question: "Start a git repository?",
    recorded: false,
    parse: parseSwitch,
    format: formatSwitch,
    fallback: () => true,
    asked: (_known, { dryRun }) => !dryRun,
  },
};

/** The keys of `options`, in order. */
export const optionKeys = Object.keys(options).filter((key): key is OptionKey => Object.hasOwn(options, key));

/** How the command itself behaves: flags without a question. */
export const modes = {
  yes: { short: "y", description: "defaults for what the flags leave open; never asks" },
  dryRun: { short: undefined, description: "show the plan and write nothing" },
  json: { short: undefined, description: "one JSON document on stdout; never asks" },
  undo: { short: undefined, description: "take the last upgrade of the project back" },
  replaceOwned: {
    short: undefined,
    description: "upgrade: replace edited files of vendor/, keeping yours in .daloy/backup/",
  },
  diff: { short: undefined, description: "upgrade: show what changes, line by line" },
  offline: {
    short: undefined,
    description: "no network: packages from the package manager's own store, overlays from the cache",
  },
  allowUnpinned: {
    short: undefined,
    description: "take an overlay of which no commit or hash is named",
  },
  strict: {
    short: undefined,
    description: "refuse a package manager that is too old for a protection, instead of warning",
  },
  list: { short: undefined, description: "show every option and value (with --json: for programs)" },
  help: { short: "h", description: "show this help" },
  version: { short: "v", description: "show the version" },
} as const;
export type ModeKey = keyof typeof modes;
export const modeKeys = Object.keys(modes).filter((key): key is ModeKey => Object.hasOwn(modes, key));

/** The part of the settings that shapes the project: what the lock and `--json` show. */
export function recordedAnswers(settings: Settings): Answers {
  const { name, runtime, packageManager, auth, rateLimit, proxy, example, ci, codeOwner, docker } = settings;
  return { name, runtime, packageManager, auth, rateLimit, proxy, example, ci, codeOwner, docker };
}
