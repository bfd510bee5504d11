import { adapterPort } from "../app/adapter-port.ts";
import type { App } from "../app/app.ts";
import {
  checkBodies,
  checkDeadRoutes,
  checkErrorResponses,
  checkExamples,
  checkOperationIds,
} from "./checks.ts";
import { type FuzzOptions, fuzz } from "./fuzz.ts";

export interface ContractIssue {
  readonly level: "error" | "warning";
  /** `GET /books/:id` */
  readonly route: string;
  readonly message: string;
}

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
 * declared. With `fuzz`, requests are generated from the schemas and sent in process: every 5xx and every accepted
 * invalid input is an issue.
 *
 * @throws BootGuardError when the app must not start
 */
export async function runContractTests(
  app: App<never> | App,
  options: ContractOptions = {},
): Promise<ContractReport> {
  const { table } = (app as App)[adapterPort].describe();
  const routes = table.filter((entry) => !entry.builtIn);
  const issues = [
    ...checkOperationIds(routes),
    ...(await checkExamples(routes)),
    ...checkDeadRoutes(table),
    ...checkBodies(routes),
    ...checkErrorResponses(routes),
    ...(options.fuzz ? await fuzz(app as App, routes, options.fuzz) : []),
  ];
  return { ok: issues.every((issue) => issue.level !== "error"), checked: routes.length, issues };
}
