import type { Node } from "@babel/types";
import { invocationOf } from "../../syntax/invocation.ts";
import type { Model } from "../../syntax/model.ts";
import { originsOf } from "../../syntax/origin.ts";
import { textsOf } from "../../syntax/text.ts";

const mostDepth = 6;

/** Whether a text depends on anything but what is written in the program. */
export function isComputed(node: Node, model: Model, depth = mostDepth): boolean {
  return textsOf(node, model).some((text) =>
    text.some((part) => typeof part !== "string" && !isSettled(part, model, depth)),
  );
}

/** The runtime's own path, this module's place, and a URL that is made of constants. */
function isSettled(node: Node, model: Model, depth: number): boolean {
  if (depth === 0) return false;
  if (node.type === "MetaProperty") return true;
  const invocation = invocationOf(node, model);
  if (invocation !== undefined) {
    const plain = invocation.names.some((name) => places.has(name));
    return plain && !invocation.more && invocation.args.every((arg) => !isComputed(arg, model, depth - 1));
  }
  return originsOf(node, model).every((origin) =>
    origin.kind === "named"
      ? ownPaths.has(origin.path)
      : origin.kind === "expression" && origin.node.type === "MetaProperty",
  );
}

const ownPaths = new Set(["process.execPath", "process.argv0", "__filename", "__dirname", "undefined"]);
const places = new Set([
  "URL",
  "url#URL",
  "url#fileURLToPath",
  "url#pathToFileURL",
  "path#join",
  "path#resolve",
  "require.resolve",
  "module#createRequire().resolve",
]);
