import type { FileAction } from "./outcome.ts";

/** A sign for each action, beside its name, so that a plan can be skimmed. */
const signs: Readonly<Record<string, string>> = { create: "+", update: "~", delete: "-", conflict: "!" };

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly files: { readonly name: string; readonly action: string }[];
}

/** Folders below `vendor/` hold packages; each is one line, because nobody reads a plan of compiled files. */
const packed = /^vendor\/[^/]+$/;

/** Draws the files of a plan as an indented tree: folders first, each file with what happens to it. */
export function fileTree(files: readonly FileAction[]): string[] {
  const root = newFolder();
  for (const { path, action } of files) {
    const parts = path.split("/");
    const name = parts.pop() ?? path;
    let folder = root;
    for (const part of parts) {
      const inner = folder.folders.get(part) ?? newFolder();
      folder.folders.set(part, inner);
      folder = inner;
    }
    folder.files.push({ name, action });
  }
  return draw(root, "", "");
}

const newFolder = (): Folder => ({ folders: new Map(), files: [] });

function draw(folder: Folder, path: string, indent: string): string[] {
  const folders = [...folder.folders].flatMap(([name, inner]) => {
    const below = path === "" ? name : `${path}/${name}`;
    if (packed.test(below)) return summarise(name, inner, indent);
    return [line(" ", indent, `${name}/`), ...draw(inner, below, `${indent}  `)];
  });
  return [
    ...folders,
    ...folder.files.map(({ name, action }) => line(signs[action] ?? " ", indent, `${name} (${action})`)),
  ];
}

/** The sign stands in the first column, as in a diff. */
const line = (sign: string, indent: string, text: string): string => `${sign} ${indent}${text}`;

function summarise(name: string, folder: Folder, indent: string): string[] {
  const counts = new Map<string, number>();
  for (const action of actionsIn(folder)) counts.set(action, (counts.get(action) ?? 0) + 1);
  return [...counts].map(([action, count]) =>
    line(signs[action] ?? " ", indent, `${name}/ (${action} ${count} files)`),
  );
}

const actionsIn = ({ folders, files }: Folder): string[] => [
  ...files.map(({ action }) => action),
  ...[...folders.values()].flatMap(actionsIn),
];

/** How many files each top folder has, the largest part of a project's shape in one line. */
export function filesSummary(files: readonly FileAction[]): string {
  const counts = new Map<string, number>();
  for (const { path } of files) {
    const top = path.includes("/") ? `${path.slice(0, path.indexOf("/"))}/` : "";
    counts.set(top, (counts.get(top) ?? 0) + 1);
  }
  const folders = [...counts].filter(([top]) => top !== "").map(([top, count]) => `${top} ${count}`);
  const atTop = counts.get("");
  return [...folders, ...(atTop === undefined ? [] : [`${atTop} at the top`])].join(", ");
}
