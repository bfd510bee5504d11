import type { Answers, PackageManager } from "../answers/answers.ts";
import type { UpgradeRequest } from "../answers/command-line.ts";
import { nearest } from "../answers/nearest.ts";
import type { Change, ChangeSet, Current } from "../change/change-set.ts";
import { sha256 } from "../change/content.ts";
import { readCurrent } from "../change/current.ts";
import { pathsToRead, plan } from "../change/plan.ts";
import type { RecordedProject } from "../change/project.ts";
import type { ProjectRecord } from "../change/record.ts";
import type { Target } from "../change/target.ts";
import { CreateError, ExitCode } from "../errors.ts";
import { loadOverlays, type OverlayOptions } from "../overlay/load-overlays.ts";
import type { OverlaySource } from "../overlay/source.ts";
import { lockfiles } from "../steps/package-manager.ts";
import { loadLayers } from "../template/load.ts";
import { type OptIn, openOptIns, withoutOptIns } from "../template/opt-ins.ts";
import { loadReleases } from "../template/releases.ts";
import { renderTree } from "../template/render.ts";
import type { Tree } from "../template/tree.ts";
import type { World } from "../world.ts";

/** An upgrade as it was planned. */
export interface UpgradePlan {
  readonly changes: ChangeSet;
  readonly current: Current;
  readonly record: ProjectRecord;
  /** Security defaults that new projects have and this one does not get unasked. */
  readonly optIns: readonly OptIn[];
  /** Variables of the new `.env` that the project's own lacks. */
  readonly missingVariables: readonly string[];
}

export interface UpgradePlanInput {
  readonly world: World;
  readonly target: Target;
  readonly project: RecordedProject;
  readonly version: string;
  readonly answers: Answers;
  /** The package manager that the project has had. */
  readonly before: PackageManager | undefined;
  readonly overlays: readonly OverlaySource[];
  readonly request: UpgradeRequest;
  readonly modes: OverlayOptions;
  readonly replaceOwned: boolean;
}

/** Renders the new version and compares it with what the project was and is. Reads the disk, writes nothing. */
export async function planUpgrade(input: UpgradePlanInput): Promise<UpgradePlan> {
  const { world, target, project, version, answers, request } = input;
  const store = await loadLayers(world.templatesDir);
  const overlays = await loadOverlays(input.overlays, world, input.modes);
  const { renames, optIns } = await loadReleases(world.templatesDir);
  const rendered = renderTree(store, answers, world.secrets, overlays);
  const { base, texts, lock } = project;
  const lockfile = abandonedLockfile(input);
  const paths = new Set([...pathsToRead({ base, next: rendered }), ...lockfile]);
  const current = await readCurrent(target.path, [...paths].sort());
  requireRestorable(request.restore, rendered, current);

  const open = openOptIns(optIns, {
    from: lock.version,
    withheld: lock.withheld,
    text: (file) => textAt(current, file),
  });
  const next = withoutOptIns(rendered, open);
  const planned = plan({
    base,
    texts,
    baseLost: project.baseFault !== undefined,
    current,
    next,
    renames,
    restore: new Set(request.restore),
    replaceOwned: input.replaceOwned,
    labels: { base: `create-daloy ${lock.version}`, next: `create-daloy ${version}` },
  });
  const changes = withoutFiles(planned, lockfile, current);
  const withheld = open.map(({ id }) => id);
  const sources = input.overlays.map(({ text }) => text);
  const record = { version, answers, overlays: sources, tree: next, withheld, previous: { base, texts } };
  return { changes, current, record, optIns: open, missingVariables: missingVariables(next, current) };
}

/** The lockfile of the package manager that the project moves away from. */
function abandonedLockfile({ before, answers: { packageManager } }: UpgradePlanInput): string[] {
  return before === undefined || before === packageManager ? [] : [lockfiles[before]];
}

/** Removes files that a step derived. `--undo` has them. */
function withoutFiles(changes: ChangeSet, paths: readonly string[], current: Current): ChangeSet {
  const removals = paths.flatMap((path): Change[] => {
    const entry = current.get(path);
    if (entry?.kind !== "file") return [];
    return [{ path, class: "derived", action: "delete", before: sha256(entry.content) }];
  });
  const removed = new Set(removals.map(({ path }) => path));
  return [...changes.filter(({ path }) => !removed.has(path)), ...removals];
}

function requireRestorable(restore: readonly string[], tree: Tree, current: Current): void {
  const faults = restore.flatMap((path) => {
    const close = nearest(path, [...tree.keys()]);
    if (!tree.has(path))
      return [`${path} is no file of the template.${close === undefined ? "" : ` Did you mean ${close}?`}`];
    return current.has(path) ? [`${path} is there: there is nothing to restore.`] : [];
  });
  if (faults.length === 0) return;
  throw new CreateError("restore", faults.join("\n"), {
    fix: "--restore takes the path of a deleted file as it was in the project, with forward slashes.",
    exitCode: ExitCode.usage,
  });
}

function missingVariables(tree: Tree, current: Current): string[] {
  const rendered = tree.get(".env");
  const own = textAt(current, ".env");
  if (rendered === undefined || own === undefined) return [];
  const known = new Set(variablesOf(own));
  return variablesOf(Buffer.from(rendered.content).toString()).filter((name) => !known.has(name));
}

function variablesOf(text: string): string[] {
  return [...text.matchAll(/^[ \t]*(?:export[ \t]+)?(\w+)[ \t]*=/gm)].map(([, name = ""]) => name);
}

function textAt(current: Current, path: string): string | undefined {
  const entry = current.get(path);
  return entry?.kind === "file" ? Buffer.from(entry.content).toString() : undefined;
}
