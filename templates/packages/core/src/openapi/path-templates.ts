/** A name in a path template, and the member of the route's `params` that it stands for. */
export interface PathName {
  readonly name: string;
  readonly source: string;
}

export interface PathTemplate {
  readonly template: string;
  readonly names: readonly PathName[];
}

/**
 * The path templates of a document. `/books/:id` is `/books/{id}`; OpenAPI has no wildcard, so `/files/*` is
 * `/files/{wildcard}`. Beside `/files/:id` that would be the same path twice, which OpenAPI forbids (OAS 3.1.1 §4.8.8.2):
 * what is left for the wildcard is a longer path, so it is `/files/{wildcard1}/{wildcard2}`.
 */
export function pathTemplates(patterns: readonly string[]): ReadonlyMap<string, PathTemplate> {
  const templates = new Map<string, PathTemplate>();
  const taken = new Set<string>();
  const isWildcard = (pattern: string) => pattern.endsWith("/*");
  for (const pattern of [...new Set(patterns)].sort(
    (a, b) => Number(isWildcard(a)) - Number(isWildcard(b)),
  )) {
    let made = pathTemplate(pattern, 1);
    for (let parts = 2; taken.has(shapeOf(made)); parts++) made = pathTemplate(pattern, parts);
    taken.add(shapeOf(made));
    templates.set(pattern, made);
  }
  return templates;
}

function pathTemplate(pattern: string, wildcardParts: number): PathTemplate {
  const segments = pattern.split("/");
  const given = new Set(segments.map((segment) => segment.slice(1)));
  let wildcard = "wildcard";
  while (given.has(wildcard) || given.has(`${wildcard}1`)) wildcard = `_${wildcard}`;
  const names: PathName[] = [];
  const template = segments.map((segment) => {
    if (segment.startsWith(":")) names.push({ name: segment.slice(1), source: segment.slice(1) });
    else if (segment !== "*") return segment;
    else if (wildcardParts === 1) names.push({ name: wildcard, source: "*" });
    else {
      const parts = Array.from({ length: wildcardParts }, (_, index) => `${wildcard}${index + 1}`);
      names.push(...parts.map((name) => ({ name, source: "" })));
      return parts.map((name) => `{${name}}`).join("/");
    }
    return `{${names.at(-1)?.name}}`;
  });
  return { template: template.join("/"), names };
}

/** Two templates that differ in their names alone are one path. */
function shapeOf({ template }: PathTemplate): string {
  return template.replaceAll(/\{[^}]*\}/g, "{}");
}
