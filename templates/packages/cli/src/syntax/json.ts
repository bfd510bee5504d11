import type { Node } from "@babel/types";
import type { DataFault, DataValue } from "./data.ts";
import { lineOf, writtenName } from "./nodes.ts";

/**
 * A JSON file with its places, comments and trailing commas let pass, as the package managers that write them do. A key that
 * stands twice is a fault: which of the two counts, no two readers agree on.
 */
export async function parseJson(text: string): Promise<DataValue | DataFault> {
  const { parseProgram } = await import("./parse.ts");
  const before = "(";
  // JSON with comments is an expression.
  const root = parseProgram("data.js", `${before}${text.replace(/^\ufeff/, " ")}\n)`);
  const [statement, ...more] = root?.program.body ?? [];
  if (statement?.type !== "ExpressionStatement" || more.length > 0) {
    return { fault: "The file is no JSON.", line: 1 };
  }
  try {
    return convert(statement.expression, before.length);
  } catch (error) {
    if (error instanceof NoData) return { fault: error.message, line: error.line };
    throw error;
  }
}

class NoData extends Error {
  readonly line: number;
  constructor(message: string, node: Node) {
    super(message);
    this.line = lineOf(node);
  }
}

function convert(node: Node, shift: number): DataValue {
  const place = { line: lineOf(node), start: (node.start ?? 0) - shift, end: (node.end ?? 0) - shift };
  switch (node.type) {
    case "ObjectExpression": {
      const entries = new Map<string, DataValue>();
      for (const property of node.properties) {
        const key =
          property.type === "ObjectProperty" && !property.computed && !property.shorthand
            ? writtenName(property.key, false)
            : undefined;
        if (property.type !== "ObjectProperty" || key === undefined)
          throw new NoData("This is no JSON.", property);
        if (entries.has(key)) throw new NoData(`The key ${JSON.stringify(key)} stands twice.`, property);
        entries.set(key, convert(property.value, shift));
      }
      return { ...place, entries };
    }
    case "ArrayExpression":
      return {
        ...place,
        items: node.elements.map((element) => {
          if (element === null) throw new NoData("This is no JSON.", node);
          return convert(element, shift);
        }),
      };
    case "StringLiteral":
    case "BooleanLiteral":
    case "NumericLiteral":
      return { ...place, text: String(node.value) };
    case "NullLiteral":
      return { ...place, text: "" };
    case "UnaryExpression":
      if (node.operator === "-" && node.argument.type === "NumericLiteral")
        return { ...place, text: `-${node.argument.value}` };
  }
  throw new NoData("This is no JSON.", node);
}
