import type { SmokeConfig } from "../config/config.ts";
import { boot } from "./boot.ts";
import { check } from "./check.ts";
import { harnessPlan } from "./harness-plan.ts";
import { openWritePath, type PlantedFault } from "./harness-task.ts";
import { ask } from "./http.ts";
import { attempt, judgeRefusal } from "./refusal.ts";
import type { Session } from "./session.ts";

interface RefusalTask {
  readonly name: string;
  run(session: Session): Promise<void>;
}

/** What each planted fault is called, in the order in which they are tried. */
const plantedFaults: readonly (readonly [guard: PlantedFault, what: string])[] = [
  ["unauthenticated-write", "a write route without auth"],
  ["auth-without-hook", "auth that no hook enforces"],
  ["object-authorization", "an object's id without authorize"],
  ["session-without-csrf", "a session without csrf()"],
  ["insecure-cookie", "a cookie without Secure"],
  ["jwks-symmetric", "a shared secret for jwk()"],
  ["insecure-defaults", "a body cap of 1 GiB"],
  ["debugger-exposed", "a debugger on every interface"],
];

/** One process for each insecure setting, and one for each fault that is planted into the app. */
export function refusalTasks({ refusals, start }: SmokeConfig): readonly RefusalTask[] {
  const settings = refusals.map(({ name, env, guard }): RefusalTask => {
    const named = `refuses to start: ${name}`;
    return {
      name: named,
      async run({ directory, environment, limits, record }) {
        const plan = { command: start, directory, environment: { ...environment, ...env } };
        record(await check(named, async () => judgeRefusal(await attempt(plan, limits), guard)));
      },
    };
  });
  const planted = plantedFaults.map(([guard, what]): RefusalTask => {
    const named = `refuses to start: ${what}`;
    return {
      name: named,
      async run(session) {
        session.record(await check(named, () => refusesFault(session, guard)));
      },
    };
  });
  return [...settings, ...planted];
}

async function refusesFault(session: Session, guard: PlantedFault): Promise<string> {
  const outcome = await attempt(harnessPlan(session, guard), session.limits);
  const open = guard === "unauthenticated-write" && outcome.listened;
  if (open && (await everythingNeedsToken(session))) return "401: the app asks everyone";
  return judgeRefusal(outcome, guard);
}

/** An app that authenticates every request by itself has no open route to refuse. */
async function everythingNeedsToken(session: Session): Promise<boolean> {
  const { config, limits } = session;
  const { port, child } = await boot(harnessPlan(session, "unauthenticated-write"), config.health, limits);
  try {
    const answer = await ask(port, { method: "POST", path: openWritePath }, limits.answerMs);
    return answer.status === 401;
  } finally {
    await child.kill();
  }
}
