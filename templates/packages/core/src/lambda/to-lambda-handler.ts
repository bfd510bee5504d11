import type { App } from "../app/app.ts";
import type { EngineResponse } from "../http/response.ts";
import { bufferedBody } from "./buffered-body.ts";
import type { LambdaContext, LambdaEvent, LambdaResult } from "./events.ts";
import { headOf } from "./head.ts";
import { Invocations, internalError, type LambdaOptions } from "./invocation.ts";
import { type EventKind, readEvent } from "./read-event.ts";

export type LambdaHandler = (event: LambdaEvent, context?: LambdaContext) => Promise<LambdaResult>;

/** What Lambda takes as an answer, the JSON around the body included: 6 MB, and 1 MB behind a load balancer. */
const limits: Readonly<Record<EventKind, number>> = {
  v1: 6 * 1024 * 1024,
  v2: 6 * 1024 * 1024,
  alb: 1024 * 1024,
  "alb-multi-value": 1024 * 1024,
};

/**
 * Serves an app as a Lambda function behind API Gateway (payload 1.0 or 2.0), a Function URL or an Application Load Balancer. The
 * boot guards run while the module is loaded. The client's address is the one that the platform saw; `trustProxy` may stay unset.
 * `onStart` runs with the first request, `onShutdown` on SIGTERM, which Lambda sends where an extension is registered.
 *
 * A request ends half a second before the function's own timeout, so that the client gets an answer. What outlives the response
 * (asynchronous `onResponse` hooks) is waited for.
 *
 * @example
 * export const handler = toLambdaHandler(createApp(loadConfig((name) => process.env[name])));
 *
 * @returns a handler that rejects with a `TypeError` for an event that is no HTTP request
 * @throws BootGuardError with every fault of the configuration
 */
export function toLambdaHandler(app: App<never> | App, options: LambdaOptions = {}): LambdaHandler {
  const invocations = new Invocations(app, options);
  return async (event, context) => {
    const request = readEvent(event);
    const { response, done } = await invocations.answer(request, context);
    const result = await resultOf(response, request.method, request.kind).catch((error: unknown) => {
      const setting = "toLambdaStreamHandler";
      invocations.logger.error({ err: error, setting }, "The response could not be sent");
      return resultOf(internalError(), request.method, request.kind);
    });
    await done();
    return result;
  };
}

/** @throws TypeError when it is more than Lambda takes */
async function resultOf(response: EngineResponse, method: string, kind: EventKind): Promise<LambdaResult> {
  const most = limits[kind];
  const result = { ...headOf(response, kind, method), ...(await bufferedBody(response, method, most)) };
  // escaping makes a character six at most
  if (result.body.length * 6 > most && Buffer.byteLength(JSON.stringify(result)) > most) {
    throw new TypeError(
      `The response is larger than the ${most / 1024 / 1024} MB that Lambda takes. Send it in parts, or stream it.`,
    );
  }
  return result;
}
