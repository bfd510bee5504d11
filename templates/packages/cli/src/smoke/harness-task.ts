import type { AppModules } from "../project/modules.ts";

/** A fault that the harness builds into the app, by the boot guard that must find it. */
export type PlantedFault =
  | "unauthenticated-write"
  | "auth-without-hook"
  | "object-authorization"
  | "session-without-csrf"
  | "insecure-cookie"
  | "jwks-symmetric"
  | "insecure-defaults"
  | "debugger-exposed";

/** What the harness is told on its command line, as JSON. Every module is a file URL. */
export interface HarnessTask extends AppModules {
  /** The project's own `@daloyjs/core`, its `/session`, and its `/<runtime>`, which exports `serve(app, {port, hostname})`. */
  readonly core: string;
  readonly session: string;
  readonly serve: string;
  /** What to add to the app: a route that throws, or a fault. */
  readonly add: "throwing-route" | PlantedFault;
}

export const throwingPath = "/__smoke__/throws";
/** Tells what went on inside: how often the route has thrown, and what `Object.prototype` carries. */
export const statePath = "/__smoke__/state";
export const openWritePath = "/__smoke__/open";

/** The message of the error that the route throws. No answer may contain it. */
export const thrownMessage = "smoke-test-error: connect postgres://admin@10.0.0.5/db refused";
