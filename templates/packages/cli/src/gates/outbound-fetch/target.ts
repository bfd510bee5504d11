import type { Node } from "@babel/types";
import { invocationOf, propertyOf } from "../../syntax/invocation.ts";
import type { Model } from "../../syntax/model.ts";
import { isMember, unwrap, writtenName } from "../../syntax/nodes.ts";
import { originsOf } from "../../syntax/origin.ts";
import { type Text, textsOf } from "../../syntax/text.ts";
import type { Sender } from "./senders.ts";

/** Stands for a variable of the environment: the operator's word, whole. */
const fromEnvironment = "\u0001";

/** Scheme and host are written, and what follows cannot change them. */
const wholeAuthority = /^(?:[a-z][a-z\d+.-]*:\/\/[^/?#\\]+|\u0001)[/?#\\]/i;
/** A path that stays on its host: `//evil.example` and `https:…` do not. */
const pathOnly = /^(?:\/[^/\\]|\.{1,2}\/|[?#]|[\w-]+[/?#])/;

/** What decides on the target without being constant; `undefined` when nothing does. */
export function unsettledTarget(node: Node, sender: Sender, model: Model): Node | undefined {
  const target = unwrap(node);
  if (isCallback(target, model)) return undefined;
  const options = optionsOf(target, model);
  if (options !== undefined) return unsettledOptions(options, sender, model);
  const url = urlOf(target, model);
  if (url !== undefined)
    return url.find((part) => unsettledText(part, sender, model)) ?? changedHost(target, model);
  return unsettledText(target, sender, model) ? target : undefined;
}

function isCallback(node: Node, model: Model): boolean {
  return originsOf(node, model).every(
    (origin) => origin.kind === "expression" && /Function|Method/.test(origin.node.type),
  );
}

function optionsOf(node: Node, model: Model): Node | undefined {
  const written = originsOf(node, model).find(
    (origin) =>
      origin.kind === "expression" && origin.path.length === 0 && origin.node.type === "ObjectExpression",
  );
  return written && node;
}

const hostKeys = ["hostname", "host", "socketPath", "path"];

/** `{ hostname }` of http, `{ baseURL, url }` of axios. */
function unsettledOptions(node: Node, sender: Sender, model: Model): Node | undefined {
  const of = (name: string) => propertyOf(node, name, model);
  const base = of("baseURL") ?? of("prefixUrl") ?? of("prefix") ?? of("baseUrl");
  const isSettled = (part: Node, relative: boolean): boolean =>
    !unsettledText(part, { ...sender, socket: false, relative }, model);
  if (base !== undefined && !isSettled(base, false)) return base;
  const url = of("url") ?? of("uri") ?? of("href");
  if (url !== undefined && !isSettled(url, base !== undefined)) return url;
  // Without a host the path is a path; with a socket's options it is a socket.
  const keys = sender.socket ? hostKeys : hostKeys.filter((key) => key !== "path");
  for (const key of keys) {
    const host = of(key);
    if (host !== undefined && !textsOf(host, model).every((text) => isSettledHost(text, model))) return host;
  }
  return undefined;
}

const mostDepth = 4;

/** The arguments of `new URL(…)` and `new Request(…)` that decide on the host, through names. */
function urlOf(node: Node, model: Model, depth = mostDepth): Node[] | undefined {
  if (depth === 0) return undefined;
  const parts: Node[] = [];
  for (const origin of originsOf(node, model)) {
    const made = origin.kind === "expression" && (origin.path.length === 0 || origin.path[0] === "href");
    const invocation = made ? invocationOf(origin.node, model) : undefined;
    const isUrl = invocation?.names.some(
      (name) => name === "URL" || name === "url#URL" || name === "URL.parse",
    );
    const [first, base] = invocation?.args ?? [];
    if (!invocation || first === undefined || !(isUrl || invocation.names.includes("Request")))
      return undefined;
    const nested = urlOf(first, model, depth - 1);
    if (isUrl && base !== undefined) parts.push(...(staysOnHost(first, model) ? [base] : [first]));
    else parts.push(...(nested ?? [first]));
  }
  return parts.length > 0 ? parts : undefined;
}

const staysOnHost = (node: Node, model: Model): boolean =>
  textsOf(node, model).every((text) => {
    const start = startOf(text, model);
    return start.closed || pathOnly.test(start.text);
  });

function unsettledText(node: Node, sender: Sender, model: Model, depth = mostDepth): boolean {
  const nested = urlOf(node, model, depth);
  if (nested !== undefined) return nested.some((part) => unsettledText(part, sender, model, depth - 1));
  const texts = textsOf(node, model);
  if (sender.socket) return !texts.every((text) => isSettledHost(text, model));
  return !texts.every((text) => {
    const { text: start, closed } = startOf(text, model);
    return closed || wholeAuthority.test(start) || (sender.relative && pathOnly.test(start) && start !== "");
  });
}

const isSettledHost = (text: Text, model: Model): boolean => startOf(text, model).closed;

/** What a text is known to begin with, and whether that is all of it. */
function startOf(text: Text, model: Model): { text: string; closed: boolean } {
  let start = "";
  for (const part of text) {
    if (typeof part === "string") start += part;
    else if (isEnvironment(part, model)) start += fromEnvironment;
    else if (!isModuleUrl(part)) return { text: start, closed: false };
  }
  return { text: start, closed: true };
}

const isModuleUrl = (node: Node): boolean =>
  isMember(node) &&
  node.object.type === "MetaProperty" &&
  writtenName(node.property, node.computed) === "url";

const environment =
  /^(?:process\.env|Bun\.env|Deno\.env\.toObject\(\))\.\w+$|^cloudflare:workers#env\.\w+$|^process#env\.\w+$/;

function isEnvironment(node: Node, model: Model): boolean {
  const invocation = invocationOf(node, model);
  if (invocation?.names.includes("Deno.env.get")) return invocation.args[0]?.type === "StringLiteral";
  return originsOf(node, model).every(
    (origin) =>
      (origin.kind === "named" && (environment.test(origin.path) || origin.path === "undefined")) ||
      (origin.kind === "expression" && origin.node.type === "StringLiteral"),
  );
}

const authority = new Set(["host", "hostname", "href", "protocol", "port"]);

/** `url.hostname = name`, behind a URL that was constant. */
function changedHost(node: Node, model: Model): Node | undefined {
  if (node.type !== "Identifier") return undefined;
  for (const reference of model.bindingOf(node)?.references ?? []) {
    const member = model.parentOf(reference);
    const assignment = member && model.parentOf(member);
    if (!isMember(member) || assignment?.type !== "AssignmentExpression" || assignment.left !== member)
      continue;
    const name = writtenName(member.property, member.computed);
    if (name !== undefined && !authority.has(name)) continue;
    if (textsOf(assignment.right, model).every((text) => text.every((part) => typeof part === "string")))
      continue;
    return assignment.right;
  }
  return undefined;
}
