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

/** What both harnesses are told on their command lines, as JSON. Every module is a file URL. */
export interface HarnessTask<Work> extends AppModules {
  /** The project's own `@daloyjs/core`, its `/session`, and its `/<runtime>`, which exports `serve(app, {port, hostname})`. */
  readonly core: string;
  readonly session: string;
  readonly serve: string;
  readonly work: Work;
}

/** What is added to the app that is served: a route that throws, or a fault. */
export type ServedAddition = "throwing-route" | "unauthenticated-write";

/** Which faults to try, each in an app of its own. */
export interface FaultsToTry {
  readonly faults: readonly PlantedFault[];
  /** For each, in milliseconds. */
  readonly limitMs: number;
}

/** What became of an app with a fault: a line of JSON on stdout, in the order of the faults. */
export interface FaultOutcome {
  readonly smokeFault: PlantedFault;
  /** `late`: neither within the limit. */
  readonly came: "listened" | "error" | "late";
  /** The error, as an uncaught one is printed. */
  readonly words: string;
  /** How long it took, in milliseconds. */
  readonly ms: number;
}

export const throwingPath = "/__smoke__/throws";
/** Tells what went on inside: how often the route has thrown, and what `Object.prototype` carries. */
export const statePath = "/__smoke__/state";
export const openWritePath = "/__smoke__/open";

/** The message of the error that the route throws. No answer may contain it. */
export const thrownMessage = "smoke-test-error: connect postgres://admin@10.0.0.5/db refused";
