import type { FinalRoute } from "../app/route-table.ts";
import type { Describe } from "../openapi/describe.ts";
import { fieldsOf } from "../openapi/fields.ts";
import { parsePattern, type Segment } from "../routing/path.ts";
import { Router } from "../routing/router.ts";
import { listOf } from "../validation/json-schema.ts";
import { type ContractIssue, nameOf } from "./issue.ts";

/** How many combinations of fixed values are tried for one route. */
const mostPaths = 1000;

/**
 * A route is dead where every path that it could take ends up with another one: the values of its parameters are fixed,
 * and static routes have them all.
 */
export function checkDeadRoutes(table: readonly FinalRoute[], describe: Describe): ContractIssue[] {
  const router = new Router<FinalRoute>();
  for (const entry of table) router.add(entry.route.method, entry.path, entry);
  const statics = new Set(table.flatMap((entry) => entry.path.split("/")));
  let free = "any";
  while (statics.has(free)) free += "x";
  return table.flatMap((entry): ContractIssue[] => {
    let winner: FinalRoute | undefined;
    for (const path of pathsOf(entry, describe, free)) {
      winner = router.find(entry.route.method, path)?.leaf.byMethod[entry.route.method];
      if (winner === entry) return [];
    }
    const by = winner ? `: ${nameOf(winner)} answers in its place` : "";
    return [{ level: "error", route: nameOf(entry), message: `The route can never match${by}.` }];
  });
}

/** Every path that a route could take, as far as its parameters are fixed; one free value stands for all others. */
function pathsOf({ path, route }: FinalRoute, describe: Describe, free: string): string[] {
  const fields = route.request?.params ? fieldsOf(describe(route.request.params, "input")) : [];
  const fixed = new Map(
    fields.map(({ name, schema }) => [name, "const" in schema ? [schema["const"]] : listOf(schema["enum"])]),
  );
  let paths = [""];
  for (const segment of parsePattern(path)) {
    const values = valuesOf(segment, fixed, free);
    paths = paths.flatMap((before) => values.map((value) => `${before}/${value}`)).slice(0, mostPaths);
  }
  return paths[0] === "" ? ["/"] : paths;
}

function valuesOf(segment: Segment, fixed: ReadonlyMap<string, readonly unknown[]>, free: string): string[] {
  if (segment.kind === "static") return [segment.text];
  // deeper than any parameter beside it reaches
  if (segment.kind === "wildcard")
    return Array.from({ length: 20 }, (_, depth) => `${free}/`.repeat(depth) + free);
  const values = fixed.get(segment.name) ?? [];
  return values.length > 0 ? values.map((value) => encodeURIComponent(String(value))) : [free];
}
