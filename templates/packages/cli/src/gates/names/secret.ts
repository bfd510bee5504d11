import type { Node } from "@babel/types";
import { calleeName } from "../../syntax/calls.ts";
import { invocationOf } from "../../syntax/invocation.ts";
import type { Model } from "../../syntax/model.ts";
import { isCall, isMember, unwrap, writtenName } from "../../syntax/nodes.ts";
import { originsOf } from "../../syntax/origin.ts";
import { isSecretName } from "./names.ts";

/** Methods and functions whose result is still the secret, in another form. */
const forms = new Set([
  ...[
    "slice",
    "substring",
    "substr",
    "trim",
    "toString",
    "toLowerCase",
    "toUpperCase",
    "replace",
    "replaceAll",
    "split",
    "at",
    "normalize",
  ],
  ...[
    "from",
    "encode",
    "String",
    "concat",
    "padEnd",
    "padStart",
    "encodeURIComponent",
    "decodeURIComponent",
    "btoa",
    "atob",
    "pop",
    "shift",
  ],
]);
/** What gives a value by its name. */
const getters = new Set(["get", "header", "getHeader", "cookie", "getCookie", "param", "query", "getItem"]);
const mostDepth = 8;

/** The name by which an expression is a secret; `undefined` when nothing says that it is one. */
export function secretIn(wrapped: Node, model: Model, depth = mostDepth): string | undefined {
  const node = unwrap(wrapped);
  if (depth === 0) return undefined;
  const inner = (one: Node | null | undefined): string | undefined =>
    one ? secretIn(one, model, depth - 1) : undefined;
  switch (node.type) {
    case "Identifier":
      return isSecretName(node.name) ? node.name : behind(node, model, depth);
    case "MemberExpression":
    case "OptionalMemberExpression": {
      const name = writtenName(node.property, node.computed);
      if (name !== undefined && !/^\d+$/.test(name)) {
        return isSecretName(name) ? name : behind(node, model, depth);
      }
      // A character, or a part.
      return isIndex(node.property) ? inner(node.object) : undefined;
    }
    case "TemplateLiteral":
      return first(node.expressions, inner);
    case "BinaryExpression":
      return node.operator === "+" ? (inner(node.left) ?? inner(node.right)) : undefined;
    case "LogicalExpression":
      return inner(node.left) ?? inner(node.right);
    case "ConditionalExpression":
      return inner(node.consequent) ?? inner(node.alternate);
    case "CallExpression":
    case "OptionalCallExpression":
    case "NewExpression":
      return ofCall(node, model, inner);
    default:
      return undefined;
  }
}

const isIndex = (node: Node): boolean =>
  node.type === "NumericLiteral" ||
  (node.type === "Identifier" && /^(?:[ijkn]|pos|position|index|offset)$/.test(node.name));

/** What a name without a meaning stands for: `const given = headers.get("authorization")`. */
function behind(node: Node, model: Model, depth: number): string | undefined {
  for (const origin of originsOf(node, model)) {
    const last = origin.kind === "named" ? origin.path.split(/[.#]/).at(-1) : origin.path.at(-1);
    if (origin.kind === "named") {
      if (last !== undefined && origin.path.includes("env.") && isSecretName(last)) return last;
    } else if (last !== undefined) {
      if (isSecretName(last)) return last;
      // `[, token] = header.split(" ")`
      if (/^\d+$/.test(last) && origin.path.length === 1 && origin.node !== node) {
        const secret = secretIn(origin.node, model, depth - 1);
        if (secret !== undefined) return secret;
      }
    } else if (origin.node !== node && origin.kind === "expression") {
      const secret = secretIn(origin.node, model, depth - 1);
      if (secret !== undefined) return secret;
    }
  }
  return undefined;
}

function ofCall(node: Node, model: Model, inner: (node: Node) => string | undefined): string | undefined {
  if (!isCall(node)) return undefined;
  const { callee } = node;
  const method = isMember(callee)
    ? calleeName(callee)
    : callee.type === "Identifier"
      ? callee.name
      : undefined;
  const [argument] = node.arguments;
  if (method !== undefined && getters.has(method) && argument?.type === "StringLiteral") {
    return isSecretName(argument.value) ? argument.value : undefined;
  }
  if (method === "digest" && isMember(callee)) return isKeyed(callee.object, model) ? "digest" : undefined;
  if (method === undefined || !forms.has(method)) return undefined;
  return (isMember(callee) ? inner(callee.object) : undefined) ?? first(node.arguments, inner);
}

/** `createHmac("sha256", key).update(body)` */
function isKeyed(node: Node, model: Model, depth = mostDepth): boolean {
  if (depth === 0) return false;
  for (const origin of originsOf(node, model)) {
    if (origin.kind !== "expression") continue;
    if (invocationOf(origin.node, model)?.names.includes("crypto#createHmac")) return true;
    if (!isCall(origin.node) || !isMember(origin.node.callee) || calleeName(origin.node.callee) !== "update")
      continue;
    if (isKeyed(origin.node.callee.object, model, depth - 1)) return true;
  }
  return false;
}

function first(nodes: readonly Node[], look: (node: Node) => string | undefined): string | undefined {
  for (const node of nodes) {
    const found = look(node);
    if (found !== undefined) return found;
  }
  return undefined;
}
