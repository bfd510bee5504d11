import { InternalError } from "../errors/http-error.ts";
import { markReported } from "../errors/reported.ts";
import type { Responses } from "../route/route.ts";
import type { RequestContext } from "./context.ts";
import type { LoadedContract } from "./pipeline.ts";
import { CheckedResult, isResult } from "./respond.ts";
import { andThen } from "./steps.ts";

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

  return (result, context) => {
    if (result instanceof Response) return result;
    if (!isResult(result)) throw broken(context, "the handler returned no {status, body}.");
    const { status, body } = result;
    const json = declared.get(status);
    if (json === undefined) throw broken(context, `status ${status} is not declared.`);
    if (!json || !contract) return new CheckedResult(result, body, json);
    const checked = andThen(contract(), ({ checkResponse }) => checkResponse(status, body));
    return andThen(checked, ({ issues, value }) => {
      if (issues) {
        throw broken(context, `the body of status ${status} does not match its schema.`, { issues });
      }
      return new CheckedResult(result, value, true);
    });
  };
}
