import type { Deadline, EngineRequest } from "../http/request.ts";

/** What the answer to a request that took too long may take itself, where the platform ends it soon after. */
const answerMs = 500;

/** The limit of one request in milliseconds: no more than the platform leaves it, less what an answer takes. 0 stands for none. */
export function timeLimitOf({ remainingMs }: EngineRequest, limitMs: number): number {
  if (remainingMs === undefined || limitMs === 0) return limitMs;
  return Math.min(limitMs, Math.max(1, remainingMs - answerMs));
}

/** Calls `expire` when the time is over, by the platform's shared timer or one of its own. */
export function startTimeLimit(
  request: EngineRequest,
  milliseconds: number,
  expire: () => void,
): Deadline | undefined {
  if (milliseconds === 0) return undefined;
  return request.startDeadline?.(milliseconds, expire) ?? ownDeadline(milliseconds, expire);
}

/** Keeps the process alive: on Lambda a request may be all that does. */
function ownDeadline(milliseconds: number, expire: () => void): Deadline {
  const timer = setTimeout(expire, Math.max(1, Math.ceil(milliseconds)));
  return { cancel: () => clearTimeout(timer) };
}
