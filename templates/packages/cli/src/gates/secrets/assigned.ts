import type { Node } from "@babel/types";
import { isMember, lineOf, unwrap, writtenName } from "../../syntax/nodes.ts";
import { originsOf } from "../../syntax/origin.ts";
import { constantOf } from "../../syntax/text.ts";
import type { Source } from "../../verify/source.ts";
import { isSecretName } from "../names/names.ts";
import { type FoundSecret, lineAt } from "./formats.ts";
import { looksRandom } from "./placeholder.ts";

/** Long random constants under a secret's name, in a program. */
export function assignedInProgram(source: Source): FoundSecret[] {
  if (source.test) return [];
  const lines = new Map<number, FoundSecret>();
  for (const node of source.nodes) {
    const [name, value] = assignment(node) ?? [];
    if (name === undefined || !value || !isSecretName(name)) continue;
    if (textsIn(value, source).some(looksRandom)) lines.set(lineOf(value), found(lineOf(value), name));
  }
  return [...lines.values()];
}

function assignment(node: Node): readonly [string | undefined, Node | null | undefined] | undefined {
  switch (node.type) {
    case "VariableDeclarator":
      return [node.id.type === "Identifier" ? node.id.name : undefined, node.init];
    case "AssignmentExpression":
      return [nameOf(node.left), node.right];
    case "AssignmentPattern":
      return [nameOf(node.left), node.right];
    case "ObjectProperty":
    case "ClassProperty":
    case "ClassPrivateProperty":
      return [writtenName(node.key, "computed" in node && node.computed === true), node.value];
    case "LogicalExpression":
      // `process.env.TOKEN ?? "…"`
      return [nameOf(node.left), node.right];
    default:
      return undefined;
  }
}

function nameOf(wrapped: Node): string | undefined {
  const node = unwrap(wrapped);
  if (node.type === "Identifier") return node.name;
  return isMember(node) ? writtenName(node.property, node.computed) : undefined;
}

/** The constants that a value may be, where it stands. A name is judged where it is set. */
function textsIn(node: Node, { model }: Source): string[] {
  const own = unwrap(node);
  if (own.type === "Identifier" || isMember(own)) return [];
  if (own.type === "LogicalExpression") return textsOf(own.right);
  if (own.type === "ConditionalExpression") return [...textsOf(own.consequent), ...textsOf(own.alternate)];
  return textsOf(own);

  function textsOf(one: Node): string[] {
    const constant = constantOf(one, model);
    if (constant !== undefined) return [constant];
    return originsOf(one, model).flatMap((origin) =>
      origin.kind === "expression" && origin.node.type === "StringLiteral" ? origin.node.value : [],
    );
  }
}

const dataFiles =
  /\.(?:json|jsonc|ya?ml|toml|ini|cfg|conf|properties|env|tf|tfvars|sh|bash|zsh|ps1|npmrc)$|(?:^|\/)(?:Dockerfile|Makefile|\.[\w.-]*rc|\.env\.[\w.-]+)[^/]*$/i;
const generated =
  /(?:^|\/)(?:package-lock\.json|pnpm-lock\.yaml|bun\.lock|deno\.lock|openapi\.(?:json|yaml)|[^/]*\.cdx\.json|[^/]*\.spdx\.json)$/;
const line = /^[\s"'-]*(?:export\s+|ENV\s+|ARG\s+|set\s+)?["']?([\w.-]+)["']?\s*[:=]\s*["']?([^\s"',;#]+)/gm;

/** The same in a file of settings: `token: …`, `API_KEY=…`, `"secret": "…"`. */
export function assignedInData(file: string, text: string): FoundSecret[] {
  if (!dataFiles.test(file) || generated.test(file)) return [];
  return [...text.matchAll(line)].flatMap((match) => {
    const [whole, name = "", value = ""] = match;
    if (!isSecretName(name) || !looksRandom(value)) return [];
    const at = match.index + whole.length - value.length;
    return [found(lineAt(text, at), name)];
  });
}

const found = (at: number, name: string): FoundSecret => ({
  line: at,
  rule: "assigned",
  what: `A random value for \`${name}\``,
});
