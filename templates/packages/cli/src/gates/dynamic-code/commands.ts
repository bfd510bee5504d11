import type { Node } from "@babel/types";
import { invocationOf, propertyOf } from "../../syntax/invocation.ts";
import type { Model } from "../../syntax/model.ts";
import { originsOf } from "../../syntax/origin.ts";
import { constantOf } from "../../syntax/text.ts";
import { isComputed } from "./computed.ts";
import type { CodeFault } from "./dynamic-code.ts";

/** Functions that hand their first argument to a shell. */
const shells = new Set([
  ...[
    "child_process#exec",
    "child_process#execSync",
    "shelljs#exec",
    "execa#execaCommand",
    "execa#execaCommandSync",
    "execa#command",
  ],
]);
/** Functions that start a program. */
const starters = new Set([
  ...["spawn", "spawnSync", "execFile", "execFileSync", "fork"].map((name) => `child_process#${name}`),
  ...[
    "cross-spawn#",
    "cross-spawn#spawn",
    "cross-spawn#sync",
    "execa#",
    "execa#execa",
    "execa#execaSync",
    "execa#execaNode",
  ],
  ...["Bun.spawn", "Bun.spawnSync", "Deno.Command", "tinyexec#x", "tinyexec#exec", "nano-spawn#"],
]);
const shellPrograms = /(?:^|[\\/])(?:(?:ba|z|da|k|c|tc|fi|a)?sh|cmd|powershell|pwsh)(?:\.exe)?$/i;

export function computedCommand(node: Node, model: Model): CodeFault | undefined {
  const invocation = invocationOf(node, model);
  if (invocation === undefined) return undefined;
  const { names, args } = invocation;
  const [first] = args;
  if (first === undefined) return undefined;
  if (names.some((name) => shells.has(name))) {
    return isComputed(first, model) ? fault("A shell runs a text that is not constant", first) : undefined;
  }
  if (!names.some((name) => starters.has(name))) return undefined;
  const [program, ...given] = programAndArguments(first, args.slice(1), model);
  if (program === undefined) return fault("The program that is started is not constant", first);
  if (isComputed(program, model)) return fault("The program that is started is not constant", program);
  const throughShell = args.slice(1).some((options) => usesShell(options, model));
  const isShell = shellPrograms.test(constantOf(program, model) ?? "");
  if (!throughShell && !isShell) return undefined;
  const computed = given.find((argument) => isComputed(argument, model));
  return computed && fault("A shell is handed a text that is not constant", computed);
}

const fault = (message: string, at: Node): CodeFault => ({ rule: "command", message, at });

/** `spawn("git", ["show", name])`, `Bun.spawn(["git", "show"])`, `Deno.Command("git", { args: ["show"] })` */
function programAndArguments(first: Node, others: readonly Node[], model: Model): Node[] {
  const list = elementsOf(first, model);
  if (list !== undefined) return list;
  const named = others[0] && propertyOf(others[0], "args", model);
  const args = named ?? others[0];
  return [first, ...((args && elementsOf(args, model)) ?? (args && !isOptions(args, model) ? [args] : []))];
}

/** A spread stands for itself: what is in it is not known. */
function elementsOf(node: Node, model: Model): Node[] | undefined {
  for (const origin of originsOf(node, model)) {
    if (origin.kind !== "expression" || origin.path.length > 0 || origin.node.type !== "ArrayExpression")
      continue;
    return origin.node.elements.flatMap((element) => element ?? []);
  }
  return undefined;
}

const isOptions = (node: Node, model: Model): boolean =>
  originsOf(node, model).some(
    (origin) => origin.kind === "expression" && origin.node.type === "ObjectExpression",
  );

function usesShell(options: Node, model: Model): boolean {
  const shell = propertyOf(options, "shell", model);
  return shell !== undefined && !(shell.type === "BooleanLiteral" && !shell.value);
}
