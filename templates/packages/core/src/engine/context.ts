import type { EngineRequest, RequestHead } from "../http/request.ts";
import type { Logger } from "../logging/logger.ts";
import type { ClientAddress } from "../proxy/client-address.ts";
import type { Context, ContextState } from "../route/route.ts";
import type { PathParams } from "../routing/router.ts";
import type { OnDemand } from "./on-demand.ts";

/** What a context needs of its app. */
export interface ContextHost {
  readonly logger: Logger;
  readonly decorations: Readonly<Record<string, unknown>> | undefined;
  /** Finds the client behind proxies that may speak for it; `undefined` where none may. Loaded before the first context is made. */
  readonly clientAddress: OnDemand<ClientAddress> | undefined;
}

/**
 * One request on its way through the app. What costs something (`signal`, `request`, `log`, `clientAddress`) is made
 * when it is first touched: an AbortController alone costs more than the secure headers.
 */
export class RequestContext implements Context {
  params: unknown = undefined;
  query: unknown = undefined;
  headers: unknown = undefined;
  body: unknown = undefined;
  readonly state: ContextState;
  readonly requestId: string;
  readonly engineRequest: EngineRequest;
  rawParams: PathParams = noParams;
  bodyLimitBytes: number;
  routePattern = "no route";
  /** True while the body is still on its way: what then takes too long is the client (408), not the app (503). */
  receiving = false;
  expired = false;
  /** `onResponse` has seen the final response. */
  reported = false;
  /** The rest of the step that is awaited: see `waitFor`. */
  afterwards: ((value: unknown) => unknown) | undefined = undefined;
  readonly #host: ContextHost;
  #abort: AbortController | undefined;
  #abortReason: unknown;
  #log: Logger | undefined;
  #clientAddress: string | undefined | null = null;

  constructor(host: ContextHost, request: EngineRequest, requestId: string, bodyLimitBytes: number) {
    this.#host = host;
    this.engineRequest = request;
    this.requestId = requestId;
    this.bodyLimitBytes = bodyLimitBytes;
    this.state = host.decorations ? { ...host.decorations } : {};
  }

  get head(): RequestHead {
    return this.engineRequest;
  }

  get request(): Request {
    return this.engineRequest.toRequest(this.bodyLimitBytes);
  }

  get signal(): AbortSignal {
    if (!this.#abort) {
      this.#abort = new AbortController();
      if (this.#abortReason !== undefined) this.#abort.abort(this.#abortReason);
      else this.engineRequest.onClientGone(() => this.abort(new Error("The client closed the connection.")));
    }
    return this.#abort.signal;
  }

  get log(): Logger {
    this.#log ??= this.#host.logger.child({ requestId: this.requestId });
    return this.#log;
  }

  get clientAddress(): string | undefined {
    if (this.#clientAddress === null) {
      const { engineRequest: request } = this;
      const { clientAddress } = this.#host;
      this.#clientAddress = clientAddress
        ? clientAddress.value?.(request)
        : (request.platformAddress ?? request.remoteAddress);
    }
    return this.#clientAddress;
  }

  /** The time is over: the client has its answer, and what has not begun does not begin any more. */
  expire(reason: unknown): void {
    this.expired = true;
    this.abort(reason);
  }

  abort(reason: unknown): void {
    this.#abortReason ??= reason;
    this.#abort?.abort(reason);
  }
}

const noParams: PathParams = Object.freeze({});
