import type { Node } from "@babel/types";
import { calleeName } from "../../syntax/calls.ts";
import { invocationOf } from "../../syntax/invocation.ts";
import { isCall, isFunction, isMember, lineOf, unwrap } from "../../syntax/nodes.ts";
import { namesOf, originsOf } from "../../syntax/origin.ts";
import type { Finding, Gate } from "../../verify/gate.ts";
import { inspectPrograms, type Source } from "../../verify/source.ts";
import { excerptOf } from "../names/excerpt.ts";
import { computedCommand } from "./commands.ts";
import { isComputed } from "./computed.ts";

export const dynamicCode: Gate = {
  name: "dynamic-code",
  summary: "No code and no command that is made while the program runs",
  explanation: `Finds eval and its kin (new Function, the constructor of a function, the vm module, a text handed to setTimeout, templates that
are compiled from a text that is not constant), import(), require() and Worker of a module that is not constant, and commands:
exec of a text that is not constant, a shell that is handed one, a program whose name is not constant.

Whoever reaches such a text runs code on the server. A command that is made of constants alone is let be, and so are
arguments that no shell reads: execFile("git", ["show", name]).

It does not find a program that takes its arguments for code (node -e, find -exec), nor code in a database or a file that
another library evaluates.`,
  run: (context) => inspectPrograms(context, inspect),
};

const why = "Whoever reaches the text that is run, runs what they like on this server.";
const fixes = {
  eval: "Say what may be done as data, and choose between functions that are written down.",
  "computed-import": 'Import from a list that is written down: const pages = { a: () => import("./a.ts") }.',
  command: 'Use execFile("program", [arguments]), with a constant program and without a shell.',
} as const;

function inspect(source: Source): Finding[] {
  const { file, text, model } = source;
  return source.nodes.flatMap((node): Finding[] => {
    const fault = codeFault(node, source) ?? importFault(node, source) ?? computedCommand(node, model);
    if (fault === undefined) return [];
    const { rule, message, at } = fault;
    return [
      {
        file,
        line: lineOf(node),
        rule,
        message: at ? `${message}: ${excerptOf(at, text)}.` : `${message}.`,
        why,
        fix: fixes[rule],
      },
    ];
  });
}

export interface CodeFault {
  readonly rule: keyof typeof fixes;
  readonly message: string;
  /** What is not constant. */
  readonly at?: Node;
}

const evaluators = new Set(["eval", "Function", "execScript"]);
const vm = /^vm#(?:runIn(?:This|New)?Context|Script|compileFunction|SourceTextModule|Script\.)/;
const timers = new Set(["setTimeout", "setInterval", "setImmediate"]);
const templates = new Set([
  ...[
    "lodash#template",
    "underscore#template",
    "lodash.template#",
    "ejs#render",
    "ejs#compile",
    "pug#render",
    "pug#compile",
  ],
  ...[
    "handlebars#compile",
    "handlebars#precompile",
    "nunjucks#renderString",
    "nunjucks#compile",
    "dot#template",
    "eta#renderString",
  ],
]);

function codeFault(node: Node, { model }: Source): CodeFault | undefined {
  const invocation = invocationOf(node, model);
  if (invocation === undefined || !isCall(node)) return undefined;
  const { names, args } = invocation;
  const [first] = args;
  const named = names.find((name) => evaluators.has(name) || vm.test(name));
  if (named !== undefined) return { rule: "eval", message: `${named.replace("#", ".")} runs a text as code` };
  if (isFunctionConstructor(node, model)) {
    return { rule: "eval", message: "The constructor of a function runs a text as code" };
  }
  if (names.some((name) => timers.has(name)) && first && isText(first, model)) {
    return { rule: "eval", message: "A timer runs a text as code", at: first };
  }
  const template = names.find((name) => templates.has(name));
  if (template !== undefined && first && isComputed(first, model)) {
    return { rule: "eval", message: "A template that is not constant is compiled to code", at: first };
  }
  // `texts.map(eval)`
  const handed = args.find(
    (arg) => (arg.type === "Identifier" || isMember(arg)) && namesOf(arg, model).includes("eval"),
  );
  return handed && { rule: "eval", message: "eval is handed on, and runs a text as code" };
}

/** `(() => {}).constructor("…")`, `Object.getPrototypeOf(async () => {}).constructor("…")`, `x.constructor.constructor("…")` */
function isFunctionConstructor(node: Node, model: Source["model"]): boolean {
  if (!isCall(node)) return false;
  return originsOf(node.callee, model).some((origin) => {
    if (origin.path.length === 0 || origin.kind === "named")
      return origin.kind === "named" && /\.constructor\.constructor$/.test(origin.path);
    if (origin.path.at(-1) !== "constructor") return false;
    if (origin.path.at(-2) === "constructor") return true;
    if (origin.path.length > 1) return false;
    const owner = unwrap(origin.node);
    if (isFunction(owner)) return true;
    const [argument] = isCall(owner) ? owner.arguments : [];
    const method = isCall(owner) && isMember(owner.callee) ? calleeName(owner.callee) : undefined;
    return method === "getPrototypeOf" && argument !== undefined && isFunction(argument);
  });
}

function isText(node: Node, model: Source["model"]): boolean {
  return originsOf(node, model).some(
    (origin) =>
      origin.kind === "expression" &&
      origin.path.length === 0 &&
      (origin.node.type === "StringLiteral" ||
        origin.node.type === "TemplateLiteral" ||
        (origin.node.type === "BinaryExpression" && origin.node.operator === "+")),
  );
}

const loaders = new Set([
  "require",
  "module#createRequire()",
  "module#register",
  "process.dlopen",
  "process.getBuiltinModule",
  "module#_load",
]);
const workers = new Set(["worker_threads#Worker", "Worker", "SharedWorker"]);

function importFault(node: Node, { model }: Source): CodeFault | undefined {
  const loaded =
    node.type === "ImportExpression"
      ? node.source
      : isCall(node) && node.callee.type === "Import"
        ? node.arguments[0]
        : undefined;
  if (loaded)
    return isComputed(loaded, model)
      ? { rule: "computed-import", message: "The module is not constant", at: loaded }
      : undefined;
  const invocation = invocationOf(node, model);
  if (invocation === undefined) return undefined;
  const worker = invocation.names.some((name) => workers.has(name));
  const index = invocation.names.includes("process.dlopen") ? 1 : 0;
  if (!worker && !invocation.names.some((name) => loaders.has(name))) return undefined;
  const module = invocation.args[index];
  if (module === undefined || !isComputed(module, model)) return undefined;
  return {
    rule: "computed-import",
    message: worker ? "The worker's module is not constant" : "The module is not constant",
    at: module,
  };
}
