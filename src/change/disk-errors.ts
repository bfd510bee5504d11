import { CreateError } from "../errors.ts";

interface Explanation {
  readonly code: string;
  readonly what: string;
  readonly fix: string;
}

const explanations: ReadonlyMap<string, Explanation> = new Map(
  Object.entries({
    ENOSPC: {
      code: "disk-full",
      what: "the disk is full",
      fix: "Free some space (a project needs a few megabytes, its packages more) and run the command again.",
    },
    EDQUOT: {
      code: "quota-exceeded",
      what: "your disk quota is used up",
      fix: "Delete what you no longer need, or ask for a larger quota, and run the command again.",
    },
    EROFS: {
      code: "read-only",
      what: "the file system is mounted read-only",
      fix: "Choose a directory on a writable file system.",
    },
    EACCES: {
      code: "permission-denied",
      what: "this user may not write there",
      fix: "Choose a directory that you own, or change the permissions of this one. Do not run create-daloy as root.",
    },
    EPERM: {
      code: "permission-denied",
      what: "the system does not permit it",
      fix: "Choose a directory that you own, and close programs that hold files in it.",
    },
    ENAMETOOLONG: {
      code: "path-too-long",
      what: "a path is longer than the system allows",
      fix: "Choose a shorter project name, or a directory nearer to the root.",
    },
    EMFILE: {
      code: "too-many-open-files",
      what: "this process has too many files open",
      fix: "Raise the limit (`ulimit -n 4096`) and run the command again.",
    },
    ENFILE: {
      code: "too-many-open-files",
      what: "the system has too many files open",
      fix: "Close some programs and run the command again.",
    },
    EIO: {
      code: "disk-failed",
      what: "the disk reported a fault",
      fix: "Check the disk, or choose a directory on another one.",
    },
  }),
);

/**
 * What a person can do about a failed system call. A fault that is none of the disk's is returned as it is.
 *
 * @param doing What failed, such as `Writing src/app.ts`.
 */
export function explainDiskError(error: unknown, doing: string): unknown {
  const code = errorCode(error);
  const explanation = code === undefined ? undefined : explanations.get(code);
  if (explanation === undefined) return error;
  return new CreateError(explanation.code, `${doing} failed: ${explanation.what} (${code}).`, {
    fix: explanation.fix,
    cause: error,
  });
}

/**
 * Takes back what a failed step wrote, then throws that step's error. When taking back fails too, both are told.
 *
 * @param left What then remains, and where.
 */
export async function cleanUpAndThrow(
  error: unknown,
  left: string,
  cleanUp: () => Promise<void>,
): Promise<never> {
  try {
    await cleanUp();
  } catch (cause) {
    const reasons = [explainDiskError(error, "Writing"), explainDiskError(cause, "Taking it back")];
    const told = reasons.map((reason) => (reason instanceof Error ? reason.message : String(reason)));
    throw new CreateError("cleanup-failed", `${told.join(" ")} ${left} is still there.`, {
      fix: "Mend the cause and run the command again: it removes or restores what an interrupted run left.",
      cause: error,
    });
  }
  throw error;
}

/** The code of a failed system call, such as `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
