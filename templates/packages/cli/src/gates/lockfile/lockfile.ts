import type { LockedProject } from "../../lockfile/read-project.ts";
import { lockfileNames } from "../../project/manager.ts";
import { listTrackedFiles } from "../../verify/files.ts";
import type { Gate, GateContext } from "../../verify/gate.ts";
import { findingsOf, type Report } from "./findings.ts";
import { judgeIntegrity } from "./integrity.ts";
import { overriddenNames } from "./overrides.ts";
import { judgeReach } from "./reach.ts";
import { judgeSources } from "./sources.ts";
import { judgeStep } from "./step.ts";

export const lockfile: Gate = {
  name: "lockfile",
  summary: "The lockfile fits package.json, and locks packages of the registry by their hashes",
  explanation: `Reads the lockfile of the project's package manager (npm, pnpm, Yarn, Bun or Deno) and finds: none, one that git does not
track, another manager's beside it, and one that can be read in two ways; what package.json asks for and it has not, or the other
way round; a version that was not asked for, a package under another's name, and packages that nothing needs; what comes from a
repository, a URL, a folder that is not the project's own, over plain HTTP, or from a registry that neither the manager nor
this machine's configuration knows; a tarball that is another package's; and a missing, weak or ambiguous hash.

The registries are those of .npmrc, .yarnrc.yml, bunfig.toml, pnpm-workspace.yaml and the environment, the user's own files included,
as the package manager reads them: a mirror is none to complain of where it is configured.

It does not compare hashes with the registry's, and pnpm does not lock the ranges of packages: an alias in one is only told when
its name does not begin with the package's.`,
  async run(context) {
    const project = await context.locked();
    if (!("manager" in project)) return findingsOf([project]);
    const { lockfile: read } = project;
    const reports: Report[] = [...(await otherLockfiles(project, context))];
    if ("rule" in read) return findingsOf([read, ...reports]);
    const { settings } = await context.registry();
    const overridden = await overriddenNames(project, context);
    return findingsOf([
      ...reports,
      ...(await untracked(read.file, context)),
      ...(await judgeStep(project.manifest, read, overridden)),
      ...judgeReach(read, overridden),
      ...(await judgeSources(read, settings, context)),
      ...judgeIntegrity(read),
    ]);
  },
};

async function otherLockfiles(
  { manager, lockfile: { file: own } }: LockedProject,
  { readText }: GateContext,
): Promise<Report[]> {
  const names = Object.values(lockfileNames).flat();
  const read = await Promise.all(names.map(async (file) => [file, await readText(file)] as const));
  return read.flatMap(([file, text]) => {
    if (file === own || text === undefined) return [];
    const message = `${file} is no lockfile that this project installs from: it uses ${manager}, and ${own}.`;
    return { file, line: 1, rule: "other-manager", message };
  });
}

/** A lockfile that was made and not added yet, or that an ignore file hides, locks nobody else's installs. */
async function untracked(file: string, { directory }: GateContext): Promise<Report[]> {
  const tracked = await listTrackedFiles(directory);
  if (!tracked?.includes("package.json") || tracked.includes(file)) return [];
  return [{ file, line: 1, rule: "untracked", message: `Git does not track ${file}.` }];
}
