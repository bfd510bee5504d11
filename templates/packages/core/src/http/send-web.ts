import { problemResponse } from "../errors/problem.ts";
import type { Logger } from "../logging/logger.ts";
import type { EngineResponse } from "./response.ts";
import { toWebResponse } from "./web.ts";

/** The engine's response as a Web `Response`, or a bare 500 where a hook has made of it what HTTP cannot say. */
export function sendWeb(response: EngineResponse, method: string, logger: Logger): Response {
  try {
    return toWebResponse(response, method);
  } catch (error) {
    logger.error({ err: error }, "The response could not be sent");
    return toWebResponse(problemResponse(undefined, crypto.randomUUID(), true, []), method);
  }
}
