import type { SmokeConfig } from "../config/config.ts";
import { boot } from "./boot.ts";
import { check } from "./check.ts";
import { harnessPlan } from "./harness-plan.ts";
import { openWritePath } from "./harness-task.ts";
import { ask } from "./http.ts";
import { attempt, judgeRefusal } from "./refusal.ts";
import type { Session } from "./session.ts";

interface RefusalTask {
  readonly name: string;
  run(session: Session): Promise<void>;
}

const openWrite = "refuses to start: a write route without auth";
const openWriteGuard = "unauthenticated-write";

/** One process for each insecure setting, and one for an insecure route. */
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
  return [...settings, { name: openWrite, run: refusesOpenWrite }];
}

async function refusesOpenWrite(session: Session): Promise<void> {
  const { limits, record } = session;
  const look = async (): Promise<string> => {
    const outcome = await attempt(harnessPlan(session, "open-write"), limits);
    if (outcome.listened && (await everythingNeedsToken(session))) return "401: the app asks everyone";
    return judgeRefusal(outcome, openWriteGuard);
  };
  record(await check(openWrite, look));
}

/** An app that authenticates every request by itself has no open route to refuse. */
async function everythingNeedsToken(session: Session): Promise<boolean> {
  const { config, limits } = session;
  const { port, child } = await boot(harnessPlan(session, "open-write"), config.health, limits);
  try {
    const answer = await ask(port, { method: "POST", path: openWritePath }, limits.answerMs);
    return answer.status === 401;
  } finally {
    await child.kill();
  }
}
