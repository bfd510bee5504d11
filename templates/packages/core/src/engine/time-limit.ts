import type { EngineRequest } from "../http/request.ts";
import { type Deadline, Deadlines, startDeadline } from "./deadlines.ts";

/** What the answer to a request that took too long may take itself, where the platform ends it soon after. */
const answerMs = 500;

/** The app's time limit, as each platform lets it be kept. */
export class TimeLimit {
  readonly #milliseconds: number;
  readonly #shared: Deadlines | undefined;

  /** @param milliseconds 0 stands for none */
  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
    this.#shared = milliseconds > 0 ? new Deadlines(milliseconds) : undefined;
  }

  /** The limit of one request: no more than the platform leaves it, less what an answer takes. 0 stands for none. */
  millisecondsFor({ remainingMs }: EngineRequest): number {
    if (remainingMs === undefined || this.#milliseconds === 0) return this.#milliseconds;
    return Math.min(this.#milliseconds, Math.max(1, remainingMs - answerMs));
  }

  start(request: EngineRequest, milliseconds: number, expire: () => void): Deadline | undefined {
    if (milliseconds === 0) return undefined;
    return request.sharesTimers === true && milliseconds === this.#milliseconds
      ? this.#shared?.start(expire)
      : startDeadline(milliseconds, expire);
  }
}
