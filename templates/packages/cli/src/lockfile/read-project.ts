import { lockfileNames, type Manager, managerOf } from "../project/manager.ts";
import type { GateContext } from "../verify/gate.ts";
import type { Lockfile, LockfileFault } from "./lockfile.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { readLockfile } from "./read-lockfile.ts";

/** What a project asks for, and what is locked for it. */
export interface LockedProject {
  readonly manager: Manager;
  readonly manifest: Manifest;
  /** A fault, when it is missing or cannot be read. */
  readonly lockfile: Lockfile | LockfileFault;
}

/** @returns a fault when `package.json` itself is missing or no JSON */
export async function readLockedProject({
  readText,
}: Pick<GateContext, "readText">): Promise<LockedProject | LockfileFault> {
  const text = await readText("package.json");
  const deno = (await readText("deno.json")) ?? (await readText("deno.jsonc"));
  const manifest = await readManifest(text ?? "{}", deno);
  if (manifest === undefined) {
    return { file: "package.json", line: 1, rule: "unreadable", message: "package.json is no JSON." };
  }
  const manager = managerOf(manifest.document, deno !== undefined);
  for (const file of lockfileNames[manager]) {
    const written = await readText(file);
    if (written === undefined || (written.trim() === "" && manager === "yarn")) continue;
    return { manager, manifest, lockfile: await readLockfile(file, written, manifest) };
  }
  const [file = ""] = lockfileNames[manager];
  const message = `There is no ${file}: what is installed is decided anew on every machine.`;
  return { manager, manifest, lockfile: { file, line: 1, rule: "missing", message } };
}
