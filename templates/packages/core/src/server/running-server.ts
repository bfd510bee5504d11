import { adapterPort } from "../app/adapter-port.ts";
import type { App } from "../app/app.ts";
import { crashOnUnhandled, stopOnSignals } from "./host-process.ts";
import type { RunningServer, ServerOptions } from "./options.ts";

/** A server that has its port. */
export interface Listening {
  readonly port: number;
  readonly hostname: string;
  /** Stops accepting, waits for what runs, and cuts off what takes longer than the grace. */
  drain(graceMs: number): Promise<void>;
}

/** What every runtime does once its server listens: the log line, the signals, and the order in which all of it ends. */
export function runningServer(app: App, listening: Listening, options: ServerOptions): RunningServer {
  const port = app[adapterPort];
  const { port: number, hostname, drain } = listening;
  let closing: Promise<void> | undefined;
  let forgetSignals: (() => void) | undefined;
  async function stop(): Promise<void> {
    port.drain();
    forgetSignals?.();
    const graceMs = options.shutdownGraceMs ?? 10_000;
    await drain(graceMs);
    await app.shutdown(graceMs);
  }
  const close = (): Promise<void> => {
    closing ??= stop();
    return closing;
  };
  if (options.handleSignals ?? true) forgetSignals = stopOnSignals(close, port.logger);
  crashOnUnhandled(port);
  port.logger.info({ port: number, hostname, env: port.env }, "Listening");
  return { port: number, hostname, close };
}
