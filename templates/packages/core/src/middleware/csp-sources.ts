import { cspDirectives, cspKeywords } from "./csp-directives.ts";

const hash = /^'sha(?:256|384|512)-[A-Za-z0-9+/_-]+={0,2}'$/;
const scheme = /^[a-z][a-z0-9+.-]*:$/i;
const host =
  /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:\*|(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)(?::(?:\d{1,5}|\*))?(?:\/[^\s;,'"]*)?$/i;
/** Anything but what ends a directive, a policy or a header. */
const word = /^[!-+\--:<-~]+$/;

/** What is wrong with the value of a directive, in words that follow its name; `undefined` when nothing is. */
export function directiveFault(name: string, values: readonly string[]): string | undefined {
  const kind = cspDirectives.get(name);
  if (kind === undefined) return "does not exist";
  if (kind === "flag") return values.length > 0 ? "takes no value: give true" : undefined;
  const unfit = values.find((value) => !word.test(value));
  if (unfit !== undefined)
    return `holds ${quote(unfit)}, which would end the directive; give a list of single values`;
  if (kind === "tokens") {
    if (values.length > 0 || name === "sandbox") return undefined;
    return "is empty";
  }
  if (values.length === 0) return "is empty; write 'none' in single quotes";
  if (values.length > 1 && values.includes("'none'")) return "has 'none' beside other sources";
  for (const value of values) {
    const fault = sourceFault(value, kind === "ancestors");
    if (fault !== undefined) return fault;
  }
  return permissiveFault(name, values);
}

function sourceFault(value: string, ancestors: boolean): string | undefined {
  const bare = value.replaceAll("'", "").toLowerCase();
  if (bare.startsWith("nonce-"))
    return "has a nonce that would be the same in every response; give nonce: true";
  const isHashed = /^sha(?:256|384|512)-/.test(bare);
  if (cspKeywords.includes(bare) || isHashed) {
    if (ancestors && bare !== "none" && bare !== "self") return `cannot hold ${value}`;
    if (isHashed ? !hash.test(value) : value.toLowerCase() !== `'${bare}'`)
      return `holds ${quote(value)}; write '${bare}' in single quotes`;
    return undefined;
  }
  if (scheme.test(value) || host.test(value)) return undefined;
  return `holds ${quote(value)}, which is no source`;
}

const governsScripts = new Set(["default-src", "script-src", "script-src-elem"]);
/** What these let in runs as well: plug-ins, and the scripts that a page names by relative URLs. */
const governsCode = new Set([...governsScripts, "object-src", "base-uri"]);
const anywhere = new Set(["*", "data:", "http:", "https:", "blob:", "http://*", "https://*"]);

/** A policy that lets every script in stops no injected one. */
function permissiveFault(name: string, values: readonly string[]): string | undefined {
  const sources = values.map((value) => value.toLowerCase());
  const isScripts = governsScripts.has(name);
  // browsers that know it disregard hosts, schemes and 'unsafe-inline' for scripts; those are for the others
  const isStrict = name.startsWith("script-src") && sources.includes("'strict-dynamic'");
  if (!governsCode.has(name) || isStrict) return undefined;
  const open = sources.find((source) => anywhere.has(source));
  if (open !== undefined) return `lets in everything by ${open}; name the hosts, or give nonce: true`;
  if (isScripts && sources.includes("'unsafe-inline'") && !values.some((value) => hash.test(value)))
    return "lets in injected scripts by 'unsafe-inline'; give nonce: true, or hashes";
  return undefined;
}

function quote(value: string): string {
  return JSON.stringify(value);
}
