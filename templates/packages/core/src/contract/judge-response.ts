import type { FinalRoute } from "../app/route-table.ts";
import { hasNoContent } from "../http/status.ts";
import type { Describe } from "../openapi/describe.ts";
import { fieldsOf } from "../openapi/fields.ts";
import { impliedProblems } from "../openapi/implied-problems.ts";
import type { ResponseSpec } from "../route/route.ts";
import type { SentCheck } from "./sent-check.ts";

export interface Finding {
  readonly level: "error" | "warning";
  /** One of a kind is enough for each route. */
  readonly kind: string;
  readonly message: string;
}

/** What any route may be answered with, by limits that are not its own. */
const fromLimits = new Set([408, 429, 431]);

/** What is wrong with the answer to a request of which it is known whether the contract takes it. */
export async function judgeResponse(
  entry: FinalRoute,
  response: Response,
  invalid: string | undefined,
  describe: Describe,
  faultsOf: SentCheck,
): Promise<Finding | undefined> {
  const { status } = response;
  const spec = (entry.route.responses as Record<number, ResponseSpec | undefined>)[status];
  const error = (kind: string, message: string): Finding => ({ level: "error", kind, message });
  const type = (response.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  const isProblem = status >= 400 && type === "application/problem+json";
  // a declared 500 says what a crash looks like; it does not make one right
  if (status >= 500 && (!spec || (status === 500 && isProblem)))
    return error("5xx", `is answered with ${status}`);
  if (status < 400 && invalid !== undefined) {
    return error(
      "accepted",
      `has ${article(invalid)} that its schema refuses, and is answered with ${status}`,
    );
  }
  if (!spec) {
    if (!isProblem)
      return error("undeclared", `is answered with ${status}, which the route does not declare`);
    if (fromLimits.has(status) || impliedProblems(entry).includes(status)) return undefined;
    const message = `is answered with the problem ${status}, which the route does not declare`;
    return { level: "warning", kind: `problem ${status}`, message };
  }
  const missing = spec.headers
    ? fieldsOf(describe(spec.headers, "output")).find(
        ({ name, required }) => required && !response.headers.has(name),
      )
    : undefined;
  if (missing) return error("header", `is answered with ${status} without the header "${missing.name}"`);
  if (!spec.body || isProblem || hasNoContent(status) || entry.route.method === "HEAD") return undefined;
  if (type !== "application/json" && type?.endsWith("+json") !== true) {
    return error(
      "type",
      `is answered with ${status} as ${type === "" ? "no type" : type}; its schema means JSON`,
    );
  }
  const [fault] = await faultsOf(spec.body, await jsonOf(response));
  if (fault === undefined) return undefined;
  return error("body", `is answered with ${status}, and the body breaks its schema at ${fault}`);
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

function article(part: string): string {
  return part === "body" ? "a body" : part;
}
