import { join } from "node:path";
import { basePath, maxBaseBytes, unpackBase } from "./base.ts";
import type { Base } from "./change-set.ts";
import { readBounded, statEntry } from "./disk.ts";
import { explainDiskError } from "./disk-errors.ts";
import { type Lock, lockPath, maxLockBytes, parseLock } from "./lock.ts";

/** What a project remembers of its last render, read as untrusted input. */
export interface RecordedProject {
  readonly lock: Lock;
  /** What a plan may compare with: empty when the pristine text is missing or was tampered with. */
  readonly base: Base;
  /** Why the base is empty. */
  readonly baseFault: string | undefined;
}

/**
 * Reads `.daloy/lock.json` and `.daloy/base.gz` of a project.
 *
 * @throws {CreateError} `lock-invalid`, `lock-newer` or `unsafe-record`
 */
export async function readProject(directory: string): Promise<RecordedProject> {
  try {
    const lock = parseLock(await readBounded(join(directory, lockPath), maxLockBytes));
    const at = join(directory, basePath);
    if (!(await statEntry(at))) return { lock, base: new Map(), baseFault: `${basePath} is missing.` };
    const texts = unpackBase(await readBounded(at, maxBaseBytes), lock);
    return texts.usable
      ? { lock, base: lock.files, baseFault: undefined }
      : { lock, base: new Map(), baseFault: texts.reason };
  } catch (error) {
    throw explainDiskError(error, `Reading the records of ${directory}`);
  }
}
