import type { Node } from "@babel/types";
import { calleeName } from "../../syntax/calls.ts";
import { invocationOf } from "../../syntax/invocation.ts";
import type { Model } from "../../syntax/model.ts";
import { isCall, isFunction, isMember, unwrap, writtenName } from "../../syntax/nodes.ts";
import { originsOf } from "../../syntax/origin.ts";
import { wordsOf } from "../names/names.ts";

const levels = new Set([
  ...[
    "trace",
    "debug",
    "info",
    "warn",
    "warning",
    "error",
    "fatal",
    "log",
    "dir",
    "table",
    "verbose",
    "silly",
    "notice",
    "critical",
  ],
]);
const outputs = new Set(["process.stdout.write", "process.stderr.write", "Deno.stdout.write", "Bun.write"]);

/** What a call hands to a logger; nothing when it is none. */
export function loggedBy(node: Node, model: Model): readonly Node[] {
  const invocation = invocationOf(node, model);
  if (invocation === undefined || !isCall(node)) return [];
  if (
    invocation.names.some(
      (name) => outputs.has(name) || /^console\.(?!assert|time|count|group|clear)\w+$/.test(name),
    )
  ) {
    return invocation.args;
  }
  const { callee } = node;
  if (isMember(callee))
    return levels.has(calleeName(callee) ?? "") && isLogger(callee.object, model) ? invocation.args : [];
  // `const { info } = log`
  if (callee.type !== "Identifier") return [];
  const taken = originsOf(callee, model).some(
    (origin) =>
      origin.kind !== "named" &&
      levels.has(origin.path.at(-1) ?? "") &&
      isLoggerName(origin.path.at(-2) ?? nameOf(origin.node)),
  );
  return taken ? invocation.args : [];
}

function isLogger(node: Node, model: Model): boolean {
  const own = unwrap(node);
  if (isLoggerName(nameOf(own))) return true;
  // `log.child({ … }).info()`
  if (isCall(own) && isMember(own.callee) && calleeName(own.callee) === "child")
    return isLogger(own.callee.object, model);
  return originsOf(own, model).some((origin) => {
    if (origin.kind === "named")
      return /^console$|^(?:pino|winston|bunyan|loglevel|consola|@daloyjs\/core)#.*(?:log|\(\))$/i.test(
        origin.path,
      );
    if (origin.path.length > 0) return isLoggerName(origin.path.at(-1));
    const names = invocationOf(origin.node, model)?.names ?? [];
    return names.some((name) =>
      /^(?:pino#|pino#pino|winston#createLogger|bunyan#createLogger|@daloyjs\/core#createLogger)$/.test(name),
    );
  });
}

function nameOf(node: Node): string | undefined {
  if (node.type === "Identifier") return node.name;
  return isMember(node) ? writtenName(node.property, node.computed) : undefined;
}

function isLoggerName(name: string | undefined): boolean {
  const last = name === undefined ? undefined : wordsOf(name).at(-1);
  return last === "log" || last === "logger";
}

const responseNames = new Set([
  "res",
  "response",
  "reply",
  "rep",
  "c",
  "ctx",
  "context",
  "Response",
  "NextResponse",
]);
const responders = new Set(["json", "send", "end", "write", "text", "html", "body", "jsonp"]);

/** What a node hands to the caller of the API. */
export function respondedBy(node: Node, model: Model): readonly Node[] {
  if (node.type === "ReturnStatement") return node.argument ? bodyOf(node.argument, model) : [];
  if (node.type === "ArrowFunctionExpression" && node.body.type !== "BlockStatement")
    return bodyOf(node.body, model);
  if (node.type === "ThrowStatement") {
    const thrown = unwrap(node.argument);
    return isCall(thrown) && /Error$/.test(nameOf(thrown.callee) ?? "") ? thrown.arguments : [];
  }
  if (node.type === "AssignmentExpression") {
    const target = node.left;
    const toBody =
      isMember(target) && nameOf(target) === "body" && responseNames.has(nameOf(unwrap(target.object)) ?? "");
    return toBody ? [node.right] : [];
  }
  if (!isCall(node)) return [];
  const names = invocationOf(node, model)?.names ?? [];
  if (names.includes("Response") || names.includes("Response.json")) return node.arguments.slice(0, 1);
  const { callee } = node;
  if (!isMember(callee) || !responders.has(calleeName(callee) ?? "")) return [];
  // `res.status(500).json(…)`
  let owner = unwrap(callee.object);
  while (isCall(owner) && isMember(owner.callee)) owner = unwrap(owner.callee.object);
  return responseNames.has(nameOf(owner) ?? "") ? node.arguments.slice(0, 1) : [];
}

/** The body and the headers of `{ status, body, headers }`, which is what a handler returns. */
function bodyOf(node: Node, model: Model): Node[] {
  return originsOf(node, model).flatMap((origin) => {
    if (origin.kind !== "expression" || origin.path.length > 0 || origin.node.type !== "ObjectExpression")
      return [];
    const parts = new Map<string, Node>();
    for (const property of origin.node.properties) {
      if (property.type !== "ObjectProperty") continue;
      const key = writtenName(property.key, property.computed);
      if (key !== undefined) parts.set(key, property.value);
    }
    if (!parts.has("status")) return [];
    return ["body", "headers"].flatMap((key) => parts.get(key) ?? []).filter((value) => !isFunction(value));
  });
}
