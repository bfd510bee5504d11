import type { Node } from "@babel/types";
import { calleeName } from "./calls.ts";
import type { Model } from "./model.ts";
import { type CallNode, isCall, isMember } from "./nodes.ts";
import { namesOf, originsOf } from "./origin.ts";

/** A call, with what is called by its names. */
export interface Invocation {
  readonly names: readonly string[];
  /** Those that are written one by one; a spread ends them. */
  readonly args: readonly Node[];
  /** There is a spread behind them. */
  readonly more: boolean;
}

const known = new WeakMap<Node, Invocation>();

/** What a node calls, through `call`, `apply` and `Reflect.apply` too; `undefined` when it is no call. */
export function invocationOf(node: Node, model: Model): Invocation | undefined {
  if (!isCall(node) || node.callee.type === "Import" || node.callee.type === "Super") return undefined;
  const invocation = known.get(node) ?? invoked(node, model);
  known.set(node, invocation);
  return invocation;
}

function invoked(node: CallNode, model: Model): Invocation {
  const { args, more } = listed(node.arguments);
  const { callee } = node;
  if (isMember(callee) && callee.object.type !== "Super") {
    const name = calleeName(callee);
    if (name === "call") return { names: namesOf(callee.object, model), args: args.slice(1), more };
    if (name === "apply") {
      const names = namesOf(callee.object, model);
      if (names.includes("Reflect"))
        return { names: args[0] ? namesOf(args[0], model) : [], ...applied(args[2], model) };
      return { names, ...applied(args[1], model) };
    }
  }
  return { names: namesOf(callee, model), args, more };
}

function applied(list: Node | undefined, model: Model): { args: Node[]; more: boolean } {
  const [origin] = list ? originsOf(list, model) : [];
  if (origin?.kind !== "expression" || origin.node.type !== "ArrayExpression")
    return { args: [], more: true };
  return listed(origin.node.elements);
}

function listed(nodes: readonly (Node | null)[]): { args: Node[]; more: boolean } {
  const end = nodes.findIndex(
    (node) => !node || node.type === "SpreadElement" || node.type === "ArgumentPlaceholder",
  );
  const args = (end < 0 ? nodes : nodes.slice(0, end)).flatMap((node) => node ?? []);
  return { args, more: end >= 0 };
}

/** The value of a property where an object is written, or found behind a name. `undefined` when it is not there. */
export function propertyOf(node: Node, name: string, model: Model): Node | undefined {
  for (const origin of originsOf(node, model)) {
    if (origin.kind !== "expression" || origin.path.length > 0 || origin.node.type !== "ObjectExpression")
      continue;
    for (const property of origin.node.properties) {
      if (property.type !== "ObjectProperty" || property.computed) continue;
      const { key } = property;
      if (
        (key.type === "Identifier" && key.name === name) ||
        (key.type === "StringLiteral" && key.value === name)
      ) {
        return property.value;
      }
    }
  }
  return undefined;
}
