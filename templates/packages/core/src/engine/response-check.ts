import { InternalError } from "../errors/http-error.ts";
import { markReported } from "../errors/reported.ts";
import type { Responses } from "../route/route.ts";
import type { RequestContext } from "./context.ts";
import type { Contract } from "./contract.ts";
import type { OnDemand } from "./on-demand.ts";
import { CheckedResult, isAnswer } from "./respond.ts";

type Check = (result: unknown, context: RequestContext) => unknown;

/**
 * Holds a handler's result to the responses that the route declares: the status must be among them, the body must keep
 * its schema, and what the schema does not have is left out.
 *
 * @param contract what validates bodies; `undefined` where nothing does
 */
export function compileResponseCheck(
  responses: Responses,
  where: string,
  contract: OnDemand<Contract> | undefined,
): Check {
  const declared = new Map(
    Object.entries(responses).map(([status, spec]) => [Number(status), spec?.body !== undefined]),
  );

  return (result, context) => {
    if (result instanceof Response) return result;
    if (!isAnswer(result)) throw brokenContract(where, context, "the handler returned no {status, body}.");
    const json = declared.get(result.status);
    if (json === undefined) throw brokenContract(where, context, `status ${result.status} is not declared.`);
    if (!json || !contract) return new CheckedResult(result, result.body, json);
    if (contract.value) return contract.value.checkResponse(result, context);
    return contract.load().then(({ checkResponse }) => checkResponse(result, context));
  };
}

/** The 500 of a response that breaks its contract; what it was is in the log. */
export function brokenContract(
  where: string,
  context: RequestContext,
  why: string,
  details: Record<string, unknown> = {},
): InternalError {
  context.log.error({ route: where, ...details }, `The response of ${where} breaks its contract: ${why}`);
  return markReported(new InternalError(`The response breaks the contract of this route: ${why}`));
}
