import type { AdapterPort } from "../app/adapter-port.ts";
import type { Engine } from "../engine/engine.ts";
import { sendWeb } from "../http/send-web.ts";
import { FetchEngineRequest } from "./fetch-request.ts";

/** Answers the Web requests of a runtime that listens itself. */
export class FetchListener {
  readonly #engine: Engine;
  readonly #port: AdapterPort;
  #stopping = false;

  constructor(engine: Engine, port: AdapterPort) {
    this.#engine = engine;
    this.#port = port;
  }

  /** From here on every response asks for the end of its connection. */
  stop(): void {
    this.#stopping = true;
  }

  /** @param answered is called where the response is whole, and no stream */
  async handle(
    request: Request,
    remoteAddress: string | undefined,
    answered?: () => void,
  ): Promise<Response> {
    const incoming = new FetchEngineRequest(request, remoteAddress);
    const response = await this.#engine.answer(incoming);
    if (this.#stopping) response.headers.setTrusted("connection", "close");
    if (!(response.body instanceof ReadableStream)) {
      incoming.markAnswered();
      answered?.();
    }
    return sendWeb(response, request.method, this.#port.logger);
  }
}
