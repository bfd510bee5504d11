import type { AdapterPort } from "../app/adapter-port.ts";
import type { Logger } from "../logging/logger.ts";

/** The part of `process` that Node, Bun and Deno have alike. */
interface HostProcess {
  on(event: string, listener: (detail: unknown) => void): HostProcess;
  off(event: string, listener: (detail: unknown) => void): HostProcess;
  exit(code: number): never;
}

const hostProcess = (): HostProcess => Reflect.get(globalThis, "process") as HostProcess;

/**
 * The first signal drains, a second one ends the process at once.
 *
 * @returns what leaves later signals to others, unless one of them is what stops the server
 */
export function stopOnSignals(close: () => Promise<void>, logger: Logger): () => void {
  const process = hostProcess();
  let signalled = false;
  const onSignal = (signal: unknown): void => {
    if (signalled) process.exit(1);
    signalled = true;
    logger.info({ signal }, "Shutting down");
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.fatal({ err: error }, "The shutdown failed");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", onSignal).on("SIGINT", onSignal);
  return () => {
    if (!signalled) process.off("SIGTERM", onSignal).off("SIGINT", onSignal);
  };
}

let watching = false;

/** Ends the process with 1, and a log line, when a promise is rejected and nobody handles it. */
export function crashOnUnhandled(port: AdapterPort): void {
  if (!port.crashOnUnhandledRejection || watching) return;
  watching = true;
  hostProcess().on("unhandledRejection", (reason) => {
    port.logger.fatal({ err: reason }, "A promise was rejected and nobody handled it");
    hostProcess().exit(1);
  });
}
