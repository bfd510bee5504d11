import type { Node } from "@babel/types";
import { lineOf } from "../../syntax/nodes.ts";
import type { Finding, Gate } from "../../verify/gate.ts";
import { inspectPrograms, type Source } from "../../verify/source.ts";
import { excerptOf } from "../names/excerpt.ts";
import { leakInLog, leakInResponse } from "./leaks.ts";
import { loggedBy, respondedBy } from "./sinks.ts";

export const logLeaks: Gate = {
  name: "log-leaks",
  summary: "No request, no secret in the logs; no stack trace and no secret in a response",
  explanation: `Finds what a logger (console, ctx.log, pino, …), stdout or stderr is handed: a whole request, its headers, cookies or body, the
whole environment, and secrets by their names; and what a response is handed: a stack trace, the request's headers or cookies, the
environment, a password or a secret of the server. It follows variables, patterns, spreads, templates, JSON.stringify and
helpers of the same file.

Logs are read by more people than the database, kept longer, and sent to other companies. The framework's logger
hides known keys; what is inside a text, or under another key, it cannot see.

It does not find personal data, a secret whose name says nothing, or an error whose message repeats one; and a token in a
response is let be, since handing one out may be what the route is for.`,
  run: (context) => inspectPrograms(context, inspect),
};

const ofLogs = {
  why: "Logs are read by more people, kept longer and copied further than what they are about.",
  fix: "Log what identifies the event (ids, sizes, codes), not what was sent; a field by its name, never the whole.",
};
const ofResponses = {
  why: "A caller learns paths, versions, queries or secrets of this server.",
  fix: "Answer with the declared fields alone; log the error ({ err: error }), and throw it or an HttpError.",
};

function inspect(source: Source): Finding[] {
  const { file, text, model } = source;
  return source.nodes.flatMap((node: Node) => {
    for (const logged of loggedBy(node, model)) {
      const leak = leakInLog(logged, model);
      if (leak === undefined) continue;
      const message = `A logger is handed ${leak.what}: ${excerptOf(leak.at, text)}.`;
      return [{ file, line: lineOf(node), rule: `log-${leak.kind}`, message, ...ofLogs }];
    }
    for (const responded of respondedBy(node, model)) {
      const leak = leakInResponse(responded, model);
      if (leak === undefined) continue;
      const message = `A response is handed ${leak.what}: ${excerptOf(leak.at, text)}.`;
      return [{ file, line: lineOf(leak.line), rule: `respond-${leak.kind}`, message, ...ofResponses }];
    }
    return [];
  });
}
