import type { FinalRoute } from "../app/route-table.ts";
import { parsePattern } from "../routing/path.ts";
import { Router } from "../routing/router.ts";
import { toIssues } from "../validation/issues.ts";
import { isStandardSchema, type StandardSchema } from "../validation/standard-schema.ts";
import { compileUnknownKeyCheck } from "../validation/unknown-keys.ts";
import type { ContractIssue } from "./run-contract-tests.ts";

export function nameOf(entry: FinalRoute): string {
  return `${entry.route.method} ${entry.path}`;
}

export function checkOperationIds(routes: readonly FinalRoute[]): ContractIssue[] {
  const seen = new Map<string, string>();
  return routes.flatMap((entry): ContractIssue[] => {
    const { operationId } = entry.route;
    const route = nameOf(entry);
    if (operationId === undefined) {
      return [{ level: "error", route, message: "The route has no operationId, so no client can name it." }];
    }
    const other = seen.get(operationId);
    if (other !== undefined) {
      return [
        { level: "error", route, message: `The operationId "${operationId}" is that of ${other} too.` },
      ];
    }
    seen.set(operationId, route);
    return [];
  });
}

/** Every example of a response must be a response: it is validated, and keys that the schema does not have are faults. */
export async function checkExamples(routes: readonly FinalRoute[]): Promise<ContractIssue[]> {
  const issues: ContractIssue[] = [];
  for (const entry of routes) {
    for (const [status, spec] of Object.entries(entry.route.responses)) {
      if (!spec?.examples || !spec.body || !isStandardSchema(spec.body)) continue;
      for (const [name, example] of Object.entries(spec.examples)) {
        for (const fault of await faultsOf(spec.body, example.value)) {
          const message = `The example "${name}" of response ${status} breaks its schema at ${fault}`;
          issues.push({ level: "error", route: nameOf(entry), message });
        }
      }
    }
  }
  return issues;
}

async function faultsOf(schema: StandardSchema, value: unknown): Promise<string[]> {
  const result = await schema["~standard"].validate(value);
  const broken = result.issues ? toIssues(schema["~standard"].vendor, "", result.issues) : [];
  const unknown = result.issues ? [] : await compileUnknownKeyCheck(schema)(value, result.value);
  return [...broken, ...unknown].map(({ path, message }) => `${path === "" ? "/" : path}: ${message}`);
}

/** A route is dead where a request made for its own pattern ends up with another one. */
export function checkDeadRoutes(table: readonly FinalRoute[]): ContractIssue[] {
  const router = new Router<FinalRoute>();
  for (const entry of table) router.add(entry.route.method, entry.path, entry);
  const statics = new Set(table.flatMap((entry) => entry.path.split("/")));
  let sample = "sample";
  while (statics.has(sample)) sample += "x";
  return table.flatMap((entry): ContractIssue[] => {
    const path = parsePattern(entry.path).map((segment) =>
      segment.kind === "static" ? segment.text : sample,
    );
    const found = router.find(entry.route.method, `/${path.join("/")}`);
    const winner = found?.leaf.byMethod[entry.route.method];
    if (winner === entry) return [];
    const by = winner ? ` ${nameOf(winner)} answers instead.` : "";
    return [{ level: "error", route: nameOf(entry), message: `The route can never match.${by}` }];
  });
}

export function checkBodies(routes: readonly FinalRoute[]): ContractIssue[] {
  return routes
    .filter(({ route }) => route.method === "DELETE" && route.request?.body !== undefined)
    .map((entry) => ({
      level: "warning",
      route: nameOf(entry),
      message: "A body has no defined meaning for DELETE (RFC 9110 §9.3.5); use the path, the query or POST.",
    }));
}

/** A path that names an object can name one that is not there. */
export function checkErrorResponses(routes: readonly FinalRoute[]): ContractIssue[] {
  return routes
    .filter(({ route, path }) => {
      const named = parsePattern(path).some((segment) => segment.kind !== "static");
      const declared = Object.keys(route.responses).map(Number);
      return named && route.method !== "PUT" && !declared.some((status) => status >= 400 && status < 500);
    })
    .map((entry) => ({
      level: "warning",
      route: nameOf(entry),
      message:
        "The path names an object, and no response says what happens when there is none; declare a 404.",
    }));
}
