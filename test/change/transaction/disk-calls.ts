import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

type Disk = typeof import("node:fs/promises");

/** Called before each call that can change the disk, with its name and first path. It may throw, or end the process. */
type Hook = (call: string, path: string) => void;

let hook: Hook | undefined;

const changing = ["chmod", "copyFile", "link", "mkdir", "open", "rename", "rm", "rmdir", "unlink"] as const;

/** `node:fs/promises` with a hook before every call that can change the disk, and amid each write of a file. */
export function hookable(disk: Disk): Disk {
  const wrapped: Record<string, unknown> = { ...disk };
  for (const name of changing) {
    const original: unknown = disk[name];
    if (typeof original !== "function") continue;
    wrapped[name] = async (...parameters: unknown[]) => {
      hook?.(name, String(parameters[0]));
      const result: unknown = await original(...parameters);
      if (name === "open" && isFileHandle(result)) hookWrites(result, String(parameters[0]));
      return result;
    };
  }
  return Object.assign({ ...disk }, wrapped);
}

interface Writable {
  writeFile(content: Uint8Array): Promise<void>;
  sync(): Promise<void>;
}

function isFileHandle(value: unknown): value is Writable {
  return typeof value === "object" && value !== null && "writeFile" in value;
}

function hookWrites(handle: Writable, path: string): void {
  const writeFile = handle.writeFile.bind(handle);
  handle.writeFile = async (content) => {
    const half = Math.floor(content.length / 2);
    await writeFile(content.subarray(0, half));
    hook?.("half-written", path);
    await writeFile(content.subarray(half));
  };
  const sync = handle.sync.bind(handle);
  handle.sync = async () => {
    hook?.("sync", path);
    await sync();
  };
}

/** Counts the calls while `run` runs, and does `act` before the call of that number (from 0), or all from it on. */
export async function atCall<T>(
  number: number,
  act: Hook,
  run: () => Promise<T>,
  { onwards = false } = {},
): Promise<{ calls: number; outcome: { value: T } | { error: unknown } }> {
  let calls = 0;
  hook = (call, path) => {
    const now = calls++;
    if (now === number || (onwards && now > number)) act(call, path);
  };
  try {
    return { outcome: { value: await run() }, calls };
  } catch (error) {
    return { outcome: { error }, calls };
  } finally {
    hook = undefined;
  }
}

/** Removes one file, as the removal of a folder does first: what a kill amid it may leave. */
export function removeFirstFile(path: string): void {
  const inside = statSync(path, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(path) : undefined;
  if (inside === undefined) rmSync(path, { force: true });
  else if (inside[0] !== undefined) removeFirstFile(join(path, inside[0]));
}
