import { structuredPatch } from "diff";
import { cyan, green, red } from "kolorist";
import type { ChangeSet, Current } from "../change/change-set.ts";
import { onLf } from "../change/content.ts";
import { isText } from "../template/text.ts";

const maxEdits = 1_000;

/** What a change set does to the project's text, line by line and in colour. Vendored packages are left out. */
export function diffLines(changes: ChangeSet, current: Current): string[] {
  return changes.flatMap((change) => {
    if (change.class === "owned" || change.class === "once") return [];
    switch (change.action) {
      case "create":
        return patch(`/dev/null`, change.path, undefined, change.content);
      case "update":
        return patch(change.path, change.path, contentAt(current, change.path), change.content);
      case "move":
        return patch(change.from, change.path, contentAt(current, change.from), change.content);
      case "delete":
        return patch(change.path, "/dev/null", contentAt(current, change.path), undefined);
      case "sidecar":
        return patch(change.path, change.sidecar, contentAt(current, change.path), change.content);
      case "conflict":
        return patch(
          change.path,
          change.path,
          contentAt(current, change.path),
          (change.marked ?? change.sidecar).content,
        );
      default:
        return [];
    }
  });
}

function contentAt(current: Current, path: string): Uint8Array | undefined {
  const entry = current.get(path);
  return entry?.kind === "file" ? entry.content : undefined;
}

function patch(
  from: string,
  to: string,
  before: Uint8Array = new Uint8Array(),
  after: Uint8Array = new Uint8Array(),
): string[] {
  const head = [red(`--- ${from}`), green(`+++ ${to}`)];
  if (!isText(before) || !isText(after)) return [...head, "  (binary)"];
  const texts = [before, after].map((content) => Buffer.from(onLf(content)).toString());
  const made = structuredPatch(from, to, texts[0] ?? "", texts[1] ?? "", "", "", {
    context: 3,
    maxEditLength: maxEdits,
  });
  if (made === undefined) return [...head, "  (nearly every line)"];
  if (made.hunks.length === 0) return from === to ? [] : [...head, "  (the same text)"];
  return [
    ...head,
    ...made.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
      cyan(`@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`),
      ...lines.map((each) => (each.startsWith("+") ? green(each) : each.startsWith("-") ? red(each) : each)),
    ]),
  ];
}
