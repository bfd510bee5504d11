import type { Identifier, ImportDeclaration, Node, VariableDeclaration } from "@babel/types";
import type { ValueSource } from "./binding.ts";
import { type ClassNode, isClass, isTypeOnly } from "./nodes.ts";

type ParentOf = (node: Node) => Node | undefined;

export function enclosingClass(node: Node, parentOf: ParentOf): ClassNode | undefined {
  for (let one = parentOf(node); one; one = parentOf(one)) if (isClass(one)) return one;
  return undefined;
}

/** It names a value, not a property, a label or what is declared. */
export function isReference(node: Identifier, parent: Node | undefined): boolean {
  if (parent === undefined || isTypeOnly(parent)) return false;
  switch (parent.type) {
    case "MemberExpression":
    case "OptionalMemberExpression":
      return parent.object === node || parent.computed === true;
    case "ObjectProperty":
    case "ObjectMethod":
    case "ClassMethod":
    case "ClassProperty":
    case "ClassAccessorProperty":
      return parent.computed === true || ("value" in parent && parent.value === node);
    case "PrivateName":
    case "MetaProperty":
    case "LabeledStatement":
    case "BreakStatement":
    case "ContinueStatement":
    case "ImportSpecifier":
    case "ImportDefaultSpecifier":
    case "ImportNamespaceSpecifier":
    case "ExportNamespaceSpecifier":
    case "TSEnumMember":
      return false;
    case "ExportSpecifier":
      return parent.local === node;
    default:
      return true;
  }
}

/** What the variable of a loop is set to. */
export function loopSource(
  loop: Node | undefined,
  declaration: VariableDeclaration,
): ValueSource | undefined {
  if (loop?.type === "ForOfStatement" && loop.left === declaration) return { from: loop.right, path: ["*"] };
  // The keys of an object: the statement itself stands for what nobody knows.
  if (loop?.type === "ForInStatement" && loop.left === declaration) return { from: loop, path: [] };
  return undefined;
}

/** What the module calls it: `*` for all of it. */
export function importedName(specifier: ImportDeclaration["specifiers"][number]): string {
  if (specifier.type === "ImportNamespaceSpecifier") return "*";
  if (specifier.type === "ImportDefaultSpecifier") return "default";
  const { imported } = specifier;
  return imported.type === "Identifier" ? imported.name : imported.value;
}
