import fc from "fast-check";
import type { BaseFile, DiskEntry } from "../../src/change/change-set.ts";
import { contentHash } from "../../src/change/content.ts";
import { pathSetFault } from "../../src/change/path-safety.ts";
import { recordAfter } from "../../src/change/record.ts";
import type { PathClass, Tree, TreeFile } from "../../src/template/tree.ts";
import { answers } from "../template/fixture-store.ts";

export function file(content: string, pathClass: PathClass = "merge", mode = 0o644): TreeFile {
  return { content: Buffer.from(content), mode, class: pathClass };
}

export function treeOf(files: Record<string, TreeFile>): Tree {
  return new Map(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What the lock records of a tree. */
export function baseOf(tree: Tree): Map<string, BaseFile> {
  return new Map(
    [...tree].map(([path, { content, mode, class: pathClass }]) => {
      const isPrivate = pathClass === "once" && mode === 0o600;
      return [
        path,
        { mode, class: pathClass, sha256: isPrivate ? undefined : contentHash(content, pathClass) },
      ];
    }),
  );
}

/** The lock and the pristine texts of a tree that was just rendered. */
export function recordOf(tree: Tree, version = "1.0.0") {
  return recordAfter({ version, answers, tree }, []);
}

/** A disk that holds exactly a tree. */
export function diskOf(tree: Tree): Map<string, DiskEntry> {
  return new Map([...tree].map(([path, { content, mode }]) => [path, { kind: "file", content, mode }]));
}

const segment = fc.stringMatching(/^[a-z][a-z0-9_.-]{0,6}[a-z0-9]$/);
const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join("/"));

const treeFile: fc.Arbitrary<TreeFile> = fc.record({
  content: fc.oneof(
    fc.string().map((text) => new Uint8Array(Buffer.from(text))),
    fc.uint8Array({ maxLength: 40 }),
  ),
  mode: fc.constantFrom(0o644, 0o755, 0o600),
  class: fc.constantFrom("merge", "owned", "once", "derived"),
});

/** Trees whose paths may stand side by side. */
export const anyTree: fc.Arbitrary<Tree> = fc
  .dictionary(path, treeFile, { maxKeys: 12 })
  .map(treeOf)
  .filter((tree) => pathSetFault(tree.keys()) === undefined);
