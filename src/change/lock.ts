import type { Answers } from "../answers/answers.ts";
import { CreateError } from "../errors.ts";
import type { PathClass } from "../template/tree.ts";
import type { Base, BaseFile, Pending } from "./change-set.ts";
import { pathSetFault } from "./path-safety.ts";

/** Where the lock lies in a project. */
export const lockPath = ".daloy/lock.json";
/** Bytes that a lock may have; a project of 300 files needs about 40 KB. */
export const maxLockBytes = 4 * 1024 * 1024;

const schema = 1;
const maxFiles = 20_000;

/** The answers as a lock gives them: untrusted scalars, to be validated like the flags they stand for. */
export type RecordedAnswers = Readonly<Record<string, string | boolean>>;

/** What the template gave for a path whose conflict nobody has resolved yet. */
export interface PendingFile extends BaseFile {
  readonly pending: Pending;
}

/** What a project remembers of its last render. */
export interface Lock {
  /** The version of create-daloy that rendered it. */
  readonly version: string;
  readonly answers: RecordedAnswers;
  /** Where the organisation's layers came from, in their own words: untrusted, to be parsed like `--overlay`. */
  readonly overlays: readonly string[];
  readonly files: Base;
  /** Becomes the base of its path once it is resolved. */
  readonly pending: ReadonlyMap<string, PendingFile>;
  /** The opt-ins that upgrades did not switch on. */
  readonly withheld: readonly string[];
}

/** A lock with answers that were validated, to be written. */
export interface LockRecord extends Omit<Lock, "answers"> {
  readonly answers: Answers;
}

/** Writes a lock: deterministic, one line per file, and without a trace of any secret. */
export function formatLock({ version, answers, overlays, files, pending, withheld }: LockRecord): string {
  const optIns = withheld.length === 0 ? {} : { withheld };
  const layers = overlays.length === 0 ? {} : { overlays };
  const head = JSON.stringify({ schema, version, answers, ...layers, ...optIns }, null, 2).replace(
    /\n\}$/,
    "",
  );
  const rest = pending.size === 0 ? "" : `,\n${formatFiles("pending", pending)}`;
  return `${head},\n${formatFiles("files", files)}${rest}\n}\n`;
}

function formatFiles(key: string, files: ReadonlyMap<string, BaseFile | PendingFile>): string {
  const lines = [...files].map(([path, file]) => {
    const hash = file.sha256 === undefined ? {} : { sha256: file.sha256 };
    const pending = "pending" in file ? { pending: file.pending } : {};
    const entry = { class: file.class, mode: file.mode.toString(8), ...hash, ...pending };
    return `    ${JSON.stringify(path)}: ${JSON.stringify(entry)}`;
  });
  return `  "${key}": {\n${lines.join(",\n")}\n  }`;
}

/**
 * Reads a lock as untrusted input.
 *
 * @throws {CreateError} `lock-invalid`, or `lock-newer` for a schema that this version does not know.
 */
export function parseLock(content: Uint8Array): Lock {
  if (content.byteLength > maxLockBytes) throw invalid(`it is larger than ${maxLockBytes} bytes`);
  const lock = parseObject(content);
  if (Number.isInteger(lock["schema"]) && Number(lock["schema"]) > schema) {
    throw new CreateError(
      "lock-newer",
      `${lockPath} was written by a newer create-daloy (schema ${lock["schema"]}).`,
      {
        fix: "Run the newest one: `npm create daloy@latest`.",
      },
    );
  }
  if (lock["schema"] !== schema) throw invalid(`its schema is not ${schema}`);
  requireKeys(lock, ["schema", "version", "answers", "files"], "it", ["overlays", "pending", "withheld"]);
  const { version } = lock;
  if (typeof version !== "string" || !/^\d{1,9}\.\d{1,9}\.\d{1,9}(-[\w.-]{1,64})?$/.test(version)) {
    throw invalid("its version is no version number");
  }
  return {
    version,
    answers: parseAnswers(lock["answers"]),
    overlays: parseOverlays(lock["overlays"] ?? []),
    files: parseFiles(lock["files"], parseFile),
    pending: parseFiles(lock["pending"] ?? {}, parsePending),
    withheld: parseWithheld(lock["withheld"] ?? []),
  };
}

