import type { Stats } from "node:fs";
import { constants } from "node:fs";
import { lstat, open } from "node:fs/promises";
import { CreateError } from "../errors.ts";
import { errorCode } from "./disk-errors.ts";

/** What stands at a path, not following a symlink; undefined when nothing does. */
export async function statEntry(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}

/**
 * Reads a file that somebody else may have written: never through a symlink, never more than the limit.
 *
 * @throws {CreateError} `unsafe-record` when it is no regular file or too large.
 */
export async function readBounded(path: string, maxBytes: number): Promise<Uint8Array> {
  // Without O_NONBLOCK a planted FIFO would hang the open.
  const file = await open(
    path,
    constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
  ).catch((error: unknown) => {
    throw errorCode(error) === "ELOOP" ? unsafe(path, "is a symlink") : error;
  });
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw unsafe(path, "is not a file");
    if (stats.size > maxBytes) throw unsafe(path, `is larger than ${maxBytes} bytes`);
    return await file.readFile();
  } finally {
    await file.close();
  }
}

function unsafe(path: string, what: string): CreateError {
  return new CreateError("unsafe-record", `${path} ${what}: create-daloy did not write it.`, {
    fix: "Restore the .daloy folder from version control.",
  });
}
