import type { Node } from "@babel/types";
import { returnedBy } from "../../syntax/calls.ts";
import { isFunction, lineOf, unwrap } from "../../syntax/nodes.ts";
import { originsOf } from "../../syntax/origin.ts";
import { constantOf } from "../../syntax/text.ts";
import type { Finding } from "../../verify/gate.ts";
import type { Source } from "../../verify/source.ts";
import { propertyValue } from "../names/locate-route.ts";

const empty =
  /^(?:todo|fixme|tbd|n\/?a|none|any|all|ok|yes|fine|allowed?|public|later|temporary|temp|test|reason|because|why|x+|\W*)\W*$/i;
const leastLetters = 8;

/** `authorize` that lets everyone pass without saying why. */
export function emptyDecisions({ file, nodes, model }: Source): Finding[] {
  return nodes.flatMap((node) => {
    if (node.type !== "ObjectExpression") return [];
    const authorize = propertyValue(node, "authorize");
    if (authorize === undefined || propertyValue(node, "path") === undefined) return [];
    return decisionsOf(authorize, model).flatMap((decision) =>
      judge(decision, file, lineOf(authorize), model),
    );
  });
}

function decisionsOf(node: Node, model: Source["model"]): Node[] {
  return originsOf(node, model).flatMap((origin) =>
    origin.kind === "expression" && origin.path.length === 0 ? origin.node : [],
  );
}

function judge(decision: Node, file: string, line: number, model: Source["model"]): Finding[] {
  const check = decision.type === "ObjectExpression" ? propertyValue(decision, "check") : decision;
  const checks = check === undefined ? [] : check === decision ? [check] : decisionsOf(check, model);
  if (checks.some((one) => isFunction(one) && isTrue(returnedBy(one)))) {
    return [
      finding(
        file,
        line,
        "always-true",
        "This authorize is true for every caller and every object",
        'Check the object, or say authorize: { any: "why" }.',
      ),
    ];
  }
  if (decision.type !== "ObjectExpression") return [];
  const reason = propertyValue(decision, "any");
  const text = reason && constantOf(reason, model);
  if (
    text === undefined ||
    !(empty.test(text.trim()) || text.replace(/[^\p{L}]/gu, "").length < leastLetters)
  )
    return [];
  return [
    finding(
      file,
      line,
      "no-reason",
      "authorize: { any } has no reason that says something",
      "Say why every authenticated caller may touch every object.",
    ),
  ];
}

const isTrue = (node: Node | undefined): boolean => {
  const value = node && unwrap(node);
  return value?.type === "BooleanLiteral" && value.value;
};

const finding = (file: string, line: number, rule: string, message: string, fix: string): Finding => ({
  file,
  line,
  rule,
  message: `${message}.`,
  why: "It looks like a decision and is none: every authenticated caller reaches every object by its id.",
  fix,
});
