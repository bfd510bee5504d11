import type { Engine } from "../engine/engine.ts";
import type { Environment } from "../env/environment.ts";
import type { Logger } from "../logging/logger.ts";
import type { OpenAPIOptions } from "../openapi/generate.ts";
import type { FinalRoute } from "./route-table.ts";

/** The part of an app that an adapter drives. */
export const adapterPort: unique symbol = Symbol("daloy.adapterPort");

export interface AdapterPort {
  readonly logger: Logger;
  readonly env: Environment;
  readonly crashOnUnhandledRejection: boolean;
  /** Judges the app, or throws. */
  engine(): Engine;
  /** The final route table, and what the document says beside it. Judges the app, or throws. */
  describe(): { readonly table: readonly FinalRoute[]; readonly openapi: OpenAPIOptions };
  /**
   * Waits for code that routes need and that is still being loaded, then runs the functions given to `onStart`, in order; those
   * of mounted apps come first.
   */
  start(): Promise<void>;
  /** From here on readiness says no, so that no new work is sent while what is under way finishes. */
  drain(): void;
}
