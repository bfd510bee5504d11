import type { ContractIssue } from "../../describe/description.ts";
import type { Finding, Gate } from "../../verify/gate.ts";
import type { Source } from "../../verify/source.ts";
import { locateRoute } from "../names/locate-route.ts";

export const contract: Gate = {
  name: "contract",
  summary: "The routes' contract is whole: examples, operation ids, reachable routes",
  explanation: `Builds the project, lets the app describe itself without running (DALOY_BUILD=1), and finds what runContractTests() of
@daloyjs/core/contract calls an error: examples that break their schema, missing or double operation ids, routes that no request can
reach, bodies where they mean nothing.

Clients, documents and tests are made from the contract: what is wrong there is wrong everywhere.

It does not send requests: the fuzzer of runContractTests() does, in the project's own tests.`,
  waits: true,
  async run({ config, describe, sources }) {
    if (config.smoke === undefined)
      return { skipped: 'daloy.config.json has no "smoke" section, which says how the app is made' };
    const { contract: issues = [] } = await describe();
    return contractFindings(issues, await sources());
  },
};

export function contractFindings(issues: readonly ContractIssue[], sources: readonly Source[]): Finding[] {
  return issues
    .filter(({ level }) => level === "error")
    .map(({ route, message }) => ({
      ...locateRoute(route, sources),
      rule: "issue",
      message: `${route}: ${message}`,
      why: "Clients, documents and tests are made from the contract; what is wrong there is wrong everywhere.",
      fix: "Mend the route's definition.",
    }));
}
