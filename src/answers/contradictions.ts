import type { Settings } from "../options.ts";
import { managersOf, platforms, takesManager } from "./answers.ts";
import type { Fault } from "./fault.ts";

/** Answers that do not go together. */
export function contradictions(answers: Partial<Settings>): Fault[] {
  const { runtime, packageManager, rateLimit, docker, smoke, install } = answers;
  const faults: Fault[] = [];
  if (smoke === true && install === false) {
    faults.push({
      message: "--smoke needs the dependencies that --no-install leaves out.",
      fix: "Drop one of the two.",
    });
  }
  if (runtime !== undefined && packageManager !== undefined && !takesManager(runtime, packageManager)) {
    faults.push({
      message: `A project on ${runtime} cannot be installed by ${packageManager}.`,
      fix: `It takes ${managersOf[runtime].join(", ")}.`,
    });
  }
  if (docker === true && runtime !== undefined && platforms.has(runtime)) {
    faults.push({
      message: `--docker is for an app that listens itself, and on ${runtime} the platform does.`,
      fix: "Drop --docker, or choose --runtime node, bun or deno.",
    });
  }
  if (runtime === "cloudflare" && rateLimit === "redis") {
    faults.push({
      message: "A Worker cannot count in Redis: --runtime cloudflare --rate-limit redis.",
      fix: "Leave out --rate-limit redis: the RATE_LIMITER binding counts for all isolates of a location.",
    });
  }
  return faults;
}
