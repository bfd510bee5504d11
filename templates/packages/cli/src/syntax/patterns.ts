import type { Node } from "@babel/types";
import type { ValueSource } from "./binding.ts";
import { writtenName } from "./nodes.ts";

export interface PatternTarget {
  /** An identifier, or a member expression that is assigned to. */
  readonly target: Node;
  readonly sources: readonly ValueSource[];
  /** It is a part that no path names. */
  readonly partial: boolean;
}

/** Each name in a pattern with what it is set to, defaults included. */
export function targetsOf(pattern: Node, sources: readonly ValueSource[], partial = false): PatternTarget[] {
  const into = (name: string | undefined): ValueSource[] =>
    name === undefined ? [] : sources.map(({ from, path }) => ({ from, path: [...path, name] }));
  switch (pattern.type) {
    case "AssignmentPattern":
      return targetsOf(pattern.left, [...sources, { from: pattern.right, path: [] }], partial);
    case "ObjectPattern":
      return pattern.properties.flatMap((property) => {
        if (property.type === "RestElement") return targetsOf(property.argument, sources, true);
        const name = writtenName(property.key, property.computed);
        return targetsOf(property.value, into(name), partial || name === undefined);
      });
    case "ArrayPattern":
      return pattern.elements.flatMap((element, index) => {
        if (element === null) return [];
        if (element.type === "RestElement") return targetsOf(element.argument, [], true);
        return targetsOf(element, into(String(index)), partial);
      });
    case "RestElement":
      return targetsOf(pattern.argument, [], true);
    case "TSParameterProperty":
      return targetsOf(pattern.parameter, sources, partial);
    default:
      return [{ target: pattern, sources, partial }];
  }
}
