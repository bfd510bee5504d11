import type { Node } from "@babel/types";
import { calleeName } from "../../syntax/calls.ts";
import { invocationOf } from "../../syntax/invocation.ts";
import type { Model } from "../../syntax/model.ts";
import { isCall, isMember, unwrap, writtenName } from "../../syntax/nodes.ts";
import { type Origin, originsOf } from "../../syntax/origin.ts";
import { isSecretName, wordsOf } from "../names/names.ts";
import { secretIn } from "../names/secret.ts";

export interface Leak {
  readonly kind: "request" | "secret" | "environment" | "stack";
  /** As a person would say it. */
  readonly what: string;
  readonly at: Node;
  /** Where it is written, when that is elsewhere than the call. */
  readonly line: Node;
}

type Judge = (node: Node, model: Model) => Omit<Leak, "at" | "line"> | undefined;

const mostDepth = 6;

export const leakInLog = (node: Node, model: Model): Leak | undefined =>
  search(node, model, loggedLeak, mostDepth);
export const leakInResponse = (node: Node, model: Model): Leak | undefined =>
  search(node, model, respondedLeak, mostDepth);

const loggedLeak: Judge = (node, model) =>
  requestPart(node, model, everyPart) ?? environment(node, model) ?? secret(node, model);

const respondedLeak: Judge = (node, model) =>
  stack(node, model) ??
  requestPart(node, model, identifyingParts) ??
  environment(node, model) ??
  ownSecret(node, model);

/** Calls that show what they are given. */
const showing = new Set([
  ...[
    "JSON.stringify",
    "String",
    "structuredClone",
    "Object.fromEntries",
    "Object.entries",
    "Object.values",
    "Object.assign",
  ],
  ...[
    "util#inspect",
    "util#format",
    "Array.from",
    "Bun.inspect",
    "Deno.inspect",
    "fast-safe-stringify#",
    "safe-stable-stringify#",
  ],
]);
const ownMethods = new Set(["toString", "entries", "values", "toJSON", "join", "concat", "split", "trim"]);

/** The first leak in what an expression is made of. */
function search(wrapped: Node, model: Model, judge: Judge, depth: number): Leak | undefined {
  const node = unwrap(wrapped);
  if (depth === 0) return undefined;
  const within = (nodes: readonly (Node | null)[]): Leak | undefined => {
    for (const one of nodes) {
      const leak = one ? search(one, model, judge, depth - 1) : undefined;
      if (leak) return leak;
    }
    return undefined;
  };
  switch (node.type) {
    case "ObjectExpression":
      return within(node.properties.map((property) => (property.type === "ObjectMethod" ? null : property)));
    case "ObjectProperty":
      return ofProperty(node, model, judge, depth);
    case "SpreadElement":
      return within([node.argument]);
    case "ArrayExpression":
      return within(node.elements);
    case "TemplateLiteral":
      return within(node.expressions);
    case "BinaryExpression":
      return node.operator === "+" ? within([node.left, node.right]) : undefined;
    case "LogicalExpression":
      return within([node.left, node.right]);
    case "ConditionalExpression":
      return within([node.consequent, node.alternate]);
    case "Identifier":
    case "MemberExpression":
    case "OptionalMemberExpression": {
      const found = judge(node, model);
      if (found) return { ...found, at: node, line: node };
      return within(behind(node, model));
    }
    case "CallExpression":
    case "OptionalCallExpression":
    case "NewExpression": {
      const found = judge(node, model);
      if (found) return { ...found, at: node, line: node };
      if (invocationOf(node, model)?.names.some((name) => showing.has(name))) return within(node.arguments);
      const own = isMember(node.callee) && ownMethods.has(calleeName(node.callee) ?? "");
      return own && isMember(node.callee) ? within([node.callee.object]) : undefined;
    }
    default:
      return undefined;
  }
}

/** `{ password: row.p }`: the key says it, where the value does not. */
function ofProperty(
  property: Extract<Node, { type: "ObjectProperty" }>,
  model: Model,
  judge: Judge,
  depth: number,
): Leak | undefined {
  const { value } = property;
  const leak = search(value, model, judge, depth);
  if (leak) return leak;
  const key = writtenName(property.key, property.computed);
  const named = unwrap(value);
  if (key === undefined || !(named.type === "Identifier" || isMember(named)) || constant(named, model))
    return undefined;
  const guess: Node = { type: "Identifier", name: key };
  const found = judge(guess, model);
  return found?.kind === "secret" ? { ...found, at: property, line: property } : undefined;
}

const constant = (node: Node, model: Model): boolean =>
  originsOf(node, model).every((origin) =>
    origin.kind === "named"
      ? origin.path === "undefined"
      : origin.kind === "expression" && /Literal$/.test(origin.node.type),
  );

/** What a name stands for, where that is put together in sight. */
function behind(node: Node, model: Model): Node[] {
  return originsOf(node, model).flatMap((origin) =>
    origin.kind === "expression" && origin.path.length === 0 && origin.node !== node && !isPlain(origin.node)
      ? origin.node
      : [],
  );
}

const isPlain = (node: Node): boolean => /Function|Method|Class|Pattern$/.test(node.type);

