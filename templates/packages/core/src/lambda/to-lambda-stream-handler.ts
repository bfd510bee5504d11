import type { App } from "../app/app.ts";
import type { EngineResponse } from "../http/response.ts";
import { hasNoContent } from "../http/status.ts";
import type { LambdaContext, LambdaEvent } from "./events.ts";
import { headOf } from "./head.ts";
import { Invocations, type LambdaOptions } from "./invocation.ts";
import { readEvent } from "./read-event.ts";

/** The stream that Lambda gives a streaming handler: what is used of Node's `Writable`. */
export interface LambdaResponseStream {
  write(chunk: Uint8Array | string): boolean;
  end(): unknown;
  destroy(error?: Error): unknown;
  once(event: "close" | "drain" | "finish", listener: () => void): unknown;
  once(event: "error", listener: (error: Error) => void): unknown;
  readonly writableFinished: boolean;
}

export type LambdaStreamHandler = (
  event: LambdaEvent,
  responseStream: LambdaResponseStream,
  context?: LambdaContext,
) => Promise<void>;

/** The global of Lambda's Node runtime. */
interface StreamingRuntime {
  streamifyResponse(handler: LambdaStreamHandler): LambdaStreamHandler;
  readonly HttpResponseStream: {
    from(stream: LambdaResponseStream, metadata: object): LambdaResponseStream;
  };
}

/**
 * As `toLambdaHandler`, with the response streamed: behind a Function URL with `InvokeMode: RESPONSE_STREAM`, or a REST API with
 * response streaming. Lambda does not tell of a client that goes away: a stream without an end runs into the function's timeout.
 *
 * @example
 * export const handler = toLambdaStreamHandler(createApp(loadConfig((name) => process.env[name])));
 *
 * @throws BootGuardError with every fault of the configuration
 * @throws TypeError outside of Lambda's Node runtime
 */
export function toLambdaStreamHandler(
  app: App<never> | App,
  options: LambdaOptions = {},
): LambdaStreamHandler {
  const invocations = new Invocations(app, options);
  const runtime = streamingRuntime();
  return runtime.streamifyResponse(async (event, responseStream, context) => {
    const request = readEvent(event);
    const gone = clientGone(responseStream);
    const { response, done } = await invocations.answer(request, context, gone);
    try {
      const stream = runtime.HttpResponseStream.from(
        responseStream,
        headOf(response, request.kind, request.method),
      );
      await send(response, request.method, stream);
    } catch (error) {
      invocations.logger.error({ err: error }, "A stream broke off while it was sent");
      responseStream.destroy(error instanceof Error ? error : new Error("The stream broke off."));
    }
    await done();
  });
}

function streamingRuntime(): StreamingRuntime {
  const runtime = Reflect.get(globalThis, "awslambda") as StreamingRuntime | undefined;
  if (typeof runtime?.streamifyResponse === "function") return runtime;
  throw new TypeError(
    "toLambdaStreamHandler() needs the awslambda global of Lambda's Node runtime, which is not there. Use toLambdaHandler() elsewhere.",
  );
}

function clientGone(stream: LambdaResponseStream): (callback: () => void) => void {
  let isGone = false;
  const callbacks: (() => void)[] = [];
  const onGone = (): void => {
    if (isGone || stream.writableFinished) return;
    isGone = true;
    for (const callback of callbacks) callback();
  };
  stream.once("close", onGone);
  stream.once("error", onGone);
  return (callback) => {
    if (isGone) callback();
    else callbacks.push(callback);
  };
}

async function send(
  { body, status }: EngineResponse,
  method: string,
  stream: LambdaResponseStream,
): Promise<void> {
  const finished = new Promise<void>((resolve) => {
    stream.once("finish", resolve);
    stream.once("close", resolve);
  });
  // the head leaves with the first write, so there has to be one
  stream.write(new Uint8Array(0));
  if (body instanceof ReadableStream) {
    if (method === "HEAD" || hasNoContent(status)) body.cancel().catch(() => {});
    else await pump(body, stream);
  } else if (body !== null && method !== "HEAD" && !hasNoContent(status)) {
    stream.write(body);
  }
  stream.end();
  await finished;
}

/** Sends a stream at the client's pace; a client that goes away cancels it. */
async function pump(body: ReadableStream<Uint8Array>, stream: LambdaResponseStream): Promise<void> {
  const reader = body.getReader();
  let open = true;
  let goOn = (): void => {};
  stream.once("close", () => {
    open = false;
    goOn();
    reader.cancel(new Error("The client closed the connection.")).catch(() => {});
  });
  for (;;) {
    const { done, value } = await reader.read();
    if (done || !open) return;
    if (stream.write(value)) continue;
    await new Promise<void>((resolve) => {
      goOn = resolve;
      if (open) stream.once("drain", resolve);
      else resolve();
    });
  }
}
