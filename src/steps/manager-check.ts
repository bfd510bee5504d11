import { tmpdir } from "node:os";
import { managersOf, type PackageManager, runtimes, takesManager } from "../answers/answers.ts";
import { CreateError } from "../errors.ts";
import type { Notice } from "../report/outcome.ts";
import type { StepContext } from "./context.ts";
import {
  compareVersions,
  managerFacts,
  type Protection,
  protectionOf,
  versionCommand,
} from "./package-manager.ts";
import type { Run, RunOptions, RunResult } from "./run.ts";

export interface ManagerCheck {
  readonly version: string;
  /** What a project's protections lack under this version. */
  readonly warning: Notice | undefined;
}

/** Where pnpm 11 begins to refuse older Node versions. */
const pnpm11Floor = "22.13.0";

/**
 * Looks at the package manager that is really there, before anything is written.
 *
 * @throws CreateError `manager-missing`; `manager-broken` when it does not run on this Node; `manager-too-old` when the
 *   project would not work with it
 */
export async function checkManager(
  manager: PackageManager,
  run: Run,
  options: RunOptions,
  nodeVersion: string,
): Promise<ManagerCheck> {
  const result = await run(versionCommand(manager), options);
  // Deno puts its name in front, and what it is made of behind
  const version = /^(?:deno )?(\d+\.\d+\.\d+\S*)(?: \(.*\))?$/m.exec(result.stdout)?.[1];
  if (result.missing) {
    throw new CreateError("manager-missing", `${manager} was not found on this machine.`, {
      fix: `${managerFacts[manager].getFirst}, ${waysOn(manager)}.`,
    });
  }
  if (!result.ok || version === undefined) throw brokenManager(manager, result, nodeVersion);
  refuseTooOld(manager, version);
  return { version, warning: protectionWarning(manager, version) };
}

/** What else can be done than to get the manager: some are the only one that their projects take. */
function waysOn(manager: PackageManager): string {
  const replaceable = runtimes.some(
    (runtime) => takesManager(runtime, manager) && managersOf[runtime].length > 1,
  );
  return `${replaceable ? "choose another with --package-manager, " : ""}or add --no-install`;
}

function refuseTooOld(manager: PackageManager, version: string): void {
  const { worksFrom, getIt } = managerFacts[manager];
  if (worksFrom === undefined || compareVersions(version, worksFrom.version) >= 0) return;
  throw new CreateError(
    "manager-too-old",
    `${manager} ${version} is too old for the project, which takes ${worksFrom.version} or later. ${worksFrom.because}.`,
    { fix: `Get a newer one with \`${getIt}\`, ${waysOn(manager)}.` },
  );
}

function brokenManager(manager: PackageManager, { output }: RunResult, nodeVersion: string): CreateError {
  // pnpm says so itself, and then fails with a trace that helps nobody.
  const tooNew =
    manager === "pnpm" &&
    compareVersions(nodeVersion, pnpm11Floor) < 0 &&
    /requires at least Node/.test(output);
  const why = tooNew
    ? `pnpm 11 needs Node ${pnpm11Floor}, and this is ${nodeVersion}.`
    : `${manager} is there, but does not run.\n${output.trim()}`;
  return new CreateError("manager-broken", why, {
    fix: `Get one that runs with \`${managerFacts[manager].getIt}\`, or add --no-install.`,
  });
}

/** Says what the version at hand does not do for the project; `undefined` when it holds everything. */
export function protectionWarning(manager: PackageManager, version: string): Notice | undefined {
  const holds = protectionOf(manager, version);
  if (holds === "full") return undefined;
  const { code, lacks } = shortcomings[holds];
  const { protectedFrom, getIt } = managerFacts[manager];
  return {
    code,
    message: `${manager} ${version} ${lacks}.`,
    fix: `Both protections hold from ${manager} ${protectedFrom}: \`${getIt}\`.`,
  };
}

const shortcomings: { readonly [Level in Exclude<Protection, "full">]: { code: string; lacks: string } } = {
  scripts: {
    code: "release-age-not-held",
    lacks: "blocks install scripts, but does not hold back releases younger than a day",
  },
  inexact: {
    code: "release-age-not-strict",
    lacks: "installs a release younger than a day when it is asked for by its exact version",
  },
  loose: {
    code: "release-age-not-strict",
    lacks: "installs a release younger than a day when no older one fits",
  },
  unproven: {
    code: "protections-not-proven",
    lacks: "does not hold back releases younger than a day, and was not tried at blocking install scripts",
  },
};

/**
 * Looks at the package manager before anything is written, and warns of what it lacks.
 *
 * @throws CreateError also for a lack, when that is to be strict
 */
export async function requireManager(
  { packageManager, run, env, signal, warn }: StepContext,
  nodeVersion: string,
  strict: boolean,
): Promise<string> {
  // A neutral place: pnpm would read the package.json of the folder that the command was started in.
  const { version, warning } = await checkManager(
    packageManager,
    run,
    { cwd: tmpdir(), env, signal },
    nodeVersion,
  );
  if (warning !== undefined && strict) {
    throw new CreateError(warning.code, warning.message, { fix: warning.fix });
  }
  if (warning !== undefined) warn(warning);
  return version;
}
