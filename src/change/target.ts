import { constants } from "node:fs";
import { access, readdir } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, parse, relative, resolve, sep } from "node:path";
import { CreateError, ExitCode } from "../errors.ts";
import { basePath } from "./base.ts";
import { statEntry } from "./disk.ts";
import { explainDiskError } from "./disk-errors.ts";
import { lockPath } from "./lock.ts";
import { componentFault } from "./path-safety.ts";
import { recordsPath, transactionName } from "./transaction/journal.ts";

/** Where a project is to go, as an absolute path, and what stands there. */
export interface Target {
  readonly path: string;
  /**
   * `missing` nothing stands there, and its parents may be missing too; `empty` an empty folder, or one with a lone
   * `.git`; `project` a daloy project; `interrupted` a run was killed in there: `recover` it and inspect again.
   */
  readonly state: "missing" | "empty" | "project" | "interrupted";
}

/**
 * Looks at the directory that the user named. Reads only.
 *
 * A symlink in what the user named is refused. The working directory may itself be reached through one, and so may
 * links that sit in the root of the file system, which only the system can make (macOS's `/tmp`).
 *
 * @param directory As typed; relative to `cwd`.
 * @throws {CreateError} With exit code 2 for a name that cannot be used; with 1 for a target that is occupied or out
 *   of reach.
 */
export async function inspectTarget(directory: string, cwd: string = process.cwd()): Promise<Target> {
  const path = resolve(cwd, directory);
  checkName(directory, path, cwd);
  try {
    return { path, state: await stateOf(path, namedComponents(path, cwd)) };
  } catch (error) {
    throw explainDiskError(error, `Looking at ${path}`);
  }
}

/** The components that the user named: those that the path does not share with the working directory. */
function namedComponents(path: string, cwd: string): { start: string; components: string[] } {
  const steps = relative(cwd, path);
  const root = parse(path).root;
  if (isAbsolute(steps)) return { start: root, components: split(path.slice(root.length)) };
  const up = split(steps).filter((step) => step === "..");
  return { start: resolve(cwd, ...up), components: split(steps).slice(up.length) };
}

function split(path: string): string[] {
  return path.split(sep).filter((component) => component !== "");
}

function checkName(directory: string, path: string, cwd: string): void {
  if (directory === "") throw nameError(`"" names no directory`);
  for (const component of namedComponents(path, cwd).components) {
    const fault = /^\.git$/i.test(component) ? "is a git repository's own folder" : componentFault(component);
    if (fault) throw nameError(`${JSON.stringify(component).slice(0, 120)} ${fault}`);
  }
  if (path === parse(path).root) throw nameError(`${path} is the root of the file system`);
}

function nameError(what: string): CreateError {
  return new CreateError("directory-name", `That directory cannot be used: ${what}.`, {
    fix: "Name another directory, such as my-daloy-app.",
    exitCode: ExitCode.usage,
  });
}

async function stateOf(
  path: string,
  named: { start: string; components: readonly string[] },
): Promise<Target["state"]> {
  let at = named.start;
  for (const component of named.components) {
    const parent = at;
    at = join(parent, component);
    const stats = await statEntry(at);
    if (stats === undefined) {
      await requireWritable(parent);
      return "missing";
    }
    if (stats.isSymbolicLink() && !(dirname(parent) === parent && at !== path)) throw symlinkError(at);
    if (!stats.isDirectory() && !stats.isSymbolicLink()) throw notADirectoryError(at);
  }
  return await stateOfDirectory(path);
}

async function stateOfDirectory(path: string): Promise<Target["state"]> {
  const entries = (await readdir(path)).sort();
  const records = await statEntry(join(path, recordsPath));
  if (records?.isSymbolicLink()) throw symlinkError(join(path, recordsPath));
  if (records?.isDirectory()) {
    const inside = await readdir(join(path, recordsPath));
    // A run makes the folder before anything else, so that an empty one is a killed run's too.
    if (inside.length === 0 || inside.includes(transactionName)) return "interrupted";
  }
  if (entries.every((entry) => entry === ".git")) {
    await requireWritable(path);
    return "empty";
  }
  const lock = await statEntry(join(path, lockPath));
  if (lock?.isFile()) {
    await requireWritable(path);
    return "project";
  }
  if (await statEntry(join(path, basePath))) throw lockMissing(path);
  throw occupiedError(path, entries);
}

function lockMissing(path: string): CreateError {
  return new CreateError("lock-missing", `${path} is a daloy project that has lost its ${lockPath}.`, {
    fix: `Restore it from version control (\`git checkout -- ${lockPath}\`).`,
  });
}

async function requireWritable(directory: string): Promise<void> {
  try {
    await access(directory, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw explainDiskError(error, `Writing to ${directory}`);
  }
}

function occupiedError(path: string, entries: readonly string[]): CreateError {
  const shown = entries
    .slice(0, 5)
    .map((entry) => (/^[\w.@+-]+$/.test(entry) ? entry : JSON.stringify(entry)));
  const more = entries.length > shown.length ? ` and ${entries.length - shown.length} more` : "";
  return new CreateError(
    "directory-not-empty",
    `${path} is not empty and no daloy project: it holds ${shown.join(", ")}${more}.`,
    { fix: "Name a new directory, or empty this one. create-daloy overwrites nothing." },
  );
}

function symlinkError(path: string): CreateError {
  return new CreateError("symlink", `${path} is a symlink: the project would end up somewhere else.`, {
    fix: `Name the folder that it points to, or \`cd\` into it and use \`.\` or a name in there.`,
  });
}

function notADirectoryError(path: string): CreateError {
  return new CreateError("not-a-directory", `${path} is a file, not a directory.`, {
    fix: `Name another directory than ${basename(path)}.`,
  });
}
