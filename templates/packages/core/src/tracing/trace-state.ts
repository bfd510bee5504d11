import type { TraceState } from "./opentelemetry.ts";

/** W3C Trace Context §3.3.1.3 */
const key = /^(?:[a-z][_0-9a-z\-*/]{0,255}|[a-z0-9][_0-9a-z\-*/]{0,240}@[a-z][_0-9a-z\-*/]{0,13})$/;
const value = /^[ -+\--<>-~]{0,255}[!-+\--<>-~]$/;
const mostMembers = 32;

/** What other vendors want handed on, or `undefined` where there is nothing, or it is malformed (and then goes no further). */
export function parseTraceState(header: string | null): TraceState | undefined {
  if (header === null || header.length > 8192) return undefined;
  const members = new Map<string, string>();
  for (const member of header.split(",").map((text) => text.trim())) {
    if (member === "") continue;
    const at = member.indexOf("=");
    const [name, text] = [member.slice(0, at), member.slice(at + 1)];
    if (at === -1 || !key.test(name) || !value.test(text) || members.has(name)) return undefined;
    members.set(name, text);
  }
  return members.size === 0 || members.size > mostMembers ? undefined : stateOf(members);
}

function stateOf(members: ReadonlyMap<string, string>): TraceState {
  const without = (name: string) => [...members].filter(([other]) => other !== name);
  return {
    get: (name) => members.get(name),
    // what changed last stands first
    set: (name, text) => stateOf(new Map([[name, text], ...without(name)])),
    unset: (name) => stateOf(new Map(without(name))),
    serialize: () => [...members].map(([name, text]) => `${name}=${text}`).join(","),
  };
}
