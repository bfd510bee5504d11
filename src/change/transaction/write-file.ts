import { constants } from "node:fs";
import { copyFile, link, open, rename } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { errorCode } from "../disk-errors.ts";

export interface NewFile {
  readonly content: Uint8Array;
  /** POSIX permission bits. */
  readonly mode: number;
}

/**
 * Writes a file that must not exist, symlinks included. The umask may take bits from group and others, never from
 * the owner: a private file is private and an executable one executable whatever the umask is.
 */
export async function writeNewFile(path: string, { content, mode }: NewFile, sync = false): Promise<void> {
  const file = await open(path, "wx", mode);
  try {
    await file.writeFile(content);
    const actual = (await file.stat()).mode & 0o777;
    const wanted = actual | (mode & 0o700);
    if (wanted !== actual) await file.chmod(wanted);
    if (sync) await file.sync();
  } finally {
    await file.close();
  }
}

/** Gives a file a second name, which must be free; a copy where the file system has no hard links. */
export async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"].includes(errorCode(error) ?? "")) throw error;
    await copyFile(from, to, constants.COPYFILE_EXCL);
  }
}

/** Moves a folder. On Windows a virus scanner may hold the new files for a moment: it is waited for. */
export async function renameFolder(from: string, to: string): Promise<void> {
  for (const delayMs of process.platform === "win32" ? [20, 50, 100, 200, 400, 800] : []) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      if (!["EPERM", "EACCES", "EBUSY"].includes(errorCode(error) ?? "")) throw error;
      await setTimeout(delayMs);
    }
  }
  await rename(from, to);
}

/** Makes the entries of a folder durable, where the system can. */
export async function syncDirectory(path: string): Promise<void> {
  // Windows cannot open a folder.
  if (process.platform === "win32") return;
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
