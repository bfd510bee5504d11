import type { GateContext } from "../../verify/gate.ts";

/** What create-daloy remembers of a render. */
export const lockFile = ".daloy/lock.json";

/** The SHA-256 of every rendered file; `undefined` when there is no lock that can be read. */
export async function readLock({ readText }: GateContext): Promise<ReadonlyMap<string, string> | undefined> {
  const lock = parse((await readText(lockFile)) ?? "");
  const files = isObject(lock) ? lock["files"] : undefined;
  if (!isObject(files)) return undefined;
  return new Map(
    Object.entries(files).flatMap(([path, entry]) =>
      isObject(entry) && typeof entry["sha256"] === "string" ? [[path, entry["sha256"]]] : [],
    ),
  );
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
