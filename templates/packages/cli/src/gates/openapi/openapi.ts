import { git } from "../../verify/files.ts";
import type { Finding, Gate, GateContext } from "../../verify/gate.ts";
import { breakingChanges } from "./breaking.ts";
import { isObject, type Json } from "./json.ts";

export const openapi: Gate = {
  name: "openapi",
  summary: "The API breaks no client of the committed openapi.json",
  explanation: `Builds the project, lets the app describe itself without running, and compares with the openapi.json that is committed: in a
pull request's checks that of the branch it is for (GITHUB_BASE_REF), else that of HEAD, and without git the file as it is.

Finds what breaks a client: an operation, a response, its content type or one of its fields is gone, may be missing or null, or has
another type; a request needs more than before (a parameter, a field, a body, credentials, a scope), takes less (a field, a
content type, a value of an enumeration, a tighter bound), or another type.

A break that is meant is waived until the new document is committed. It does not compare texts, examples or headers of responses,
and of anyOf and oneOf it says only that an alternative went or came.`,
  waits: true,
  async run(context) {
    if (context.config.smoke === undefined)
      return { skipped: 'daloy.config.json has no "smoke" section, which says how the app is made' };
    const text = await committedDocument(context);
    if (text === undefined) return { skipped: "no openapi.json is committed; `daloy openapi` writes one" };
    const baseline = parse(text);
    if (baseline === undefined) return [unreadable];
    const { document } = await context.describe();
    return openapiFindings(baseline, document, (await context.readText(file)) ?? text);
  },
};

const file = "openapi.json";

async function committedDocument({ directory, env, readText }: GateContext): Promise<string | undefined> {
  const base = env["GITHUB_BASE_REF"];
  for (const ref of [...(base ? [`origin/${base}`] : []), "HEAD"]) {
    // A name that begins with a dash would be an option.
    const text = ref.startsWith("-") ? undefined : await git(directory, ["show", `${ref}:./${file}`]);
    if (text !== undefined) return text;
  }
  const tracked = await git(directory, ["rev-parse", "--verify", "-q", "HEAD"]);
  return tracked === undefined ? readText(file) : undefined;
}

export function openapiFindings(baseline: Json, current: Json, text: string): Finding[] {
  return breakingChanges(baseline, current).map(({ path, rule, message }) => ({
    file,
    line: lineOf(text, path),
    rule,
    message: `${message}.`,
    why: "A client that was made from the committed document no longer works.",
    fix: "Keep the old form beside the new one; or, where every client is known, waive it until the new document is committed.",
  }));
}

function lineOf(text: string, path: string): number {
  const index = text.indexOf(JSON.stringify(path));
  return index < 0 ? 1 : text.slice(0, index).split("\n").length;
}

function parse(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const unreadable: Finding = {
  file,
  line: 1,
  rule: "unreadable",
  message: "The committed document is no JSON.",
  why: "What cannot be read cannot be compared.",
  fix: "Write it anew with `daloy openapi`, and commit it.",
};
