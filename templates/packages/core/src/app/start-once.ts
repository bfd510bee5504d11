import type { AdapterPort } from "./adapter-port.ts";

/**
 * Runs the `onStart` functions with the first request, where a module may do nothing asynchronous while it is loaded. Later requests
 * wait for the same run; one that failed is tried again with the next request.
 *
 * @returns whether the app has started; never rejects
 */
export function startOnce(port: AdapterPort): () => Promise<boolean> {
  let starting: Promise<boolean> | undefined;
  return () => {
    starting ??= port.start().then(
      () => true,
      (error: unknown) => {
        starting = undefined;
        port.logger.fatal({ err: error }, "An onStart function failed");
        return false;
      },
    );
    return starting;
  };
}
