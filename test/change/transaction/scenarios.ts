import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Answers } from "../../../src/answers/answers.ts";
import { type Committed, commit } from "../../../src/change/commit.ts";
import { settleConflicts } from "../../../src/change/conflicts.ts";
import { readCurrent } from "../../../src/change/current.ts";
import { pathsToRead, plan } from "../../../src/change/plan.ts";
import { readProject } from "../../../src/change/project.ts";
import { inspectTarget } from "../../../src/change/target.ts";
import type { TransactionOptions } from "../../../src/change/transaction/progress.ts";
import type { Rename } from "../../../src/template/releases.ts";
import type { Tree, TreeFile } from "../../../src/template/tree.ts";
import { defaultAnswers } from "../../support/settings.ts";

const answers: Answers = { ...defaultAnswers, name: "app" };

function file(content: string, pathClass: TreeFile["class"] = "merge", mode = 0o644): TreeFile {
  return { content: Buffer.from(content), mode, class: pathClass };
}

export { commit, plan };

export const older: Tree = new Map([
  [".env", file("TOKEN=older\n", "once", 0o600)],
  ["gone/old.ts", file("old\n")],
  ["run.sh", file("#!/bin/sh\n", "merge", 0o644)],
  ["vendor/core.js", file("1\n", "owned")],
]);

export const newer: Tree = new Map([
  [".env", file("TOKEN=newer\n", "once", 0o600)],
  ["run.sh", file("#!/bin/sh\n", "merge", 0o755)],
  ["src/new/app.ts", file("new\n")],
  ["vendor/core.js", file("2\n", "owned")],
]);

const labelled = (of: string) => `one\ntwo ${of}\nthree\nfour\nfive\n`;

/** Every kind of change that an upgrade makes: its users have been at work. */
export const beforeUpgrade: Tree = new Map([
  ["conflict.ts", file("same\n")],
  ["dropped/old.ts", file("old\n")],
  ["merged.ts", file(labelled(""))],
  ["moved/from.ts", file(labelled(""))],
  ["package.json", file('{\n  "a": 1,\n  "b": 1\n}\n')],
  ["vendor/core.js", file("1\n", "owned")],
  ["vendor/edited.js", file("1\n", "owned")],
]);

export const afterUpgrade: Tree = new Map([
  ["conflict.ts", file("theirs\n")],
  ["merged.ts", file(labelled("theirs"))],
  ["moved/deep/to.ts", file(labelled("theirs"))],
  ["new/file.ts", file("new\n")],
  ["package.json", file('{\n  "a": 2,\n  "b": 1\n}\n')],
  ["taken.ts", file("theirs\n")],
  ["vendor/core.js", file("2\n", "owned")],
  ["vendor/edited.js", file("2\n", "owned")],
]);

/** One way to write a project: how the old state is made, and the directory that is written. */
export interface Scenario {
  readonly directory: string;
  readonly tree: Tree;
  /** The last calls: the one that makes all final, and those that tidy up after it. */
  readonly lateCalls: number;
  prepare(root: string): Promise<void>;
  readonly how?: HowToWrite;
}

/** What is asked of an upgrade. */
export interface HowToWrite {
  readonly renames?: readonly Rename[];
  readonly replaceOwned?: boolean;
  readonly undoable?: readonly string[];
}

export const scenarios: Readonly<Record<string, Scenario>> = {
  "a new directory, with missing parents": {
    directory: "a/b/app",
    tree: older,
    lateCalls: 2,
    prepare: async () => {},
  },
  "an empty directory with a repository": {
    directory: "app",
    tree: older,
    lateCalls: 3,
    prepare: async (root) => {
      await mkdir(join(root, "app/.git"), { recursive: true });
      await writeFile(join(root, "app/.git/HEAD"), "ref: refs/heads/main\n");
    },
  },
  "an older project with files of the user's own": {
    directory: "app",
    tree: newer,
    lateCalls: 5,
    prepare: async (root) => {
      await write(root, "app", older);
      await mkdir(join(root, "app/src"));
      await writeFile(join(root, "app/src/mine.ts"), "mine\n");
      await chmod(join(root, "app/vendor/core.js"), 0o664);
    },
  },
  "an upgrade of every kind": {
    directory: "app",
    tree: afterUpgrade,
    lateCalls: 5,
    how: {
      renames: [{ from: "moved/from.ts", to: "moved/deep/to.ts" }],
      replaceOwned: true,
      undoable: ["package-lock.json", "pnpm-lock.yaml"],
    },
    prepare: async (root) => {
      await write(root, "app", beforeUpgrade);
      const edited = {
        "conflict.ts": "mine\n",
        "merged.ts": `${labelled("")}mine\n`,
        "moved/from.ts": `mine\n${labelled("")}`,
        "package.json": '{\n  "mine": 1,\n  "a": 1,\n  "b": 1\n}\n',
        "package-lock.json": "lock\n",
        "taken.ts": "mine\n",
        "vendor/edited.js": "mine\n",
      };
      for (const [path, content] of Object.entries(edited)) await writeFile(join(root, "app", path), content);
    },
  },
};

/** Writes a scenario's tree over what it prepared. */
export async function writeScenario(
  root: string,
  { directory, tree, how = {} }: Scenario,
  options: TransactionOptions = {},
): Promise<Committed> {
  return await write(root, directory, tree, options, how);
}

/** Plans and commits a tree into a directory: new, empty or a project. */
export async function write(
  root: string,
  directory: string,
  tree: Tree,
  options: TransactionOptions = {},
  { renames = [], replaceOwned = false, undoable = [] }: HowToWrite = {},
): Promise<Committed> {
  const target = await inspectTarget(directory, root);
  const record = { version: "1.0.0", answers, tree };
  if (target.state !== "project")
    return await commit(target, plan({ base: new Map(), current: new Map(), next: tree }), record, options);
  const { base, texts } = await readProject(target.path);
  const current = await readCurrent(target.path, pathsToRead({ base, next: tree }));
  const changes = plan({ base, texts, current, next: tree, renames, replaceOwned });
  return await commit(
    target,
    renames.length > 0 ? settleConflicts(changes, "markers") : changes,
    { ...record, previous: { base, texts } },
    { undoable, ...options },
  );
}