const requests = new Set(["request", "req", "ctx", "context", "c", "event"]);
const everyPart = new Map([
  ["headers", "the request's headers"],
  ["rawHeaders", "the request's headers"],
  ["cookies", "the request's cookies"],
  ["body", "the request's body"],
  ["rawBody", "the request's body"],
  ["json", "the request's body"],
  ["text", "the request's body"],
  ["formData", "the request's body"],
]);
const identifyingParts = new Map([...everyPart].filter(([name]) => /headers|cookies/i.test(name)));

function requestPart(
  node: Node,
  model: Model,
  parts: ReadonlyMap<string, string>,
): Omit<Leak, "at" | "line"> | undefined {
  for (const origin of originsOf(node, model)) {
    const what = partOf(origin, parts, model);
    if (what !== undefined) return { kind: "request", what };
  }
  return undefined;
}

function partOf(origin: Origin, parts: ReadonlyMap<string, string>, model: Model): string | undefined {
  if (origin.kind === "named") return undefined;
  const { node, path } = origin;
  const last = path.at(-1);
  if (last === undefined) {
    // The whole request, or a parameter that is called like a part of it.
    if (node.type === "Identifier" && model.bindingOf(node)?.kind === "parameter") {
      if (node.name === "req" || node.name === "request")
        return parts === everyPart ? "the whole request" : undefined;
      // In a response it may as well be the response's own.
      return parts !== everyPart || node.name === "text" || node.name === "json"
        ? undefined
        : parts.get(node.name);
    }
    return isCall(node) ? readBody(node, parts, model) : undefined;
  }
  if (last === "request" || last === "req")
    return node.type === "ObjectPattern" && parts === everyPart ? "the whole request" : undefined;
  if (last === "json" || last === "text" || last === "formData") return undefined;
  const what = parts.get(last);
  if (what === undefined) return undefined;
  const owner = path.at(-2);
  if (owner !== undefined) return requests.has(owner) ? what : undefined;
  return node.type === "ObjectPattern" || (node.type === "Identifier" && requests.has(node.name))
    ? what
    : undefined;
}

/** `await request.json()` */
function readBody(node: Node, parts: ReadonlyMap<string, string>, model: Model): string | undefined {
  if (!isCall(node) || !isMember(node.callee)) return undefined;
  const method = calleeName(node.callee) ?? "";
  if (method !== "json" && method !== "text" && method !== "formData") return undefined;
  const owner = unwrap(node.callee.object);
  const name =
    owner.type === "Identifier"
      ? owner.name
      : isMember(owner)
        ? writtenName(owner.property, owner.computed)
        : undefined;
  const isParameter = owner.type !== "Identifier" || model.bindingOf(owner)?.kind === "parameter";
  return name !== undefined && (name === "request" || name === "req") && isParameter
    ? parts.get(method)
    : undefined;
}

function environment(node: Node, model: Model): Omit<Leak, "at" | "line"> | undefined {
  const whole = originsOf(node, model).some(
    (origin) => origin.kind === "named" && /^(?:process\.env|Bun\.env|process#env)$/.test(origin.path),
  );
  return whole ? { kind: "environment", what: "the whole environment" } : undefined;
}

function secret(node: Node, model: Model): Omit<Leak, "at" | "line"> | undefined {
  if (isCall(node) && isMember(node.callee) && !getters.has(calleeName(node.callee) ?? "")) return undefined;
  if (isCall(node) && !isMember(node.callee)) return undefined;
  if (isFunctionName(node, model)) return undefined;
  const name = secretIn(node, model);
  return name === undefined ? undefined : { kind: "secret", what: `a secret, \`${name}\`` };
}

const getters = new Set(["get", "header", "getHeader", "cookie", "getCookie"]);

const isFunctionName = (node: Node, model: Model): boolean =>
  originsOf(node, model).some(
    (origin) => origin.kind === "expression" && origin.path.length === 0 && isPlain(origin.node),
  );

/** What no caller is ever owed. A token may be the answer. */
const ownNouns = new Set(["password", "passwd", "pwd", "passphrase", "secret", "secrets", "pepper", "salt"]);

function ownSecret(node: Node, model: Model): Omit<Leak, "at" | "line"> | undefined {
  if (isCall(node)) return undefined;
  const fromEnvironment = originsOf(node, model).some(
    (origin) =>
      origin.kind === "named" &&
      /^(?:process|Bun)\.env\./.test(origin.path) &&
      isSecretName(origin.path.split(".").at(-1) ?? ""),
  );
  const name = fromEnvironment ? "of the environment" : secretIn(node, model);
  if (name === undefined) return undefined;
  const owned =
    fromEnvironment || wordsOf(name).some((word) => ownNouns.has(word)) || /private_?key/i.test(name);
  return owned
    ? { kind: "secret", what: fromEnvironment ? "a secret of the environment" : `a secret, \`${name}\`` }
    : undefined;
}

function stack(node: Node, model: Model): Omit<Leak, "at" | "line"> | undefined {
  if (isMember(node) && writtenName(node.property, node.computed) === "stack")
    return { kind: "stack", what: "a stack trace" };
  const taken = originsOf(node, model).some(
    (origin) => origin.kind !== "named" && origin.path.at(-1) === "stack",
  );
  return taken ? { kind: "stack", what: "a stack trace" } : undefined;
}
