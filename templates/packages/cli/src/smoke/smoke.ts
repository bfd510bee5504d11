import { loadConfig, smokeSection } from "../config/config.ts";
import { productionEnvironment, systemEnvironment } from "../environment/child-environment.ts";
import { readEnvFiles } from "../environment/env-files.ts";
import { createRedactor } from "../environment/redact.ts";
import { buildProject } from "../project/build.ts";
import { ToolError } from "../tool-error.ts";
import { type Check, type Recorder, skipped } from "./check.ts";
import { credentialsFor } from "./credentials.ts";
import { harnessPlan } from "./harness-plan.ts";
import type { Limits } from "./limits.ts";
import { harnessProbes } from "./probes/harness.ts";
import { probesOf } from "./probes/index.ts";
import { refusalTasks } from "./refusals.ts";
import {
  askAll,
  canStopGracefully,
  proveApp,
  startApp,
  startCheck,
  stopCheck,
  withApp,
} from "./running-app.ts";
import type { Session } from "./session.ts";
import type { Probe } from "./target.ts";
import { twoAtATime } from "./two-at-a-time.ts";

export interface SmokeReport {
  readonly ok: boolean;
  /** In the order of the plan, whatever finished first. */
  readonly checks: readonly Check[];
}

/**
 * Builds the project, proves the running app over HTTP, and proves that insecure settings keep it from starting.
 *
 * @param record takes each check as it finishes; no secret of the project is in it
 * @throws {ToolError} when there is nothing to judge: no configuration, no build
 */
export async function smokeTest(
  directory: string,
  env: Readonly<NodeJS.ProcessEnv>,
  limits: Limits,
  record: Recorder,
): Promise<SmokeReport> {
  const { session, checks, redact } = await openSession(directory, env, limits, record);
  return redacted(redact, async () => {
    await buildProject(directory, systemEnvironment(env));
    const names = await prove(session);
    checks.sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
    return { ok: checks.every(({ ok }) => ok), checks };
  });
}

async function redacted<T>(redact: (text: string) => string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ToolError) throw new ToolError(redact(error.message), error.fix, error.exitCode);
    throw error;
  }
}

interface Opened {
  readonly session: Session;
  /** What was recorded. */
  readonly checks: Check[];
  readonly redact: (text: string) => string;
}

async function openSession(
  directory: string,
  env: Readonly<NodeJS.ProcessEnv>,
  limits: Limits,
  record: Recorder,
): Promise<Opened> {
  const document = await loadConfig(directory);
  const config = smokeSection(document);
  const files = await readEnvFiles(directory);
  const tokens = config.token === undefined ? [] : [config.token];
  const { environment, ...credentials } = await credentialsFor(
    directory,
    document,
    productionEnvironment(env, files, tokens),
  );
  const redact = createRedactor(files, environment, tokens);
  const checks: Check[] = [];
  const keep = (check: Check): void => {
    const redacted = { ...check, detail: redact(check.detail) };
    checks.push(redacted);
    record(redacted);
  };
  return {
    session: { directory, config, environment, ...credentials, limits, record: keep },
    checks,
    redact,
  };
}

/**
 * Proves the refusals alone: the app starts in production, and does not with each insecure setting.
 *
 * @param build makes what is started
 * @throws {ToolError} when there is nothing to judge: no configuration, no build
 */
export async function proveRefusals(
  directory: string,
  env: Readonly<NodeJS.ProcessEnv>,
  limits: Limits,
  build: () => Promise<void>,
): Promise<readonly Check[]> {
  const { session, checks, redact } = await openSession(directory, env, limits, () => {});
  return redacted(redact, async () => {
    await build();
    const running = await startApp(session);
    await running?.child.kill();
    // A refusal proves nothing where the app does not start without the insecure setting either.
    const refusals = running === undefined ? [] : refusalTasks(session.config);
    await twoAtATime(refusals.map((refusal) => () => refusal.run(session)));
    return checks;
  });
}

/** Looks at everything; resolves to the names of all checks in the order of the plan. */
async function prove(session: Session): Promise<readonly string[]> {
  const probes = probesOf(session.config);
  const inside = harnessProbes(session.directory);
  const refusals = refusalTasks(session.config);
  const rest = [
    ...probes.map(({ name }) => name),
    ...(canStopGracefully ? [stopCheck] : []),
    ...inside.map(({ name }) => name),
    ...refusals.flatMap(({ names }) => names),
  ];
  const running = await startApp(session);
  if (running === undefined) {
    // A refusal proves nothing either: without the insecure setting the app must start.
    for (const name of rest) session.record(skipped(name, "the app does not start."));
  } else {
    await twoAtATime([
      () => proveApp(session, running, probes),
      () => proveHarness(session, inside),
      ...refusals.map(
        ({ run }) =>
          () =>
            run(session),
      ),
    ]);
  }
  return [startCheck, ...rest];
}

async function proveHarness(session: Session, probes: readonly Probe[]): Promise<void> {
  const plan = harnessPlan(session, "throwing-route");
  const failure = await withApp(session, plan, (running) => askAll(session, running, probes));
  if (failure === undefined) return;
  const [first, ...others] = probes;
  if (first) session.record({ name: first.name, ok: false, ms: 0, detail: failure.message });
  for (const { name } of others) session.record(skipped(name, "the app does not start with one more route."));
}
