import type { Expression, Node } from "@babel/types";
import { lineOf, unwrap, writtenName } from "../../syntax/nodes.ts";

/** One value of a JSON file, with the way to it. */
export interface JsonEntry {
  /** `tasks.0.runOptions.runOn` */
  readonly path: string;
  /** `undefined` for an object or a list. */
  readonly value: string | number | boolean | null | undefined;
  readonly line: number;
}

/** Every value of a JSON file with comments and trailing commas, as editors read it; `undefined` when it is none. */
export async function jsonEntries(text: string): Promise<JsonEntry[] | undefined> {
  const { parseProgram } = await import("../../syntax/parse.ts");
  // JSON with comments is an expression.
  const root = parseProgram("settings.js", `(${text.replace(/^\ufeff/, "")}\n)`);
  const [statement] = root?.program.body ?? [];
  if (statement?.type !== "ExpressionStatement") return undefined;
  const entries: JsonEntry[] = [];
  collect(statement.expression, [], entries);
  return entries;
}

function collect(wrapped: Expression | Node, path: readonly string[], entries: JsonEntry[]): void {
  const node = unwrap(wrapped);
  const add = (value: JsonEntry["value"]): void =>
    void entries.push({ path: path.join("."), value, line: lineOf(node) });
  switch (node.type) {
    case "ObjectExpression":
      add(undefined);
      for (const property of node.properties) {
        if (property.type !== "ObjectProperty") continue;
        const key = writtenName(property.key, property.computed);
        if (key !== undefined) collect(property.value, [...path, key], entries);
      }
      return;
    case "ArrayExpression":
      add(undefined);
      for (const [index, element] of node.elements.entries())
        if (element) collect(element, [...path, String(index)], entries);
      return;
    case "StringLiteral":
    case "NumericLiteral":
    case "BooleanLiteral":
      add(node.value);
      return;
    case "NullLiteral":
      add(null);
      return;
  }
}
