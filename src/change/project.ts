import { join } from "node:path";
import { CreateError, ExitCode } from "../errors.ts";
import { basePath, maxBaseBytes, unpackBase } from "./base.ts";
import type { Base, BaseFile } from "./change-set.ts";
import { readBounded, statEntry } from "./disk.ts";
import { explainDiskError } from "./disk-errors.ts";
import { type Lock, lockPath, maxLockBytes, type PendingFile, parseLock } from "./lock.ts";
import { hasConflictMarkers } from "./merge/merged.ts";
import { sidecarPath } from "./plan-path.ts";

/** What a project remembers of its last render, read as untrusted input. */
export interface RecordedProject {
  readonly lock: Lock;
  /** What a plan may compare with: empty when the pristine text is missing or was tampered with. */
  readonly base: Base;
  readonly texts: ReadonlyMap<string, string>;
  /** Why the base is empty. */
  readonly baseFault: string | undefined;
}

/**
 * Reads `.daloy/lock.json` and `.daloy/base.gz` of a project. What was pending counts as its path's base: call
 * `requireResolved` before a plan relies on it.
 *
 * @throws {CreateError} `lock-invalid`, `lock-newer` or `unsafe-record`
 */
export async function readProject(directory: string): Promise<RecordedProject> {
  try {
    const lock = parseLock(await readBounded(join(directory, lockPath), maxLockBytes));
    const at = join(directory, basePath);
    if (!(await statEntry(at))) return lost(lock, `${basePath} is missing.`);
    const packed = unpackBase(await readBounded(at, maxBaseBytes), lock);
    if (!packed.usable) return lost(lock, packed.reason);
    return {
      lock,
      base: new Map([
        ...lock.files,
        ...[...lock.pending].map(([path, file]) => [path, withoutPending(file)] as const),
      ]),
      texts: new Map([...packed.files, ...packed.pending]),
      baseFault: undefined,
    };
  } catch (error) {
    throw explainDiskError(error, `Reading the records of ${directory}`);
  }
}

function lost(lock: Lock, baseFault: string): RecordedProject {
  return { lock, base: new Map(), texts: new Map(), baseFault };
}

function withoutPending({ class: pathClass, mode, sha256 }: PendingFile): BaseFile {
  return { class: pathClass, mode, sha256 };
}

/**
 * Refuses to go on while conflicts of the last upgrade are open: markers in a file, or a `.daloy-new` beside it.
 *
 * @throws {CreateError} `unresolved-conflicts` (exit code 3) naming every one
 */
export async function requireResolved(directory: string, { pending }: Lock): Promise<void> {
  const open: string[] = [];
  for (const [path, file] of pending) {
    const at = join(directory, file.pending === "markers" ? path : sidecarPath(path));
    const stats = await statEntry(at);
    if (stats === undefined) continue;
    if (file.pending === "sidecar") open.push(`${sidecarPath(path)} is still there.`);
    else if (stats.isFile() && hasConflictMarkers(Buffer.from(await readBounded(at, stats.size)).toString()))
      open.push(`${path} still holds conflict markers.`);
  }
  if (open.length === 0) return;
  throw new CreateError(
    "unresolved-conflicts",
    ["The last upgrade left conflicts that are not resolved:", ...open].join("\n"),
    {
      fix: "Take over what you want from each, remove the markers and the .daloy-new files, then run the command again. `--undo` takes the last upgrade back instead.",
      exitCode: ExitCode.conflict,
    },
  );
}
