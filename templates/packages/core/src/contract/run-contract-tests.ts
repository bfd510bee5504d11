import { adapterPort } from "../app/adapter-port.ts";
import type { App } from "../app/app.ts";
import { describeWith } from "../openapi/describe.ts";
import { checkBodies, checkErrorResponses, checkExamples, checkOperationIds } from "./checks.ts";
import { checkDeadRoutes } from "./dead-routes.ts";
import { type FuzzOptions, fuzz } from "./fuzz.ts";
import type { ContractIssue } from "./issue.ts";
import { compileSentCheck } from "./sent-check.ts";

export interface ContractReport {
  /** No issue of level error. */
  readonly ok: boolean;
  /** How many routes were looked at. */
  readonly checked: number;
  readonly issues: readonly ContractIssue[];
}

export interface ContractOptions {
  /** Sends generated requests to the app as well. */
  fuzz?: FuzzOptions | undefined;
}

/**
 * Looks at an app's contract for what no request would show at once: examples that break their schema, missing or double
 * operation ids, routes that can never match, bodies where they mean nothing, and (as warnings) error responses nobody
 * declared.
 *
 * With `fuzz`, requests are generated from the schemas, valid ones and near misses, and sent in process. Every 5xx that
 * is not declared, every response outside the contract and every accepted invalid request is an issue; its seed and run
 * make the same request again. Handlers do run: give the app a store that may be written to.
 *
 * @throws BootGuardError when the app must not start
 */
export async function runContractTests(
  app: App<never> | App,
  options: ContractOptions = {},
): Promise<ContractReport> {
  const described = describeApp(app as App);
  if ("issue" in described) return { ok: false, checked: 0, issues: [described.issue] };
  const { table, openapi } = described;
  const routes = table.filter((entry) => !entry.builtIn);
  const describe = describeWith(openapi.toJsonSchema);
  const faultsOf = compileSentCheck(describe);
  const issues = [
    ...checkOperationIds(routes),
    ...(await checkExamples(routes, faultsOf)),
    ...checkDeadRoutes(table, describe),
    ...checkBodies(routes),
    ...checkErrorResponses(routes),
    ...(options.fuzz ? await fuzz(app as App, table, options.fuzz, describe, faultsOf) : []),
  ];
  return { ok: issues.every((issue) => issue.level !== "error"), checked: routes.length, issues };
}

/** What a mounted app brings, a double route or operationId, is known only when everything is put together. */
function describeApp(app: App) {
  try {
    return app[adapterPort].describe();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const issue: ContractIssue = { level: "error", route: "app", message: error.message };
    return { issue };
  }
}
