import type { Node } from "@babel/types";
import { calleeName, listOf } from "../../syntax/calls.ts";
import { invocationOf } from "../../syntax/invocation.ts";
import { isCall, isMember, lineOf } from "../../syntax/nodes.ts";
import { namesOf } from "../../syntax/origin.ts";
import { constantOf } from "../../syntax/text.ts";
import type { Finding, Gate } from "../../verify/gate.ts";
import { inspectPrograms, type Source } from "../../verify/source.ts";
import { excerptOf } from "../names/excerpt.ts";
import { clientOf, senderOf } from "./senders.ts";
import { unsettledTarget } from "./target.ts";

export const outboundFetch: Gate = {
  name: "outbound-fetch",
  summary: "No outgoing request to a target that is not constant, but through fetchGuard",
  explanation: `Finds requests, sockets and clients (fetch, http, https, http2, net, tls, undici, axios, got, ky, ofetch, node-fetch, superagent,
needle, ws, WebSocket, EventSource) whose target is not constant: through aliases, patterns, wrappers, default parameters, and
other files. A target counts as constant when its scheme and host are written in the program or come whole from the
environment: https://api.example.com/books/\${id} is let be, https://\${host}/ and https://api.example.com\${path} are not
(a path can begin with "@evil.example" or ".evil.example").

A URL that comes from outside leads where its sender wants: to the cloud's metadata, to the database's port, to what trusts
this server. fetchGuard checks the address that is connected, redirects included.

It does not know what a library does with a URL that it is handed, and a target in a configuration object counts as
not constant: give fetchGuard its allowHosts.`,
  run: (context) => inspectPrograms(context, inspect),
};

function inspect(source: Source): Finding[] {
  return source.nodes.flatMap((node) => {
    const fault = requestFault(node, source) ?? handedOn(node, source);
    if (fault === undefined) return [];
    return [
      {
        file: source.file,
        line: lineOf(node),
        rule: "target",
        message: `${fault.sender} is sent where ${excerptOf(fault.target, source.text)} says, which is not constant.`,
        why: "Whoever decides on the target can reach what only this server reaches: metadata, databases, internal services.",
        fix: "Send it with fetchGuard() of @daloyjs/core, with allowHosts where the hosts are known; or write scheme and host as constants.",
      },
    ];
  });
}

interface Fault {
  readonly sender: string;
  readonly target: Node;
}

function requestFault(node: Node, { model }: Source): Fault | undefined {
  const invocation = invocationOf(node, model);
  if (invocation === undefined) return undefined;
  for (const name of invocation.names) {
    const sender = senderOf(name);
    if (sender === undefined) continue;
    const given = sender.targets.flatMap((index) => invocation.args[index] ?? []);
    // `connect(port, host)`: where there is a host, the port is no target.
    const targets = sender.socket && given.length > 1 && isText(given[1], model) ? given.slice(1) : given;
    for (const target of targets) {
      const unsettled = unsettledTarget(target, sender, model);
      if (unsettled !== undefined) return { sender: sender.label, target: unsettled };
    }
    // `fetch(...request)`
    if (targets.length === 0 && invocation.more) return { sender: sender.label, target: node };
  }
  return undefined;
}

function isText(node: Node | undefined, model: Source["model"]): boolean {
  return node !== undefined && constantOf(node, model) !== undefined;
}

const callbacks = new Set(["map", "forEach", "flatMap", "then"]);

/** `urls.map(fetch)`, `promise.then(fetch)` */
function handedOn(node: Node, { model }: Source): Fault | undefined {
  if (!isCall(node) || !isMember(node.callee)) return undefined;
  const [first] = node.arguments;
  if (!first || !(first.type === "Identifier" || isMember(first))) return undefined;
  if (!callbacks.has(calleeName(node.callee) ?? "")) return undefined;
  const sender = namesOf(first, model)
    .map(senderOf)
    .find((one) => one !== undefined);
  if (sender === undefined) return undefined;
  const list = listOf(first, model) ?? node.callee.object;
  return allSettled(list, sender, model) ? undefined : { sender: sender.label, target: list };
}

function allSettled(
  list: Node,
  sender: NonNullable<ReturnType<typeof senderOf>>,
  model: Source["model"],
): boolean {
  const elements = clientOf(list, model);
  return elements?.every((element) => unsettledTarget(element, sender, model) === undefined) ?? false;
}
