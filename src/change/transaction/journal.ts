import { rename, unlink } from "node:fs/promises";
import { join } from "node:path";
import { CreateError } from "../../errors.ts";
import { readBounded, statEntry } from "../disk.ts";
import { relativePathFault } from "../path-safety.ts";
import type { Owner } from "./owner.ts";
import { syncDirectory, writeNewFile } from "./write-file.ts";

/** Where a project keeps create-daloy's records. */
export const recordsPath = ".daloy";
export const transactionName = "transaction";
/**
 * The folder of a running transaction: `owner.json`, the new files in `stage/`, the old ones in `backup/`, both named
 * by their place in the journal, and `journal.json`. While the journal is there, the project is to be restored.
 */
export const transactionPath = `${recordsPath}/${transactionName}`;

/** The last upgrade's journal and backups, for `--undo`. */
export const undoPath = `${recordsPath}/undo`;
export const undoName = "undo.json";

const maxJournalBytes = 8 * 1024 * 1024;

/**
 * What is to happen at a path, with the SHA-256 of the bytes before and after it. A `derived` file, such as a lockfile,
 * is not touched by the transaction: it is noted as it was (`null` where there was none), because a later step changes it.
 */
export type JournalEntry =
  | { readonly kind: "derived"; readonly path: string; readonly before: string | null }
  | { readonly kind: "create"; readonly path: string; readonly after: string }
  | { readonly kind: "update"; readonly path: string; readonly before: string; readonly after: string }
  | { readonly kind: "delete"; readonly path: string; readonly before: string };

/** Everything that a transaction is going to touch, written before it touches anything. */
export interface Journal {
  /** The folders that it makes, outermost first. */
  readonly folders: readonly string[];
  readonly entries: readonly JournalEntry[];
}

export async function writeOwner(directory: string, owner: Owner): Promise<void> {
  await writeNewFile(join(directory, transactionPath, "owner.json"), json(owner), true);
}

/** The process that made the transaction folder; undefined when it was killed before it could say. */
export async function readOwner(directory: string): Promise<Owner | undefined> {
  const value = await readJson(join(directory, transactionPath, "owner.json"));
  if (!isObject(value) || typeof value["pid"] !== "number" || typeof value["host"] !== "string")
    return undefined;
  return { pid: value["pid"], host: value["host"] };
}

/** Writes the journal in one step: it is there as a whole or not at all. */
export async function writeJournal(directory: string, journal: Journal): Promise<void> {
  const folder = join(directory, transactionPath);
  await writeNewFile(join(folder, "journal.tmp"), json(journal), true);
  await rename(join(folder, "journal.tmp"), join(folder, "journal.json"));
  await syncDirectory(folder);
}

/** Ends the transaction: from here on the project is what its files are, and the journal is how to undo that. */
export async function keepJournal(directory: string): Promise<void> {
  const folder = join(directory, transactionPath);
  await rename(join(folder, "journal.json"), join(folder, undoName));
}

/** Ends the transaction: from here on the project is what its files are. */
export async function removeJournal(directory: string): Promise<void> {
  // No sync: if a power cut brings the journal back, its backups come back with it, since file systems keep the
  // order of such changes; and a failed sync after the removal could no longer be taken back.
  await unlink(join(directory, transactionPath, "journal.json"));
}

/**
 * Reads the journal of a killed run as untrusted input; undefined when there is none.
 *
 * @throws {CreateError} `journal-invalid`
 */
export async function readJournal(directory: string): Promise<Journal | undefined> {
  return await readJournalAt(join(directory, transactionPath, "journal.json"));
}

/** How to undo the last upgrade, as untrusted as a journal; undefined when there is nothing to undo. */
export async function readUndo(directory: string): Promise<Journal | undefined> {
  return await readJournalAt(join(directory, undoPath, undoName));
}

async function readJournalAt(path: string): Promise<Journal | undefined> {
  if (!(await statEntry(path))) return undefined;
  const value = await readJson(path);
  if (!isObject(value)) throw invalid("it is not JSON");
  const { folders, entries } = value;
  if (!Array.isArray(folders) || !folders.every((folder) => typeof folder === "string")) {
    throw invalid("its folders are no list of paths");
  }
  if (!Array.isArray(entries) || !entries.every(isEntry)) throw invalid("its entries are none");
  for (const at of [...folders, ...entries.map((entry) => entry.path)]) {
    const fault = relativePathFault(at);
    if (fault) throw invalid(`${JSON.stringify(at)} ${fault}`);
  }
  return { folders, entries };
}

function isEntry(value: unknown): value is JournalEntry {
  if (!isObject(value) || typeof value["path"] !== "string") return false;
  const isHash = (hash: unknown) => typeof hash === "string" && /^[0-9a-f]{64}$/.test(hash);
  if (value["kind"] === "create") return isHash(value["after"]);
  if (value["kind"] === "derived") return value["before"] === null || isHash(value["before"]);
  if (value["kind"] === "delete") return isHash(value["before"]);
  return value["kind"] === "update" && isHash(value["before"]) && isHash(value["after"]);
}

async function readJson(path: string): Promise<unknown> {
  if (!(await statEntry(path))) return undefined;
  const content = await readBounded(path, maxJournalBytes);
  try {
    return JSON.parse(new TextDecoder().decode(content));
  } catch {
    return undefined;
  }
}

function json(value: object): { content: Uint8Array; mode: number } {
  return { content: Buffer.from(`${JSON.stringify(value)}\n`), mode: 0o600 };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function invalid(why: string): CreateError {
  return new CreateError("journal-invalid", `${transactionPath}/journal.json cannot be used: ${why}.`, {
    fix: `Restore the project from version control, then delete ${transactionPath}.`,
  });
}
