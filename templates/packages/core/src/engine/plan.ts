import type { EngineRequest } from "../http/request.ts";
import type { EngineResponse } from "../http/response.ts";
import type { Router } from "../routing/router.ts";
import type { ContextHost } from "./context.ts";
import type { Pipeline } from "./pipeline.ts";

/** What `ready()` decided once and for all. */
export interface EnginePlan extends ContextHost {
  readonly router: Router<Pipeline>;
  /** Runs where no route matches: the hooks of the app, and nothing behind them. */
  readonly fallback: Pipeline;
  /** The same below the prefix of a group or a mounted app, with the hooks of that too. */
  readonly areas: Router<Pipeline>;
  readonly requestTimeoutMs: number;
  readonly maxHeaderCount: number;
  /** Production: what a 5xx says of its cause stays in the log. */
  readonly redact: boolean;
  makeRequestId(request: EngineRequest): string;
  /** The header that carries the request id, or `undefined` where it is switched off. */
  readonly requestIdHeader: string | undefined;
  /** Throws where the request must not be looked at further (forwarded headers nobody decided on). */
  readonly admit: ((request: EngineRequest) => void) | undefined;
}

/** Takes the answer to a request. */
export type Reply = (response: EngineResponse) => void;
