/**
 * The Extensions API, as far as it decides how an environment ends: without an extension by SIGKILL, with an internal one by
 * SIGTERM and SIGKILL 500 ms later, with an external one 2,000 ms later, and a SHUTDOWN event for it.
 */
import { randomUUID } from "node:crypto";

export class Extensions {
  #names = new Map(); // identifier → { events, tell }

  /** Whether the request was for this API. */
  async answer(incoming, outgoing) {
    const path = incoming.url.replace("/2020-01-01/extension/", "");
    if (path === incoming.url) return false;
    if (path === "register") {
      const { events } = JSON.parse(Buffer.concat(await incoming.toArray()));
      const id = randomUUID();
      this.#names.set(id, { events });
      outgoing.writeHead(200, { "lambda-extension-identifier": id }).end('{"functionName":"conformance"}');
    } else {
      const extension = this.#names.get(incoming.headers["lambda-extension-identifier"]);
      extension.tell = (event) => outgoing.writeHead(200).end(JSON.stringify(event));
    }
    return true;
  }

  tell(eventType) {
    for (const extension of this.#names.values())
      if (extension.events.includes(eventType)) extension.tell?.({ eventType });
  }

  /** Ends the runtime's process as Lambda does. */
  end(runtime) {
    const external = [...this.#names.values()].some(({ events }) => events.includes("SHUTDOWN"));
    if (this.#names.size === 0) return runtime.kill("SIGKILL");
    this.tell("SHUTDOWN");
    runtime.kill("SIGTERM");
    return setTimeout(() => runtime.kill("SIGKILL"), external ? 2000 : 500);
  }
}
