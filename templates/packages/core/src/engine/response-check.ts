import { InternalError } from "../errors/http-error.ts";
import { markReported } from "../errors/reported.ts";
import type { Responses } from "../route/route.ts";
import type { RequestContext } from "./context.ts";
import type { CheckedBody, Contract } from "./contract.ts";
import type { LoadedContract } from "./pipeline.ts";
import { type Answer, CheckedResult, isResult } from "./respond.ts";
import { isThenable } from "./steps.ts";

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
  contract: LoadedContract | undefined,
): Check {
  const declared = new Map(
    Object.entries(responses).map(([status, spec]) => [Number(status), spec?.body !== undefined]),
  );

  function broken(
    context: RequestContext,
    why: string,
    details: Record<string, unknown> = {},
  ): InternalError {
    context.log.error({ route: where, ...details }, `The response of ${where} breaks its contract: ${why}`);
    return markReported(new InternalError(`The response breaks the contract of this route: ${why}`));
  }

  function checkBody({ checkResponse }: Contract, result: Answer, context: RequestContext): unknown {
    const checked = checkResponse(result.status, result.body);
    return isThenable(checked)
      ? checked.then((one) => take(one, result, context))
      : take(checked, result, context);
  }

  function take({ issues, value }: CheckedBody, result: Answer, context: RequestContext): CheckedResult {
    if (!issues) return new CheckedResult(result, value, true);
    throw broken(context, `the body of status ${result.status} does not match its schema.`, { issues });
  }

  return (result, context) => {
    if (result instanceof Response) return result;
    if (!isResult(result)) throw broken(context, "the handler returned no {status, body}.");
    const json = declared.get(result.status);
    if (json === undefined) throw broken(context, `status ${result.status} is not declared.`);
    if (!json || !contract) return new CheckedResult(result, result.body, json);
    const loaded = contract();
    if (isThenable(loaded)) return loaded.then((there) => checkBody(there, result, context));
    return checkBody(loaded, result, context);
  };
}
