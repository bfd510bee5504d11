import { problemResponse } from "../errors/problem.ts";
import { sendWeb } from "../http/send-web.ts";
import { WebEngineRequest } from "../http/web.ts";
import { parseIp } from "../net/ip-address.ts";
import { adapterPort } from "./adapter-port.ts";
import type { App } from "./app.ts";
import { judgedEngine } from "./judged-engine.ts";
import { startOnce } from "./start-once.ts";

/** Keeps the platform from ending the work with the response. */
export type WaitUntil = (work: Promise<unknown>) => void;

/**
 * Answers Web requests that a platform hands to a module, which was judged when it was loaded.
 *
 * @param addressHeader names the header in which the platform itself writes the client's address, whatever the client sent
 * @throws BootGuardError with every fault of the configuration
 */
export function webHandler(
  app: App<never> | App,
  addressHeaders: readonly string[],
): (request: Request, waitUntil: WaitUntil | undefined) => Promise<Response> {
  const port = (app as App)[adapterPort];
  const engine = judgedEngine(port);
  const started = startOnce(port);
  return async (request, waitUntil) => {
    const starting = started();
    waitUntil?.(starting);
    if (!(await starting)) {
      return sendWeb(problemResponse(undefined, crypto.randomUUID(), true, []), request.method, port.logger);
    }
    const platformAddress = addressIn(request.headers, addressHeaders);
    const response = await engine.answer(new WebEngineRequest(request, { platformAddress, waitUntil }));
    return sendWeb(response, request.method, port.logger);
  };
}

/** The first of the headers that is there; `null` for one that holds no address, so that nothing else is believed instead. */
function addressIn(headers: Headers, names: readonly string[]): string | null {
  for (const name of names) {
    const value = headers.get(name);
    if (value !== null) return parseIp(value) === undefined ? null : value;
  }
  return null;
}
