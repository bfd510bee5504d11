import type { Node } from "@babel/types";
import type { Model } from "./model.ts";
import { type CallNode, type FunctionNode, isCall, isMember, type MemberNode, writtenName } from "./nodes.ts";

/** `b` of `a.b()`. */
export const calleeName = (callee: MemberNode): string | undefined =>
  writtenName(callee.property, callee.computed);

/** What a function returns, when it does nothing else. */
export function returnedBy(node: FunctionNode): Node | undefined {
  if (node.body.type !== "BlockStatement") return node.body;
  const [only, ...more] = node.body.body;
  return only?.type === "ReturnStatement" && more.length === 0 ? (only.argument ?? undefined) : undefined;
}

/** The promise whose `then` a function was handed to, first. */
export function isPromiseCallback(node: FunctionNode, model: Model): Node | undefined {
  const call = model.parentOf(node);
  if (!isCall(call) || call.arguments[0] !== node || !isMember(call.callee)) return undefined;
  return calleeName(call.callee) === "then" ? call.callee.object : undefined;
}

/** Every call of a function, when nothing else is done with it; `undefined` when it may be called from anywhere. */
export function callsOf(node: FunctionNode, model: Model): readonly CallNode[] | undefined {
  const binding = bindingOfFunction(node, model);
  if (binding === undefined || model.isExported(binding) || binding.references.length === 0) return undefined;
  const calls: CallNode[] = [];
  for (const reference of binding.references) {
    const call = model.parentOf(reference);
    if (!isCall(call) || call.callee !== reference) return undefined;
    calls.push(call);
  }
  return calls;
}

function bindingOfFunction(node: FunctionNode, model: Model) {
  if (node.type === "FunctionDeclaration") {
    return node.id ? model.bindingOf(node.id) : undefined;
  }
  const parent = model.parentOf(node);
  if (parent?.type !== "VariableDeclarator" || parent.id.type !== "Identifier") return undefined;
  const binding = model.bindingOf(parent.id);
  return binding?.values.length === 1 ? binding : undefined;
}

/** Which parameter has the name; -1 for none, or for a part of one. */
export function parameterIndex(node: FunctionNode, name: string): number {
  return node.params.findIndex((param) => {
    const own = param.type === "AssignmentPattern" ? param.left : param;
    return own.type === "Identifier" && own.name === name;
  });
}

const elementwise = new Set(["map", "forEach", "flatMap", "filter", "some", "every", "find"]);

/** The list whose elements a function is called with, as `list.map(fn)`. */
export function listOf(node: Node, model: Model): Node | undefined {
  const call = model.parentOf(node);
  if (!isCall(call) || call.arguments[0] !== node || !isMember(call.callee)) return undefined;
  const name = calleeName(call.callee);
  return name !== undefined && elementwise.has(name) ? call.callee.object : undefined;
}
