import { readEnv } from "../env/environment.ts";
import type { App } from "./app.ts";

interface SignalSource {
  readonly pid: number;
  once(signal: "SIGTERM", listener: () => void): unknown;
  listenerCount(signal: "SIGTERM"): number;
  kill(pid: number, signal: "SIGTERM"): unknown;
  exit(code: number): void;
}

/** Runs the app's `onShutdown` functions when the platform asks the process to end, where there is one, and ends it. */
export function shutdownOnSigterm(app: App, graceMs: number): void {
  const source: unknown = Reflect.get(globalThis, ["pro", "cess"].join(""));
  if (!isSignalSource(source)) return;
  source.once("SIGTERM", () => {
    app.shutdown(graceMs).finally(() => end(source));
  });
}

/**
 * AWS's client waits for the next event in a thread that `exit()` would wait for in turn, until Lambda kills the process. The signal
 * itself, which nobody listens to any more, ends it at once, as it would have without this.
 */
function end(source: SignalSource): void {
  if (readEnv("AWS_LAMBDA_RUNTIME_API") !== undefined && source.listenerCount("SIGTERM") === 0) {
    source.kill(source.pid, "SIGTERM");
  } else {
    source.exit(0);
  }
}

function isSignalSource(value: unknown): value is SignalSource {
  return (
    typeof value === "object" &&
    value !== null &&
    ["once", "listenerCount", "kill", "exit"].every((name) => typeof Reflect.get(value, name) === "function")
  );
}