function parseOverlays(value: unknown): readonly string[] {
  const isSource = (source: unknown): source is string => typeof source === "string" && source.length <= 1024;
  if (!Array.isArray(value) || value.length > 20 || !value.every(isSource))
    throw invalid("its overlays are no list of sources");
  return value;
}

function parseWithheld(value: unknown): readonly string[] {
  const isId = (id: unknown): id is string => typeof id === "string" && /^[a-z][a-z0-9-]{0,63}$/.test(id);
  if (!Array.isArray(value) || value.length > 1_000 || !value.every(isId))
    throw invalid("its withheld opt-ins are no list of names");
  return value;
}

function parseObject(content: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(content));
    if (isObject(value)) return value;
  } catch (error) {
    throw invalid("it is not JSON", error);
  }
  throw invalid("it is not a JSON object");
}

function parseAnswers(value: unknown): RecordedAnswers {
  if (!isObject(value)) throw invalid("its answers are not an object");
  const answers = new Map<string, string | boolean>();
  for (const [key, answer] of Object.entries(value)) {
    if (!/^[a-z][A-Za-z]{0,31}$/.test(key))
      throw invalid(`${JSON.stringify(key).slice(0, 40)} is no answer's name`);
    if (typeof answer !== "boolean" && !(typeof answer === "string" && answer.length <= 1024)) {
      throw invalid(`its answer "${key}" is neither a short text nor a boolean`);
    }
    answers.set(key, answer);
  }
  return Object.fromEntries(answers);
}

function parseFiles<File>(
  value: unknown,
  parse: (path: string, entry: unknown) => File,
): ReadonlyMap<string, File> {
  if (!isObject(value)) throw invalid("its files are not an object");
  const entries = Object.entries(value);
  if (entries.length > maxFiles) throw invalid(`it names more than ${maxFiles} files`);
  const fault = pathSetFault(entries.map(([path]) => path));
  if (fault) throw invalid(fault);
  return new Map(entries.map(([path, entry]) => [path, parse(path, entry)]));
}

function parsePending(path: string, entry: unknown): PendingFile {
  const { pending, ...file } = isObject(entry) ? entry : {};
  if (pending !== "markers" && pending !== "sidecar")
    throw invalid(`"${path}" is pending for no known reason`);
  return { ...parseFile(path, file), pending };
}

function parseFile(path: string, entry: unknown): BaseFile {
  if (!isObject(entry)) throw invalid(`"${path}" is not an object`);
  const { class: pathClass, mode, sha256 } = entry;
  if (!isPathClass(pathClass)) throw invalid(`"${path}" has an unknown class`);
  if (typeof mode !== "string" || !/^[0-7]{3}$/.test(mode))
    throw invalid(`"${path}" has a mode that is none`);
  const [required, optional] = pathClass === "once" ? [[], ["sha256"]] : [["sha256"], []];
  requireKeys(entry, ["class", "mode", ...required], `"${path}"`, optional);
  if (sha256 !== undefined && !(typeof sha256 === "string" && /^[0-9a-f]{64}$/.test(sha256))) {
    throw invalid(`"${path}" has a hash that is none`);
  }
  return { class: pathClass, mode: Number.parseInt(mode, 8), sha256 };
}

function requireKeys(
  value: Record<string, unknown>,
  keys: readonly string[],
  what: string,
  optional: readonly string[] = [],
): void {
  const found = Object.keys(value);
  const fault =
    keys.find((key) => !found.includes(key)) ??
    found.find((key) => !(keys.includes(key) || optional.includes(key)) || key === "__proto__");
  if (fault !== undefined)
    throw invalid(`${what} lacks or adds the key ${JSON.stringify(fault).slice(0, 40)}`);
}

function isPathClass(value: unknown): value is PathClass {
  return value === "merge" || value === "owned" || value === "once" || value === "derived";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function invalid(why: string, cause?: unknown): CreateError {
  return new CreateError("lock-invalid", `${lockPath} cannot be used: ${why}.`, {
    fix: `Restore it from version control (\`git checkout -- ${lockPath}\`).`,
    cause,
  });
}
