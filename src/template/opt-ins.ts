import { templateError } from "./template-error.ts";
import type { Tree } from "./tree.ts";
import { compareReleases } from "./version-order.ts";

/**
 * A security default that could break an app that exists: one line of one file. New projects have it; upgraded ones are
 * told of it, and get it when they take the line over.
 */
export interface OptIn {
  readonly id: string;
  /** The version that brought it. */
  readonly since: string;
  /** A text file in which a line stands for itself; not JSON. */
  readonly file: string;
  readonly line: string;
  /** What it protects from, and what it could break. */
  readonly message: string;
}

/** What an upgraded project is like. */
export interface OptInState {
  /** The version that it comes from. */
  readonly from: string;
  /** The ids that earlier upgrades withheld. */
  readonly withheld: readonly string[];
  /** The user's text of a file. */
  readonly text: (file: string) => string | undefined;
}

/** The opt-ins that an upgrade must not switch on: newer than the project or withheld before, and not taken over yet. */
export function openOptIns(optIns: readonly OptIn[], { from, withheld, text }: OptInState): OptIn[] {
  return optIns.filter(({ id, since, file, line }) => {
    const isNew = compareReleases(since, from) > 0 || withheld.includes(id);
    const current = text(file);
    return isNew && current !== undefined && !linesOf(current).includes(line);
  });
}

/**
 * A render without the lines of some opt-ins.
 *
 * @throws {CreateError} `template-invalid` when a line does not stand exactly once in its file
 */
export function withoutOptIns(tree: Tree, optIns: readonly OptIn[]): Tree {
  const files = new Map(tree);
  for (const { id, file, line } of optIns) {
    const rendered = files.get(file);
    if (rendered === undefined) continue;
    const lines = Buffer.from(rendered.content).toString().split("\n");
    const at = lines.indexOf(line);
    if (at === -1 || lines.lastIndexOf(line) !== at)
      throw templateError(`The opt-in "${id}" needs its line exactly once in ${file}.`);
    files.set(file, { ...rendered, content: Buffer.from(lines.toSpliced(at, 1).join("\n")) });
  }
  return files;
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/);
}
