import type { App } from "./app.ts";

interface SignalSource {
  once(signal: "SIGTERM", listener: () => void): unknown;
  exit(code: number): void;
}

/** Runs the app's `onShutdown` functions when the platform asks the process to end, where there is one, and ends it. */
export function shutdownOnSigterm(app: App, graceMs: number): void {
  const source: unknown = Reflect.get(globalThis, ["pro", "cess"].join(""));
  if (!isSignalSource(source)) return;
  source.once("SIGTERM", () => {
    app.shutdown(graceMs).finally(() => source.exit(0));
  });
}

function isSignalSource(value: unknown): value is SignalSource {
  return (
    typeof value === "object" &&
    value !== null &&
    "once" in value &&
    typeof value.once === "function" &&
    "exit" in value &&
    typeof value.exit === "function"
  );
}
