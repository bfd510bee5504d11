import type { Engine } from "../engine/engine.ts";
import { isBuildStep } from "../env/environment.ts";
import type { AdapterPort } from "./adapter-port.ts";

/**
 * The engine of an app that may serve.
 *
 * @throws BootGuardError with every fault of the configuration
 * @throws Error in a build step
 */
export function judgedEngine(port: AdapterPort): Engine {
  if (isBuildStep())
    throw new Error("DALOY_BUILD=1 is set: the app may be described, not served. Unset it to start.");
  return port.engine();
}
