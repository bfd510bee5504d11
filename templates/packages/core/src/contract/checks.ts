import type { FinalRoute } from "../app/route-table.ts";
import { parsePattern } from "../routing/path.ts";
import { type ContractIssue, nameOf } from "./issue.ts";
import type { SentCheck } from "./sent-check.ts";

/** A double one does not get here: registration refuses it. */
export function checkOperationIds(routes: readonly FinalRoute[]): ContractIssue[] {
  return routes
    .filter(({ route }) => route.operationId === undefined)
    .map((entry) => ({
      level: "error",
      route: nameOf(entry),
      message: "The route has no operationId, so no client can name it.",
    }));
}

/** Every example of a response must be one. */
export async function checkExamples(
  routes: readonly FinalRoute[],
  faultsOf: SentCheck,
): Promise<ContractIssue[]> {
  const issues: ContractIssue[] = [];
  for (const entry of routes) {
    for (const [status, spec] of Object.entries(entry.route.responses)) {
      for (const [name, example] of Object.entries(spec?.examples ?? {})) {
        const faults = spec?.body ? await faultsOf(spec.body, example.value) : [];
        for (const fault of faults) {
          const message = `The example "${name}" of response ${status} breaks its schema at ${fault}`;
          issues.push({ level: "error", route: nameOf(entry), message });
        }
      }
    }
  }
  return issues;
}

/** For GET and HEAD registration refuses one. */
export function checkBodies(routes: readonly FinalRoute[]): ContractIssue[] {
  return routes
    .filter(({ route }) => route.method === "DELETE" && route.request?.body !== undefined)
    .map((entry) => ({
      level: "warning",
      route: nameOf(entry),
      message: "A body has no defined meaning for DELETE (RFC 9110 §9.3.5); use the path, the query or POST.",
    }));
}

/** A path that names an object can name one that is not there; PUT makes it. */
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
