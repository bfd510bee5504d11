import type { Node } from "@babel/types";
import { calleeName, callsOf, listOf, parameterIndex } from "./calls.ts";
import type { Model } from "./model.ts";
import { isCall, isFunction, isMember, unwrap } from "./nodes.ts";
import { namesOf, originsOf } from "./origin.ts";

/** A text as it is put together: what is written, and the expressions between whose value nobody knows. */
export type Text = readonly (string | Node)[];

const mostTexts = 16;
const mostDepth = 12;

/** Every text that an expression may be. What is not known is in it as the expression. */
export function textsOf(node: Node, model: Model): Text[] {
  return collect(node, model, mostDepth, new Set()).map(merge);
}

/** The one text that an expression always is. */
export function constantOf(node: Node, model: Model): string | undefined {
  const [text, ...more] = textsOf(node, model);
  const [part, ...parts] = text ?? [];
  return more.length === 0 && parts.length === 0 && typeof part === "string" ? part : undefined;
}

function collect(wrapped: Node, model: Model, depth: number, seen: ReadonlySet<Node>): Text[] {
  const node = unwrap(wrapped);
  if (depth === 0 || seen.has(node)) return [[node]];
  const again = (inner: Node): Text[] => collect(inner, model, depth - 1, new Set([...seen, node]));
  switch (node.type) {
    case "StringLiteral":
      return [[node.value]];
    case "NumericLiteral":
    case "BooleanLiteral":
      return [[String(node.value)]];
    case "TemplateLiteral":
      return join(
        node.quasis.flatMap((quasi, index) => {
          const expression = node.expressions[index];
          const text: Text[] = [[quasi.value.cooked ?? quasi.value.raw]];
          return expression === undefined ? [text] : [text, again(expression)];
        }),
      );
    case "BinaryExpression":
      return node.operator === "+" ? join([again(node.left), again(node.right)]) : [[node]];
    case "ConditionalExpression":
      return [...again(node.consequent), ...again(node.alternate)].slice(0, mostTexts);
    case "LogicalExpression":
      return [...again(node.left), ...again(node.right)].slice(0, mostTexts);
    case "Identifier":
    case "MemberExpression":
    case "OptionalMemberExpression":
      return valuesOf(node, model, again);
    case "CallExpression":
    case "OptionalCallExpression":
      return ofCall(node, model, again) ?? [[node]];
    default:
      return [[node]];
  }
}

function valuesOf(node: Node, model: Model, again: (node: Node) => Text[]): Text[] {
  const handedIn = node.type === "Identifier" ? argumentsOf(node, model) : undefined;
  if (handedIn !== undefined) return handedIn.flatMap(again).slice(0, mostTexts);
  return originsOf(node, model)
    .flatMap((origin) =>
      origin.kind === "expression" && origin.path.length === 0 && origin.node !== node
        ? again(origin.node)
        : [[node]],
    )
    .slice(0, mostTexts);
}

/** What a parameter may be, where every call of its function is in sight. */
function argumentsOf(node: Extract<Node, { type: "Identifier" }>, model: Model): Node[] | undefined {
  const binding = model.bindingOf(node);
  const owner = binding?.declaration;
  if (binding?.kind !== "parameter" || !isFunction(owner)) return undefined;
  const index = parameterIndex(owner, binding.name);
  if (index < 0) return undefined;
  const list = index === 0 ? listOf(owner, model) : undefined;
  if (list !== undefined) return elementsOf(list, model);
  const calls = callsOf(owner, model);
  const values = binding.values.map(({ from }) => from);
  const handed = calls?.map((call) => call.arguments[index]);
  if (handed === undefined) return undefined;
  const present = handed.flatMap((argument) =>
    argument && argument.type !== "SpreadElement" && argument.type !== "ArgumentPlaceholder"
      ? [argument]
      : [],
  );
  const spread = handed.some((argument) => argument?.type === "SpreadElement");
  return spread ? undefined : [...present, ...values];
}

function elementsOf(list: Node, model: Model): Node[] | undefined {
  const elements: Node[] = [];
  for (const origin of originsOf(list, model)) {
    if (origin.kind !== "expression" || origin.path.length > 0 || origin.node.type !== "ArrayExpression")
      return undefined;
    for (const element of origin.node.elements) {
      if (!element || element.type === "SpreadElement") return undefined;
      elements.push(element);
    }
  }
  return elements;
}

/** `String(x)`, `x.toString()`, `a.concat(b)`, `[a, b].join("")` */
function ofCall(node: Node, model: Model, again: (node: Node) => Text[]): Text[] | undefined {
  if (!isCall(node)) return undefined;
  const given = node.arguments.flatMap((argument) =>
    argument.type === "SpreadElement" || argument.type === "ArgumentPlaceholder" ? [] : [argument],
  );
  if (given.length !== node.arguments.length) return undefined;
  const [first] = given;
  if (!isMember(node.callee)) {
    return first && namesOf(node.callee, model).includes("String") ? again(first) : undefined;
  }
  const name = calleeName(node.callee);
  const { object } = node.callee;
  if (name === "toString" || name === "trim") return again(object);
  if (name === "concat") {
    const own = again(object);
    return join([own, ...given.map(again)]);
  }
  if (name !== "join" || first === undefined) return undefined;
  const elements = elementsOf(object, model);
  const [separator] = again(first);
  if (elements === undefined || separator === undefined) return undefined;
  return join(
    elements.flatMap((element, index) => (index === 0 ? [again(element)] : [[separator], again(element)])),
  );
}

/** Every way of putting one text of each behind the other. */
function join(parts: readonly Text[][]): Text[] {
  return parts.reduce<Text[]>(
    (texts, next) => texts.flatMap((text) => next.map((end) => [...text, ...end])).slice(0, mostTexts),
    [[]],
  );
}

function merge(text: Text): Text {
  const merged: (string | Node)[] = [];
  for (const part of text) {
    const last = merged.at(-1);
    if (typeof part === "string" && typeof last === "string") merged[merged.length - 1] = last + part;
    else if (part !== "" || text.length === 1) merged.push(part);
  }
  return merged;
}
