import { join } from "node:path";
import { basePath, maxBaseBytes, packBase, samePackedBase } from "./base.ts";
import { type ChangeSet, isWrite, type Write } from "./change-set.ts";
import { sha256 } from "./content.ts";
import { readBounded, statEntry } from "./disk.ts";
import { formatLock, lockPath, maxLockBytes } from "./lock.ts";
import { type ProjectRecord, recordAfter } from "./record.ts";
import type { Target } from "./target.ts";
import type { Operation } from "./transaction/fill.ts";

/** Where files of the user's go that were replaced: below the start of their hash, so that none replaces another. */
export const backupPath = ".daloy/backup";

/** The writes of a change set in the order in which they are made: what is kept first, the lock last. */
export async function operationsOf(
  target: Target,
  changes: ChangeSet,
  record: ProjectRecord,
): Promise<Operation[]> {
  const writes = changes.filter(isWrite);
  const backups: Operation[] = [];
  for (const write of writes) {
    const content = "backup" in write ? write.backup : undefined;
    if (content === undefined) continue;
    const backup = await backupOperation(target.path, write.path, content);
    if (backup) backups.push(backup);
  }
  const { lock, texts } = recordAfter(record, changes);
  const records = [
    await recordOperation(target, basePath, packBase(texts), maxBaseBytes, samePackedBase),
    await recordOperation(target, lockPath, Buffer.from(formatLock(lock)), maxLockBytes, (a, b) =>
      Buffer.from(a).equals(b),
    ),
  ];
  return [
    ...backups,
    ...writes.flatMap(operationsFor),
    ...records.filter((operation) => operation !== undefined),
  ];
}

/** Keeps a file of the user's; undefined when this very content is kept already. */
export async function backupOperation(
  directory: string,
  path: string,
  content: Uint8Array,
): Promise<Operation | undefined> {
  const kept = `${backupPath}/${sha256(content).slice(0, 12)}/${path}`;
  if (await statEntry(join(directory, kept))) return undefined;
  return { action: "create", path: kept, content, mode: 0o600 };
}

function operationsFor(write: Write): Operation[] {
  if (write.action === "sidecar") {
    const { sidecar, content, present } = write;
    return present ? [] : [{ action: "create", path: sidecar, content, mode: 0o644 }];
  }
  if (write.action !== "move") return [write];
  const { path, from, content, mode, before } = write;
  return [
    { action: "create", path, content, mode },
    { action: "delete", path: from, before },
  ];
}

async function recordOperation(
  target: Target,
  path: string,
  content: Uint8Array,
  maxBytes: number,
  isSame: (a: Uint8Array, b: Uint8Array) => boolean,
): Promise<Operation | undefined> {
  const at = join(target.path, path);
  if (target.state === "missing" || !(await statEntry(at)))
    return { action: "create", path, content, mode: 0o644 };
  const existing = await readBounded(at, maxBytes);
  if (isSame(existing, content)) return undefined;
  return { action: "update", path, content, mode: 0o644, before: sha256(existing) };
}
