import { enforcedSchemes, type FinalRoute } from "../app/route-table.ts";
import type { SecurityScheme } from "./document.ts";

const predefinedSchemes: Readonly<Record<string, SecurityScheme>> = {
  bearer: { type: "http", scheme: "bearer" },
  basic: { type: "http", scheme: "basic" },
};

/** What a route demands: what it declares, else what its hooks enforce, all of it together. Nothing for a public one. */
export function securityOf(entry: FinalRoute): Record<string, readonly string[]>[] {
  if (entry.auth === "public") return [];
  if (entry.auth !== undefined) return [{ [entry.auth.scheme]: entry.auth.scopes ?? [] }];
  const schemes = [...new Set(enforcedSchemes(entry.hooks))];
  return schemes.length === 0 ? [] : [Object.fromEntries(schemes.map((scheme) => [scheme, []]))];
}

/** @throws TypeError when a scheme is used that nobody described */
export function pickSchemes(
  used: ReadonlySet<string>,
  described: Readonly<Record<string, SecurityScheme>>,
): Record<string, SecurityScheme> {
  const known = { ...predefinedSchemes, ...described };
  const picked: Record<string, SecurityScheme> = {};
  for (const name of [...used].sort()) {
    const scheme = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!scheme) {
      throw new TypeError(
        `A route's auth names the security scheme "${name}"; describe it: new App({ openapi: { securitySchemes: { ${JSON.stringify(name)}: … } } }).`,
      );
    }
    picked[name] = scheme;
  }
  return picked;
}
