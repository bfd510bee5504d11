import type { Readable, Writable } from "node:stream";
import type { Run } from "./steps/run.ts";
import type { SecretSource } from "./template/env-file.ts";

/** Everything that the command takes from its process and its machine, so that a test can hand in another. */
export interface World {
  /** The words after the command's name. */
  readonly argv: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  /** Without the `v`. */
  readonly nodeVersion: string;
  readonly now: Date;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly columns?: number };
  /** Aborted with `Cancelled` when the run is to end. */
  readonly signal: AbortSignal;
  readonly run: Run;
  readonly fetch: typeof globalThis.fetch;
  /** Makes fresh secrets. */
  readonly secrets: SecretSource;
  /** Where the template layers lie. */
  readonly templatesDir: string;
}
