import type { Node } from "@babel/types";
import { lineOf, writtenName } from "../../syntax/nodes.ts";
import type { Source } from "../../verify/source.ts";

/** Where a route is defined, `GET /books/:id`; the app's own file where it cannot be told. */
export function locateRoute(route: string, sources: readonly Source[]): { file: string; line: number } {
  const [method = "", path = ""] = route.split(" ");
  let partial: { file: string; line: number } | undefined;
  for (const { file, nodes, test } of sources) {
    if (test) continue;
    for (const node of nodes) {
      if (node.type === "ObjectExpression") {
        const written = textOf(node, "path");
        // The prefix of a group or a mount is written elsewhere.
        if (written === undefined || textOf(node, "method") !== method) continue;
        if (written === path) return { file, line: lineOf(node) };
        if (path.endsWith(written)) partial ??= { file, line: lineOf(node) };
      } else if (node.type === "CallExpression" && node.callee.type === "MemberExpression") {
        const [first] = node.arguments;
        const called = writtenName(node.callee.property, node.callee.computed);
        if (called === method.toLowerCase() && first?.type === "StringLiteral" && first.value === path) {
          return { file, line: lineOf(node) };
        }
      }
    }
  }
  return partial ?? { file: "src/app.ts", line: 1 };
}

export function propertyValue(
  node: Extract<Node, { type: "ObjectExpression" }>,
  name: string,
): Node | undefined {
  for (const property of node.properties) {
    if (property.type === "SpreadElement" || writtenName(property.key, property.computed) !== name) continue;
    return property.type === "ObjectProperty" ? property.value : property;
  }
  return undefined;
}

function textOf(node: Extract<Node, { type: "ObjectExpression" }>, name: string): string | undefined {
  const value = propertyValue(node, name);
  return value?.type === "StringLiteral" ? value.value : undefined;
}
