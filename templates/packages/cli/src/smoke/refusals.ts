import type { SmokeConfig } from "../config/config.ts";
import { boot } from "./boot.ts";
import { check } from "./check.ts";
import { harnessPlan } from "./harness-plan.ts";
import { type FaultOutcome, openWritePath, type PlantedFault } from "./harness-task.ts";
import { ask } from "./http.ts";
import { attempt, judgeFault, judgeRefusal } from "./refusal.ts";
import type { Session } from "./session.ts";
import { tryFaults } from "./try-faults.ts";

interface RefusalTask {
  /** What it records. */
  readonly names: readonly string[];
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

/** One process for each insecure setting, and one for all the faults that are planted into the app. */
export function refusalTasks({ refusals, start }: SmokeConfig): readonly RefusalTask[] {
  const settings = refusals.map(({ name, env, guard }): RefusalTask => {
    const named = refusalName(name);
    return {
      names: [named],
      async run({ directory, environment, limits, record }) {
        const plan = { command: start, directory, environment: { ...environment, ...env } };
        record(await check(named, async () => judgeRefusal(await attempt(plan, limits), guard)));
      },
    };
  });
  const faults: RefusalTask = {
    names: plantedFaults.map(([, what]) => refusalName(what)),
    async run(session) {
      const { outcomes, ended } = await tryFaults(
        session,
        plantedFaults.map(([guard]) => guard),
      );
      for (const [guard, what] of plantedFaults) {
        const outcome = outcomes.get(guard);
        const judged = await check(refusalName(what), () => refusesFault(session, guard, outcome, ended));
        session.record({ ...judged, ms: judged.ms + (outcome?.ms ?? 0) });
      }
    },
  };
  return [...settings, faults];
}

const refusalName = (what: string): string => `refuses to start: ${what}`;

async function refusesFault(
  session: Session,
  guard: PlantedFault,
  outcome: FaultOutcome | undefined,
  ended: string,
): Promise<string> {
  const open = guard === "unauthenticated-write" && outcome?.came === "listened";
  if (open && (await everythingNeedsToken(session))) return "401: the app asks everyone";
  return judgeFault(outcome, guard, ended);
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
