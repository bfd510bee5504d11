import { isDeepStrictEqual } from "node:util";

/** How one part of a document differs: an operation, a schema, a field of `info`. */
export interface Difference {
  readonly kind: "added" | "removed" | "changed";
  /** `GET /books/{id}`, `schema Book` */
  readonly part: string;
  /** Of a changed part: `response 404 added`. */
  readonly details: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;
type Parts = ReadonlyMap<string, unknown>;

/** What differs between two OpenAPI documents, operations first. The order of keys means nothing. */
export function compareDocuments(before: Json, after: Json): Difference[] {
  return compareParts(partsOf(before), partsOf(after)).map(({ kind, part, from, to }) => ({
    kind,
    part,
    details:
      kind === "changed"
        ? compareParts(detailsOf(part, from), detailsOf(part, to)).map((one) => `${one.part} ${one.kind}`)
        : [],
  }));
}

function compareParts(before: Parts, after: Parts) {
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((part) => {
    const [from, to] = [before.get(part), after.get(part)];
    if (isDeepStrictEqual(from, to)) return [];
    const kind = !before.has(part) ? "added" : after.has(part) ? "changed" : "removed";
    return [{ kind, part, from, to } as const];
  });
}

const componentNames: Readonly<Record<string, string>> = {
  schemas: "schema",
  responses: "response",
  securitySchemes: "security scheme",
};

/** Every part of a document, under the name by which people know it. Together they are the whole document. */
function partsOf({ paths, components, ...rest }: Json): Parts {
  return new Map([
    ...entries(paths).flatMap(([path, item]) =>
      entries(item).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
    ),
    ...entries(components).flatMap(([section, members]) =>
      entries(members).map(
        ([name, value]) => [`${componentNames[section] ?? `components.${section}`} ${name}`, value] as const,
      ),
    ),
    ...Object.entries(rest),
  ]);
}

/** The parts of one part. */
function detailsOf(part: string, value: unknown): Parts {
  const details = new Map<string, unknown>();
  for (const [key, inner] of entries(value)) {
    if (key === "parameters" && Array.isArray(inner)) {
      for (const parameter of inner) details.set(`${parameter?.in} ${parameter?.name}`, parameter);
    } else if (key === "responses") {
      for (const [status, response] of entries(inner)) details.set(`response ${status}`, response);
    } else if (key === "properties" && part.startsWith("schema ")) {
      for (const [name, schema] of entries(inner)) details.set(name, schema);
    } else details.set(key === "requestBody" ? "body" : key, inner);
  }
  return details;
}

const entries = (value: unknown): [string, unknown][] =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
