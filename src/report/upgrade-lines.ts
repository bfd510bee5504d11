import type { FileAction } from "./outcome.ts";
import { emphasis } from "./theme.ts";

/** How each action of an upgrade is shown: a sign in the first column, then a word. */
const words: Readonly<Record<string, readonly [sign: string, word: string]>> = {
  create: ["+", "new"],
  update: ["~", "updated"],
  merge: ["~", "merged"],
  move: [">", "moved"],
  delete: ["-", "removed"],
  keep: [" ", "kept, yours"],
  detach: [" ", "kept, no longer the template's"],
  "stay-deleted": [" ", "stays deleted"],
  "out-of-reach": ["!", "out of reach behind a symlink"],
  sidecar: ["!", "beside yours"],
  conflict: ["!", "conflict"],
};

const reasons: Readonly<Record<string, string>> = {
  "path-taken": "you have a file there",
  "not-a-file": "no regular file stands there",
  binary: "it cannot be merged",
  "no-base": "the pristine text is lost",
  "both-changed": "you and the template changed the same place",
  "rename-occupied": "the template moves a file there",
  "owned-edited": "not as it was rendered, in a vendored package",
  unresolved: "holds conflict markers already",
  "sidecar-taken": "a .daloy-new stands beside it",
  "conflict-markers": "with conflict markers",
};

/** The files of an upgrade for a person, the security-relevant first; vendored packages in a line for each action. */
export function upgradeLines(files: readonly FileAction[]): string[] {
  const section = (title: string, of: readonly FileAction[]) =>
    of.length === 0 ? [] : [title, ...linesOf(of)];
  const isFirst = ({ security, action }: FileAction) => security === true && action !== "keep";
  return [
    ...section("Security-relevant:", files.filter(isFirst)),
    ...section(
      "Other files:",
      files.filter((file) => !isFirst(file)),
    ),
  ];
}

/** Conflicts in a vendored package that are still named one by one. */
const maxNamed = 5;

function linesOf(files: readonly FileAction[]): string[] {
  const packed = new Map<string, { readonly like: FileAction; readonly folder: string; count: number }>();
  const single: FileAction[] = [];
  for (const file of files) {
    const folder = /^vendor\/[^/]+\//.exec(file.path)?.[0];
    if (folder === undefined) {
      single.push(file);
      continue;
    }
    const key = `${file.action} ${file.reason} ${folder}`;
    const group = packed.get(key) ?? { like: file, folder, count: 0 };
    group.count += 1;
    packed.set(key, group);
    if (file.action === "conflict" && group.count <= maxNamed) single.push(file);
  }
  const packages = [...packed.values()].flatMap(({ like: { action, reason }, folder, count }) => {
    const unnamed = action === "conflict" ? count - maxNamed : count;
    if (unnamed <= 0) return [];
    const files = `${folder} (${unnamed}${action === "conflict" ? " more" : ""} ${unnamed === 1 ? "file" : "files"})`;
    return [line(action, reason === undefined ? files : `${files}: ${reasons[reason] ?? reason}`)];
  });
  return [...packages, ...single.flatMap(linesFor)];
}

function linesFor({ path, action, from, sidecar, reason, kept = [] }: FileAction): string[] {
  const notes = [
    from === undefined ? "" : `from ${from}`,
    reason === undefined ? "" : (reasons[reason] ?? reason),
    sidecar === undefined ? "" : `see ${sidecar}`,
  ].filter((note) => note !== "");
  return [
    line(action, `${path}${notes.length === 0 ? "" : `: ${notes.join("; ")}`}`),
    ...kept.map((value) => `    yours stays: ${value}`),
  ];
}

function line(action: string, text: string): string {
  const [sign, word] = words[action] ?? [" ", action];
  return `${sign} ${text} ${emphasis.faint(`(${word})`)}`;
}
