import type { Settings } from "./app/settings.ts";

/**
 * What some platform cannot have. A case names what it needs; a target names what its platform lacks, and why. Everything
 * that no target lacks has no name here.
 */
export type Capability =
  /** The target of a request reaches the app as it was sent: dot segments and escapes included. */
  | "raw-target"
  /** So does its query, names that occur twice included. */
  | "raw-query"
  /** An answer of known length says it. */
  | "content-length"
  /** An answer to `HEAD` says the length of what it leaves out. */
  | "head-length"
  /** The `Host` header reaches the app as it was sent. */
  | "host-header"
  /** The app can say how many header fields there were, or the platform refuses too many itself. */
  | "header-limits"
  /** The platform tells the app what it knows of the peer's address. */
  | "peer-address"
  /** The app decides on forwarded headers, because no platform in front of it does. */
  | "forwarded-headers"
  /** A response leaves while it is still being made. */
  | "response-streaming"
  /** A request is handled while its body still arrives. */
  | "request-streaming"
  /** A response leaves while its own request still arrives. */
  | "duplex"
  /** The app hears that its client went away, before it has begun to answer. */
  | "client-abort"
  /** The app hears that its client went away in the middle of the answer. */
  | "stream-abort"
  /** A refusal reaches a client that still sends. */
  | "early-refusal"
  /** A connection on which no whole request begins is closed. */
  | "idle-limit"
  /** A client may be told of a time limit while it still sends. */
  | "slow-request"
  /** The app has a process of its own, which gets signals and an exit code. */
  | "process";

/** A running app. */
export interface Instance {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** What it wrote so far, both streams. */
  output(): string;
  /** Sends the signal with which the platform asks for an end. Only where there is a `process`. */
  terminate(): void;
  /** Settles with the exit code, `null` after a kill. */
  readonly exited: Promise<number | null>;
  /** Ends it, whatever it does. Called once for every instance. */
  kill(): Promise<void>;
}

/** How an app that must not start ended. */
export interface Refusal {
  /** Whether anything answered as the app would have. */
  readonly served: boolean;
  /** The exit code, where the platform has one. */
  readonly code: number | null | undefined;
  readonly output: string;
}

/** A runtime or platform that serves the conformance app, and how that is done. */
export interface Target {
  /** `node 20`, `bun`, `cloudflare` */
  readonly name: string;
  /** What the platform cannot have, each with the reason: the cases that need it are skipped with these words. */
  readonly cannot: { readonly [C in Capability]?: string };
  /** Fetches and builds what every start needs. */
  prepare(): Promise<void>;
  /** Starts the app, and waits until it answers. @throws with its output when it does not */
  start(settings: Settings): Promise<Instance>;
  /** Starts an app that must refuse to, and waits until that is settled. */
  refuse(settings: Settings): Promise<Refusal>;
}
