import type { Answers } from "../answers/answers.ts";
import { isText } from "../template/text.ts";
import type { Tree, TreeFile } from "../template/tree.ts";
import type { PristineTexts } from "./base.ts";
import type { BaseFile, ChangeSet, Pending } from "./change-set.ts";
import { contentHash, onLf } from "./content.ts";
import type { LockRecord, PendingFile } from "./lock.ts";

/** What a project is to remember of a render. */
export interface ProjectRecord {
  /** create-daloy's version. */
  readonly version: string;
  readonly answers: Answers;
  /** Where the organisation's layers came from. */
  readonly overlays?: readonly string[];
  readonly tree: Tree;
  /** The opt-ins that were not switched on. */
  readonly withheld?: readonly string[];
  /** What it remembered before, for the paths whose base does not advance yet. */
  readonly previous?: {
    readonly base: ReadonlyMap<string, BaseFile>;
    readonly texts: ReadonlyMap<string, string>;
  };
}

/**
 * What the lock and the base are to hold after a change set. A path's base advances to the new render, except where a
 * conflict is pending or the path was out of reach.
 */
export function recordAfter(
  { version, answers, overlays = [], tree, previous, withheld = [] }: ProjectRecord,
  changes: ChangeSet,
): { lock: LockRecord; texts: PristineTexts } {
  const files = new Map<string, BaseFile>();
  const pending = new Map<string, PendingFile>();
  const texts = { files: new Map<string, string>(), pending: new Map<string, string>() };
  const held = heldBack(changes);
  for (const [path, file] of tree) {
    const hold = held.get(path);
    if (hold === undefined) {
      files.set(path, baseFileOf(file));
      setText(texts.files, path, pristineText(file));
      continue;
    }
    const before = previous?.base.get(path);
    if (before) files.set(path, before);
    if (before) setText(texts.files, path, previous?.texts.get(path));
    if (hold === "out-of-reach") continue;
    pending.set(path, { ...baseFileOf(file), pending: hold });
    setText(texts.pending, path, pristineText(file));
  }
  return { lock: { version, answers, overlays, files, pending, withheld }, texts };
}

function heldBack(changes: ChangeSet): Map<string, Pending | "out-of-reach"> {
  const held = new Map<string, Pending | "out-of-reach">();
  for (const change of changes) {
    if (change.action === "out-of-reach" || change.action === "sidecar") held.set(change.path, change.action);
    if ("merged" in change && change.merged?.marked) held.set(change.path, "markers");
  }
  return held;
}

function baseFileOf({ content, mode, class: pathClass }: TreeFile): BaseFile {
  // A hash of a private file, such as .env, would tell something about the secrets in it.
  const isPrivate = pathClass === "once" && (mode & 0o077) === 0;
  return { class: pathClass, mode, sha256: isPrivate ? undefined : contentHash(content, pathClass) };
}

function pristineText({ content, class: pathClass }: TreeFile): string | undefined {
  return pathClass === "merge" && isText(content) ? Buffer.from(onLf(content)).toString() : undefined;
}

function setText(texts: Map<string, string>, path: string, text: string | undefined): void {
  if (text !== undefined) texts.set(path, text);
}
