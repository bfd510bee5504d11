import type { Logger } from "../logging/logger.ts";

/** Runs the functions one after the other, each no longer than the grace; one that fails does not keep the next from running. */
export async function runShutdown(
  hooks: readonly (() => unknown)[],
  graceMs: number,
  logger: Logger,
): Promise<void> {
  for (const hook of hooks) {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, graceMs);
    });
    try {
      await Promise.race([hook(), late]);
    } catch (error) {
      logger.error({ err: error }, "An onShutdown function threw");
    } finally {
      clearTimeout(timer);
    }
  }
}
