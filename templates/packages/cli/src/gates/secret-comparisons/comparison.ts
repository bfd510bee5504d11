import type { Node } from "@babel/types";
import { calleeName } from "../../syntax/calls.ts";
import { invocationOf } from "../../syntax/invocation.ts";
import type { Model } from "../../syntax/model.ts";
import { isCall, isMember, unwrap, writtenName } from "../../syntax/nodes.ts";
import { originsOf } from "../../syntax/origin.ts";
import { constantOf } from "../../syntax/text.ts";

export interface Comparison {
  readonly rule: "equality" | "switch" | "prefix" | "list" | "buffer";
  /** As a person would call it: `===`. */
  readonly how: string;
  readonly pairs: readonly (readonly [Node, Node])[];
}

const operators = new Set(["===", "==", "!==", "!="]);
const functions = new Set([
  "Object.is",
  "Buffer.compare",
  "buffer#Buffer.compare",
  "util#isDeepStrictEqual",
  "lodash#isEqual",
  "lodash.isequal#",
]);
const prefixes = new Set(["startsWith", "endsWith"]);
const ofBuffers = new Set(["equals", "compare", "localeCompare"]);
const ofLists = new Set(["includes", "indexOf", "lastIndexOf"]);

/** What a node compares, when it does so with an end at the first difference. */
export function comparisonOf(node: Node, model: Model): Comparison | undefined {
  if (node.type === "BinaryExpression" && operators.has(node.operator)) {
    return { rule: "equality", how: node.operator, pairs: [[node.left, node.right]] };
  }
  if (node.type === "SwitchStatement") {
    const { discriminant } = node;
    const pairs = node.cases.flatMap(({ test }) => (test ? [[discriminant, test] as const] : []));
    return { rule: "switch", how: "switch", pairs };
  }
  return isCall(node) ? ofCall(node, model) : undefined;
}

function ofCall(node: Extract<Node, { arguments: unknown }>, model: Model): Comparison | undefined {
  if (!isCall(node)) return undefined;
  const invocation = invocationOf(node, model);
  const named = invocation?.names.find((name) => functions.has(name));
  const [a, b] = invocation?.args ?? [];
  if (named !== undefined && a && b) {
    return {
      rule: named.includes("compare") ? "buffer" : "equality",
      how: named.replace(/^.*#(?=.)/, ""),
      pairs: [[a, b]],
    };
  }
  if (!isMember(node.callee) || a === undefined) return undefined;
  const method = calleeName(node.callee) ?? "";
  const pairs = [[node.callee.object, a] as const];
  // A constant asks of what kind it is: "Bearer ", "sk_live_".
  if (prefixes.has(method))
    return constantOf(a, model) === undefined ? { rule: "prefix", how: `${method}()`, pairs } : undefined;
  if (ofBuffers.has(method)) return { rule: "buffer", how: `${method}()`, pairs };
  if (ofLists.has(method) && isList(node.callee.object, model))
    return { rule: "list", how: `${method}()`, pairs: [[a, node.callee.object]] };
  return undefined;
}

/** `includes` of a text asks what is in it; of a list, which one it is. */
function isList(node: Node, model: Model): boolean {
  const own = unwrap(node);
  const name =
    own.type === "Identifier"
      ? own.name
      : isMember(own)
        ? writtenName(own.property, own.computed)
        : undefined;
  if (name !== undefined && /[a-z]s$/i.test(name)) return true;
  return originsOf(node, model).some(
    (origin) => origin.kind === "expression" && origin.node.type === "ArrayExpression",
  );
}
