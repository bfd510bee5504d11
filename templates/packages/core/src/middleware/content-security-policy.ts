import { cspDefaults, cspDirectives } from "./csp-directives.ts";
import { reportEndpoint } from "./csp-reports.ts";
import { directiveFault } from "./csp-sources.ts";

/** One value, several, `true` for a directive without a value, or `false` to leave a default out. */
export type CspDirectiveValue = string | readonly string[] | boolean | undefined;

export interface ContentSecurityPolicyOptions {
  /**
   * By name, `"img-src"` or `imgSrc`; a string is split at spaces. They stand beside these defaults, or in their place:
   * `default-src 'self'`, `base-uri 'none'`, `form-action 'self'`, `frame-ancestors 'none'`, `object-src 'none'`.
   */
  directives?: Readonly<Record<string, CspDirectiveValue>> | undefined;
  /**
   * A nonce for every response, at `state.cspNonce`, to stand in `<script nonce>` and `<style nonce>`. Where there is no `script-src`,
   * only scripts with the nonce run, and what these load (`'strict-dynamic'`). Pages with a nonce belong in no shared cache.
   */
  nonce?: boolean | undefined;
  /**
   * Trusted Types: `true` forbids text where the DOM takes code or markup; a list names the only policies that may make
   * such values, and an empty list lets none.
   */
  trustedTypes?: boolean | readonly string[] | undefined;
  /** Where browsers report violations: an https URL, or a path of this app. */
  reportTo?: string | undefined;
}

export interface CompiledPolicy {
  /** The policy for one response, or, without a nonce, for responses in which nothing has one. */
  readonly header: (nonce?: string) => string;
  /** The value of `Reporting-Endpoints`. */
  readonly reportingEndpoints: string | undefined;
  readonly usesNonce: boolean;
}

type Directives = Map<string, readonly string[]>;

/** @throws TypeError that names every directive that is none, or would not do what it seems to */
export function compilePolicy(options: ContentSecurityPolicyOptions): CompiledPolicy {
  const directives: Directives = new Map(Object.entries(cspDefaults));
  const faults = putGiven(directives, options.directives ?? {});
  const usesNonce = options.nonce === true;
  if (usesNonce && !directives.has("script-src")) directives.set("script-src", ["'strict-dynamic'"]);
  if (usesNonce && !directives.has("style-src"))
    directives.set("style-src", directives.get("default-src") ?? []);
  faults.push(...missingDirectives(directives));
  putTrustedTypes(directives, options.trustedTypes);
  const endpoint = options.reportTo === undefined ? undefined : reportEndpoint(options.reportTo);
  if (endpoint !== undefined) {
    directives.set("report-uri", [endpoint]);
    directives.set("report-to", ["csp"]);
  }
  for (const [name, values] of directives) {
    const fault = directiveFault(name, usesNonce && takesNonce(name) ? withoutFallback(values) : values);
    if (fault !== undefined) faults.push(`${name} ${fault}`);
  }
  if (faults.length > 0) throw new TypeError(`secureHeaders(): contentSecurityPolicy: ${faults.join("; ")}.`);
  return {
    header: (nonce) => serialise(directives, nonce),
    reportingEndpoints: endpoint === undefined ? undefined : `csp="${endpoint}"`,
    usesNonce,
  };
}

/** @returns what is wrong with the names */
function putGiven(directives: Directives, given: Readonly<Record<string, CspDirectiveValue>>): string[] {
  const faults: string[] = [];
  const seen = new Set<string>();
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const name = key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    if (!cspDirectives.has(name)) faults.push(`${JSON.stringify(key)} is no directive`);
    else if (seen.has(name)) faults.push(`${name} is given twice`);
    else if (value === false) directives.delete(name);
    else directives.set(name, value === true ? [] : typeof value === "string" ? words(value) : value);
    seen.add(name);
  }
  return faults;
}

/** What no policy that stops injected scripts can do without; a `<base>` redirects the scripts that a page names by a path. */
function missingDirectives(directives: Directives): string[] {
  const needed = directives.has("default-src") ? ["base-uri"] : ["script-src", "object-src", "base-uri"];
  return needed
    .filter((name) => !directives.has(name))
    .map((name) => `${name} is left out, and nothing else says what it may be; give it a value`);
}

function words(value: string): string[] {
  return value.split(" ").filter((word) => word !== "");
}

function putTrustedTypes(directives: Directives, option: boolean | readonly string[] | undefined): void {
  if (option === undefined || option === false) return;
  directives.set("require-trusted-types-for", ["'script'"]);
  if (option !== true) directives.set("trusted-types", option.length === 0 ? ["'none'"] : option);
}

/** `-elem` takes the place of the shorter name where it is given. */
function takesNonce(name: string): boolean {
  return /^(?:script|style)-src(?:-elem)?$/.test(name);
}

/** Beside a nonce, `'unsafe-inline'` counts only for browsers that know none. */
function withoutFallback(values: readonly string[]): readonly string[] {
  const others = values.filter((value) => value.toLowerCase() !== "'unsafe-inline'");
  return others.length === 0 ? ["'none'"] : others;
}

function serialise(directives: Directives, nonce: string | undefined): string {
  return [...directives]
    .map(([name, values]) => {
      if (nonce === undefined || !takesNonce(name)) return [name, ...values].join(" ");
      return [name, ...values.filter((value) => value !== "'none'"), `'nonce-${nonce}'`].join(" ");
    })
    .join("; ");
}
