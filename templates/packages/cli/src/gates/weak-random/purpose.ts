import type { Node } from "@babel/types";
import { calleeName } from "../../syntax/calls.ts";
import type { Model } from "../../syntax/model.ts";
import { type CallNode, isCall, isFunction, isMember, writtenName } from "../../syntax/nodes.ts";
import { constantOf } from "../../syntax/text.ts";

/** What becomes of a value. */
export interface Purpose {
  /** What it is put into: variables, properties, functions that return it, headers. */
  readonly names: string[];
  /** It becomes characters, as an identifier's. */
  text: boolean;
}

/** Calls whose result is still the value that they were given, in another form. */
const forms = new Set([
  ...["floor", "round", "ceil", "trunc", "abs", "min", "max", "imul"],
  ...["String", "Number", "BigInt", "parseInt", "parseFloat", "btoa", "encodeURIComponent", "from", "of"],
  ...[
    "update",
    "concat",
    "replace",
    "replaceAll",
    "stringify",
    "createHash",
    "hash",
    "md5",
    "sha1",
    "sha256",
    "fill",
    "fromCharCode",
    "sign",
  ],
]);
/** Methods of the value itself. */
const ownMethods = new Set([
  ...[
    "toString",
    "toFixed",
    "toPrecision",
    "slice",
    "substring",
    "substr",
    "split",
    "padStart",
    "padEnd",
    "replace",
  ],
  ...[
    "replaceAll",
    "join",
    "trim",
    "toUpperCase",
    "toLowerCase",
    "concat",
    "digest",
    "reverse",
    "map",
    "at",
    "valueOf",
  ],
]);
const comparisons = new Set(["<", ">", "<=", ">=", "==", "===", "!=", "!==", "in", "instanceof"]);
const mostSteps = 60;

/** Follows a value to what it is for. */
export function purposeOf(start: Node, model: Model): Purpose {
  const purpose: Purpose = { names: [], text: false };
  const seen = new Set<Node>();
  let steps = mostSteps;

  function follow(node: Node): void {
    const parent = model.parentOf(node);
    if (parent === undefined || seen.has(node) || steps === 0) return;
    seen.add(node);
    steps -= 1;
    if (isMember(parent)) followMember(node, parent);
    else if (isCall(parent)) followArgument(node, parent);
    else if (isFunction(parent)) followReturn(parent);
    else followPlain(node, parent);
  }

  function followPlain(node: Node, parent: Node): void {
    switch (parent.type) {
      case "BinaryExpression":
        if (!comparisons.has(parent.operator)) follow(parent);
        return;
      case "ConditionalExpression":
        if (parent.test !== node) follow(parent);
        return;
      case "VariableDeclarator":
        if (parent.id.type === "Identifier") followBinding(parent.id);
        return;
      case "AssignmentExpression":
        if (parent.left.type === "Identifier") followBinding(parent.left);
        else if (isMember(parent.left)) name(writtenName(parent.left.property, parent.left.computed));
        return;
      case "AssignmentPattern":
        if (parent.left.type === "Identifier") followBinding(parent.left);
        return;
      case "ObjectProperty":
      case "ClassProperty":
      case "ClassPrivateProperty":
        if (parent.value === node)
          name(writtenName(parent.key, "computed" in parent && parent.computed === true));
        return;
      case "ReturnStatement": {
        for (let one = model.parentOf(parent); one; one = model.parentOf(one)) {
          if (!isFunction(one)) continue;
          followReturn(one);
          return;
        }
        return;
      }
      case "TemplateLiteral":
      case "UnaryExpression":
      case "LogicalExpression":
      case "SequenceExpression":
      case "ArrayExpression":
      case "SpreadElement":
      case "AwaitExpression":
      case "TSAsExpression":
      case "TSNonNullExpression":
      case "TSSatisfiesExpression":
        follow(parent);
        return;
      default:
        return;
    }
  }

  function followMember(node: Node, parent: Extract<Node, { property: unknown; object: unknown }>): void {
    if (!isMember(parent)) return;
    if (parent.object !== node) {
      // An index: a character of an alphabet is text, an element of a list is a choice.
      if (isAlphabet(parent.object)) purpose.text = true;
      return;
    }
    const call = model.parentOf(parent);
    const method = calleeName(parent);
    if (!isCall(call) || call.callee !== parent || method === undefined || !ownMethods.has(method)) return;
    if (method === "toString" && call.arguments.length > 0) {
      const base = call.arguments[0];
      if (base?.type === "NumericLiteral" && base.value !== 10) purpose.text = true;
    }
    follow(call);
  }

  function followArgument(node: Node, call: CallNode): void {
    const { callee } = call;
    if (callee === node) return;
    const called = isMember(callee)
      ? calleeName(callee)
      : callee.type === "Identifier"
        ? callee.name
        : undefined;
    if (called === "charAt" && isMember(callee)) purpose.text = true;
    if (called !== undefined && forms.has(called)) {
      follow(call);
      return;
    }
    // `setCookie("session", value)`, `tokens.add(value)`, `signToken(value)`
    name(called);
    if (isMember(callee) && callee.object.type === "Identifier" && (called === "push" || called === "add")) {
      followBinding(callee.object);
    }
    for (const argument of call.arguments) {
      if (argument !== node && argument.type === "StringLiteral") name(argument.value);
    }
  }

  /** The function's own name says what it makes, and so does what its calls are put into. */
  function followReturn(node: Node): void {
    if (!isFunction(node)) return;
    if (node.type === "ObjectMethod" || node.type === "ClassMethod" || node.type === "ClassPrivateMethod") {
      name(writtenName(node.key, "computed" in node && node.computed === true));
      return;
    }
    if (node.type === "FunctionDeclaration") {
      if (node.id) followCalls(node.id);
      return;
    }
    const parent = model.parentOf(node);
    if (parent?.type === "VariableDeclarator" && parent.id.type === "Identifier") followCalls(parent.id);
    else if (isCall(parent)) followCallback(parent, node);
    else if (parent?.type === "ObjectProperty") name(writtenName(parent.key, parent.computed));
  }

  /** `Array.from({ length: 8 }, () => value)`, `text.replace(/x/g, () => value)`, `list.map(() => value)` */
  function followCallback(call: CallNode, node: Node): void {
    if (call.callee === node) {
      follow(call);
      return;
    }
    const called = isMember(call.callee) ? calleeName(call.callee) : undefined;
    if (called !== undefined && (forms.has(called) || called === "map")) follow(call);
    for (const argument of call.arguments) if (argument.type === "StringLiteral") name(argument.value);
  }

  function followCalls(identifier: Extract<Node, { type: "Identifier" }>): void {
    name(identifier.name);
    for (const reference of model.bindingOf(identifier)?.references ?? []) {
      const call = model.parentOf(reference);
      if (isCall(call) && call.callee === reference) follow(call);
    }
  }

  function followBinding(identifier: Extract<Node, { type: "Identifier" }>): void {
    name(identifier.name);
    for (const reference of model.bindingOf(identifier)?.references ?? []) follow(reference);
  }

  function name(one: string | undefined): void {
    if (one !== undefined) purpose.names.push(one);
  }

  function isAlphabet(object: Node): boolean {
    const text = constantOf(object, model);
    if (text !== undefined) return text.length >= 10 && !text.includes(" ");
    return (
      object.type === "Identifier" &&
      /^(?:alphabet|chars?|characters|charset|letters|digits)$/i.test(object.name)
    );
  }

  follow(start);
  return purpose;
}
