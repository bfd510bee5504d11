import type { Node } from "@babel/types";

export type FunctionNode = Extract<
  Node,
  {
    type:
      | "FunctionDeclaration"
      | "FunctionExpression"
      | "ArrowFunctionExpression"
      | "ObjectMethod"
      | "ClassMethod"
      | "ClassPrivateMethod";
  }
>;
export type ClassNode = Extract<Node, { type: "ClassDeclaration" | "ClassExpression" }>;
export type MemberNode = Extract<Node, { type: "MemberExpression" | "OptionalMemberExpression" }>;
export type CallNode = Extract<Node, { type: "CallExpression" | "OptionalCallExpression" | "NewExpression" }>;

const functions = new Set([
  "FunctionDeclaration",
  "FunctionExpression",
  "ArrowFunctionExpression",
  "ObjectMethod",
  "ClassMethod",
  "ClassPrivateMethod",
]);

export const isFunction = (node: Node | null | undefined): node is FunctionNode =>
  node !== null && node !== undefined && functions.has(node.type);

export const isClass = (node: Node): node is ClassNode =>
  node.type === "ClassDeclaration" || node.type === "ClassExpression";

export const isMember = (node: Node | null | undefined): node is MemberNode =>
  node?.type === "MemberExpression" || node?.type === "OptionalMemberExpression";

export const isCall = (node: Node | null | undefined): node is CallNode =>
  node?.type === "CallExpression" ||
  node?.type === "OptionalCallExpression" ||
  node?.type === "NewExpression";

/** TypeScript's nodes that mean something when the program runs. */
const running = new Set([
  "TSAsExpression",
  "TSSatisfiesExpression",
  "TSNonNullExpression",
  "TSTypeAssertion",
  "TSInstantiationExpression",
  "TSParameterProperty",
  "TSEnumDeclaration",
  "TSEnumBody",
  "TSEnumMember",
  "TSModuleDeclaration",
  "TSModuleBlock",
  "TSExportAssignment",
  "TSImportEqualsDeclaration",
  "TSExternalModuleReference",
]);

/** It is gone when the program runs. */
export function isTypeOnly(node: Node): boolean {
  if (node.type.startsWith("TS")) return !running.has(node.type);
  if (node.type === "ImportDeclaration") return node.importKind === "type";
  return node.type === "ExportNamedDeclaration" && node.exportKind === "type";
}

/** What a wrapper without a meaning of its own stands for: `x!`, `x as T`, `await x`, `(a, x)`. */
export function unwrap(node: Node): Node {
  switch (node.type) {
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSTypeAssertion":
    case "TSInstantiationExpression":
    case "ParenthesizedExpression":
      return unwrap(node.expression);
    case "AwaitExpression":
      return unwrap(node.argument);
    case "SequenceExpression": {
      const last = node.expressions.at(-1);
      return last === undefined ? node : unwrap(last);
    }
    default:
      return node;
  }
}

const notChildren = new Set(["loc", "extra", "errors", "comments", "tokens", "directives"]);

/** The nodes directly below, in the order of the text, without types. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (const [key, value] of Object.entries(node)) {
    if (typeof value !== "object" || value === null || notChildren.has(key)) continue;
    for (const one of Array.isArray(value) ? value : [value]) {
      if (isNode(one) && !isTypeOnly(one)) children.push(one);
    }
  }
  return children;
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";

/** The name of a property where it is written as one: `a.b`, `a["b"]`, `{ b: 1 }`, `a.#b`. */
export function writtenName(key: Node, computed: boolean): string | undefined {
  if (key.type === "PrivateName") return `#${key.id.name}`;
  if (key.type === "StringLiteral") return key.value;
  if (key.type === "NumericLiteral") return String(key.value);
  if (key.type === "Identifier" && !computed) return key.name;
  if (key.type === "TemplateLiteral" && key.expressions.length === 0)
    return key.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}

export const lineOf = (node: Node): number => node.loc?.start.line ?? 1;
