import type { Node } from "@babel/types";
import type { ValueSource } from "./binding.ts";
import { type ClassNode, writtenName } from "./nodes.ts";

/** What the fields, methods and parameter properties of a class are declared as, by name. */
export function membersOf(node: ClassNode): Map<string, ValueSource[]> {
  const known = new Map<string, ValueSource[]>();
  const add = (name: string | undefined, from: Node): void => {
    if (name !== undefined) known.set(name, [...(known.get(name) ?? []), { from, path: [] }]);
  };
  for (const member of node.body.body) {
    const computed = "computed" in member && member.computed === true;
    switch (member.type) {
      case "ClassProperty":
      case "ClassPrivateProperty":
      case "ClassAccessorProperty":
        if (member.value) add(writtenName(member.key, computed), member.value);
        break;
      case "ClassMethod":
      case "ClassPrivateMethod":
        add(writtenName(member.key, computed), member);
        for (const param of member.params) {
          if (param.type !== "TSParameterProperty") continue;
          const { parameter } = param;
          const name = parameter.type === "Identifier" ? parameter : parameter.left;
          if (name.type === "Identifier") add(name.name, name);
        }
        break;
    }
  }
  return known;
}
