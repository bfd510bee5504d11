import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { isText } from "../../../src/template/text.ts";

type Files = ReadonlyMap<string, Uint8Array | string>;

/** Every file below a folder; a symlink as its target's name. What upgrades keep for themselves is left out. */
export function filesIn(directory: string): Map<string, Uint8Array | string> {
  const files = new Map<string, Uint8Array | string>();
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const at = join(entry.parentPath, entry.name);
    const path = relative(directory, at);
    if (/^\.daloy\/(undo|lock\.json|base\.gz)/.test(path)) continue;
    const stats = lstatSync(at);
    if (stats.isSymbolicLink()) files.set(path, `-> ${readlinkSync(at)}`);
    else if (stats.isFile()) files.set(path, readFileSync(at));
  }
  return files;
}

/**
 * What the user wrote and is gone: lines (by their words, since JSON may get a comma) that were in no file as it was
 * rendered, binary files, and symlinks. Kept counts as kept anywhere in the tree, `.daloy/backup` included.
 */
export function lostBytes(rendered: Files, edited: Files, after: Files): string[] {
  const [known, kept] = [unitsOf(rendered), unitsOf(after)];
  const lost: string[] = [];
  for (const unit of unitsOf(edited)) if (!known.has(unit) && !kept.has(unit)) lost.push(unit);
  return lost;
}

function unitsOf(files: Files): Set<string> {
  const units = new Set<string>();
  for (const [path, content] of files) {
    if (typeof content === "string") units.add(`${path} ${content}`);
    else if (!isText(content)) units.add(Buffer.from(content).toString("hex"));
    else
      for (const line of Buffer.from(content).toString().replace("\ufeff", "").split("\n"))
        units.add(line.trim().replace(/,$/, ""));
  }
  return units;
}
