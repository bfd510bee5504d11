import { adapterPort } from "../app/adapter-port.ts";
import type { App } from "../app/app.ts";
import { judgedEngine } from "../app/judged-engine.ts";
import { shutdownOnSigterm } from "../app/shutdown-on-sigterm.ts";
import { startOnce } from "../app/start-once.ts";
import { problemResponse } from "../errors/problem.ts";
import type { EngineResponse } from "../http/response.ts";
import type { Logger } from "../logging/logger.ts";
import type { LambdaContext } from "./events.ts";
import type { EventRequest } from "./read-event.ts";
import { type InvocationOptions, LambdaEngineRequest } from "./request.ts";

export interface LambdaOptions {
  /**
   * How long each `onShutdown` function may take, in milliseconds. Default 300: Lambda leaves 500 ms where an internal extension is
   * registered, 2,000 ms with an external one, and without any sends no SIGTERM at all.
   */
  readonly shutdownGraceMs?: number | undefined;
}

/** One request, answered; `done` settles when nothing of it is under way any more. */
export interface Answered {
  readonly response: EngineResponse;
  done(): Promise<unknown>;
}

/** What is left of an invocation's time for sending the answer, in milliseconds. */
const sendingMs = 250;

/** An app behind one of the handlers, judged while the module is loaded. */
export class Invocations {
  readonly logger: Logger;
  readonly #engine: ReturnType<typeof judgedEngine>;
  readonly #started: () => Promise<boolean>;

  /** @throws BootGuardError with every fault of the configuration */
  constructor(app: App<never> | App, { shutdownGraceMs = 300 }: LambdaOptions) {
    const port = (app as App)[adapterPort];
    this.logger = port.logger;
    this.#engine = judgedEngine(port);
    this.#started = startOnce(port);
    shutdownOnSigterm(app as App, shutdownGraceMs);
  }

  async answer(
    event: EventRequest,
    context: LambdaContext | undefined,
    onClientGone?: InvocationOptions["onClientGone"],
  ): Promise<Answered> {
    const pending: Promise<unknown>[] = [];
    const remainingMs = remainingTime(context);
    const done = () => settled(pending, remainingTime(context));
    if (!(await this.#started())) return { response: internalError(), done };
    const request = new LambdaEngineRequest(event, {
      remainingMs,
      waitUntil: (work) => pending.push(work),
      ...(onClientGone === undefined ? {} : { onClientGone }),
    });
    return { response: await this.#engine.answer(request), done };
  }
}

export function internalError(): EngineResponse {
  return problemResponse(undefined, crypto.randomUUID(), true, []);
}

function remainingTime(context: LambdaContext | undefined): number | undefined {
  const remaining: unknown = context?.getRemainingTimeInMillis?.();
  return typeof remaining === "number" && Number.isFinite(remaining) ? remaining : undefined;
}

/** The process is frozen once the answer is there: what outlives the response is waited for, as long as there is time. */
async function settled(pending: readonly Promise<unknown>[], remainingMs: number | undefined): Promise<void> {
  if (pending.length === 0) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    if (remainingMs !== undefined) timer = setTimeout(resolve, Math.max(0, remainingMs - sendingMs));
  });
  await Promise.race([Promise.allSettled(pending), late]);
  clearTimeout(timer);
}
