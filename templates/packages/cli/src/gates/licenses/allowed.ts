import type { Info } from "spdx-expression-parse";
import type { LicensesConfig } from "../../config/config.ts";

/** Licenses that ask for their notice to be kept, and for little more. */
export const permissive: readonly string[] = [
  "0BSD",
  "AFL-2.1",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BSD-3-Clause-Clear",
  "BSL-1.0",
  "CC-BY-3.0",
  "CC-BY-4.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "MIT-CMU",
  "NCSA",
  "PostgreSQL",
  "PSF-2.0",
  "Python-2.0",
  "Unicode-3.0",
  "Unicode-DFS-2016",
  "Unlicense",
  "W3C",
  "WTFPL",
  "X11",
  "Zlib",
];

/** What binds only those who hand the program on: nobody does that with a tool of development. */
export const weakCopyleft: readonly string[] = [
  "EPL-2.0",
  "LGPL-2.1-only",
  "LGPL-2.1-or-later",
  "LGPL-3.0-only",
  "LGPL-3.0-or-later",
  "MPL-2.0",
];

export type Verdict =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly rule: "not-allowed" | "unclear" | "unlicensed" | "missing" };

export type Allow = ReadonlySet<string>;

export const allowIn = (config: LicensesConfig = {}, development: boolean): Allow =>
  new Set([
    ...(config.allow ?? permissive),
    ...(development ? (config.allowInDevelopment ?? weakCopyleft) : []),
  ]);

/** Judges what a package says of its license. @param text `undefined` when it says nothing */
export async function judgeLicense(text: string | undefined, allow: Allow): Promise<Verdict> {
  const written = text?.trim() ?? "";
  if (written === "") return { allowed: false, rule: "missing" };
  if (/^unlicensed$/i.test(written) && written !== "Unlicense") return { allowed: false, rule: "unlicensed" };
  const expression = await parse(written);
  if (expression === undefined) return { allowed: false, rule: "unclear" };
  return holds(expression, allow) ? { allowed: true } : { allowed: false, rule: "not-allowed" };
}

async function parse(text: string): Promise<Info | undefined> {
  const { parseExpression } = await import("../../third-party/spdx-expression-parse.ts");
  try {
    return parseExpression(text);
  } catch {
    return undefined;
  }
}

function holds(expression: Info, allow: Allow): boolean {
  if ("conjunction" in expression) {
    const { conjunction, left, right } = expression;
    return conjunction === "and"
      ? holds(left, allow) && holds(right, allow)
      : holds(left, allow) || holds(right, allow);
  }
  // An exception only ever adds rights, and a later version is the choice of whoever takes it.
  const { license, exception } = expression;
  return allow.has(license) || (exception !== undefined && allow.has(`${license} WITH ${exception}`));
}

/** The license that a manifest names, in its forms of the last fifteen years, as one expression. */
export function licenseIn(manifest: Readonly<Record<string, unknown>>): string | undefined {
  const named = nameOf(manifest["license"]);
  if (named !== undefined) return named;
  // `licenses` was a choice
  const { licenses } = manifest;
  const names = (Array.isArray(licenses) ? licenses : [licenses]).flatMap((one) => nameOf(one) ?? []);
  return names.length === 0
    ? undefined
    : names.length === 1
      ? names[0]
      : names.map((name) => `(${name})`).join(" OR ");
}

function nameOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string"
    ? value.type
    : undefined;
}
