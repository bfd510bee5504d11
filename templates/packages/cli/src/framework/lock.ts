import type { GateContext } from "../verify/gate.ts";

/** What create-daloy remembers of a render. */
export const lockFile = ".daloy/lock.json";

export interface Lock {
  /** Of create-daloy; `""` where the lock does not say it. */
  readonly version: string;
  /** The SHA-256 of every rendered file. */
  readonly files: ReadonlyMap<string, string>;
}

/** `undefined` when there is no lock that can be read. */
export async function readLock({ readText }: Pick<GateContext, "readText">): Promise<Lock | undefined> {
  const lock = parse((await readText(lockFile)) ?? "");
  if (!isObject(lock) || !isObject(lock["files"])) return undefined;
  const files = new Map(
    Object.entries(lock["files"]).flatMap(([path, entry]) =>
      isObject(entry) && typeof entry["sha256"] === "string" ? [[path, entry["sha256"]]] : [],
    ),
  );
  return { version: typeof lock["version"] === "string" ? lock["version"] : "", files };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
