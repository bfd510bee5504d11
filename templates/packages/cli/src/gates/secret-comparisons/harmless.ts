import type { Node } from "@babel/types";
import type { Model } from "../../syntax/model.ts";
import { isMember, unwrap, writtenName } from "../../syntax/nodes.ts";
import { originsOf } from "../../syntax/origin.ts";
import { wordsOf } from "../names/names.ts";

const placeholders =
  /^(?:change-?_?me|placeholder|todo|none|null|undefined|unset|default|your[-_ ].*|x+|\*+|redacted|\[redacted\]|bearer|basic|secret|password|token)$/i;

/** Whether comparing with `other` says nothing of a secret. */
export function isHarmless(wrapped: Node, other: Node, secret: string, model: Model): boolean {
  const node = unwrap(wrapped);
  switch (node.type) {
    case "NullLiteral":
    case "BooleanLiteral":
    case "NumericLiteral":
    case "BigIntLiteral":
    case "UnaryExpression":
    case "RegExpLiteral":
    case "ArrowFunctionExpression":
      return true;
    case "Identifier":
      if (node.name === "undefined" || node.name === "NaN") return true;
      break;
    case "StringLiteral":
      return !looksLikeCredential(node.value, secret);
    case "TemplateLiteral":
      if (node.expressions.length === 0) return !looksLikeCredential(node.quasis[0]?.value.raw ?? "", secret);
      break;
  }
  if (isEnumMember(node) || isSize(node)) return true;
  const constant = constantText(node, model);
  if (constant !== undefined) return !looksLikeCredential(constant, secret);
  return areOneInput(node, unwrap(other), model);
}

/** A constant under a name: `const PLACEHOLDER = "changeme"`. */
function constantText(node: Node, model: Model): string | undefined {
  if (node.type !== "Identifier") return undefined;
  const [origin, ...more] = originsOf(node, model);
  if (more.length > 0 || origin?.kind !== "expression" || origin.path.length > 0) return undefined;
  return origin.node.type === "StringLiteral" ? origin.node.value : undefined;
}

/** A word of a grammar is no credential: `token === "("`, `token === "return"`. */
function looksLikeCredential(text: string, secret: string): boolean {
  if (text.length < 4 || placeholders.test(text)) return false;
  return !wordsOf(secret).includes("token") || /\d/.test(text) || text.length >= 12;
}

/** `Token.Plus`, `SyntaxKind.CommaToken` */
function isEnumMember(node: Node): boolean {
  if (!isMember(node) || node.object.type !== "Identifier") return false;
  const name = writtenName(node.property, node.computed);
  return /^[A-Z][a-z]/.test(node.object.name) && name !== undefined && /^[A-Z]/.test(name);
}

function isSize(node: Node): boolean {
  const name = isMember(node) ? writtenName(node.property, node.computed) : undefined;
  return name === "length" || name === "byteLength" || name === "size";
}

/** Two fields of what one caller sent, such as a password and its confirmation. */
function areOneInput(a: Node, b: Node, model: Model): boolean {
  const [one, two] = [inputOf(a, model), inputOf(b, model)];
  return one !== undefined && one === two;
}

const inputs = /^(?:body|input|form|values|data|query|payload)$/i;

/** The binding or the expression whose direct field this is. */
function inputOf(node: Node, model: Model): unknown {
  if (isMember(node)) {
    const owner = unwrap(node.object);
    if (owner.type === "Identifier")
      return inputs.test(owner.name) ? (model.bindingOf(owner) ?? owner.name) : undefined;
    if (!isMember(owner)) return undefined;
    const name = writtenName(owner.property, owner.computed);
    return name !== undefined && inputs.test(name) && owner.object.type === "Identifier"
      ? (model.bindingOf(owner.object) ?? owner.object.name)
      : undefined;
  }
  if (node.type !== "Identifier") return undefined;
  const binding = model.bindingOf(node);
  const [source, ...more] = binding?.values ?? [];
  if (source === undefined) return undefined;
  if (more.length > 0 || source.path.length !== 1 || source.from.type !== "Identifier") return undefined;
  return inputs.test(source.from.name) ? (model.bindingOf(source.from) ?? source.from.name) : undefined;
}
