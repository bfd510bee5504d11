import type { Node } from "@babel/types";
import type { Model } from "./model.ts";
import { type MemberNode, unwrap, writtenName } from "./nodes.ts";

/** `b` of `a.b`, `a["b"]` and `a[key]` where `key` is constant. */
export function memberName(node: MemberNode, model: Model): string | undefined {
  const written = writtenName(node.property, node.computed);
  if (written !== undefined || !node.computed) return written;
  const property = unwrap(node.property);
  if (property.type === "BinaryExpression" || property.type === "TemplateLiteral")
    return joined(property, model);
  if (property.type !== "Identifier") return undefined;
  const [source, ...more] = model.bindingOf(property)?.values ?? [];
  if (source === undefined || more.length > 0 || source.path.length > 0) return undefined;
  return joined(source.from, model);
}

/** A text that is put together from literals alone. */
export function joined(node: Node, model: Model): string | undefined {
  if (node.type === "StringLiteral") return node.value;
  if (node.type === "BinaryExpression" && node.operator === "+") {
    const [left, right] = [joined(node.left, model), joined(node.right, model)];
    return left === undefined || right === undefined ? undefined : left + right;
  }
  return writtenName(node, true);
}
