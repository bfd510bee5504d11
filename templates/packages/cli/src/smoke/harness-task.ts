import type { AppModules } from "../project/modules.ts";

/** What the harness is told on its command line, as JSON. Every module is a file URL. */
export interface HarnessTask extends AppModules {
  /** Exports `serve(app, {port, hostname})`: the project's own `@daloyjs/core/node`. */
  readonly serve: string;
  /** What to add to the app: a route that throws, or one that writes without authentication. */
  readonly add: "throwing-route" | "open-write";
}

export const throwingPath = "/__smoke__/throws";
/** Tells what went on inside: how often the route has thrown, and what `Object.prototype` carries. */
export const statePath = "/__smoke__/state";
export const openWritePath = "/__smoke__/open";

/** The message of the error that the route throws. No answer may contain it. */
export const thrownMessage = "smoke-test-error: connect postgres://admin@10.0.0.5/db refused";
