import { mkdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { chmod, mkdir, readdir, readFile, rename, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packBase } from "../../src/change/base.ts";
import { commit } from "../../src/change/commit.ts";
import { readCurrent } from "../../src/change/current.ts";
import { plan } from "../../src/change/plan.ts";
import { readProject } from "../../src/change/project.ts";
import { inspectTarget } from "../../src/change/target.ts";
import { planUndo } from "../../src/change/undo.ts";
import type { Tree } from "../../src/template/tree.ts";
import { answers } from "../template/fixture-store.ts";
import { bundle, runModule } from "./child.ts";
import { snapshot, tempFolder, writeFiles } from "./temp.ts";
import { write } from "./transaction/scenarios.ts";
import { anyTree, baseOf, file, recordOf, treeOf } from "./trees.ts";

const tree = treeOf({
  ".env": file("T=1\n", "once", 0o600),
  "a/b/deep.ts": file("deep\n"),
  "run.sh": file("#!/bin/sh\n", "merge", 0o755),
  "vendor/x.js": file("x\n", "owned"),
});

const record = (of: Tree) => ({ version: "1.0.0", answers, tree: of });
const modes = async (root: string) => {
  const found: Record<string, string> = {};
  for (const path of [".env", "run.sh", "a/b/deep.ts"])
    found[path] = ((await stat(join(root, path))).mode & 0o777).toString(8);
  return found;
};

describe("commit", () => {
  it.each(["new", "existing"])(
    "writes a project into a %s directory, and a second run changes nothing",
    async (kind) => {
      const root = await tempFolder();
      if (kind === "existing") await mkdir(join(root, "app"));
      await write(root, "app", tree);
      expect((await readdir(root)).sort()).toEqual(["app"]);
      expect(await readdir(join(root, "app/.daloy"))).toEqual(["base.gz", "lock.json"]);
      const { lock, base, baseFault } = await readProject(join(root, "app"));
      expect([lock.files, base, baseFault]).toEqual([baseOf(tree), baseOf(tree), undefined]);

      const before = await snapshot(root);
      const current = await readCurrent(join(root, "app"), tree.keys());
      expect(plan({ base, current, next: tree }).every(({ action }) => action === "keep")).toBe(true);
      const { mtimeMs } = await stat(join(root, "app/.daloy/lock.json"));
      await write(root, "app", tree);
      expect(await snapshot(root)).toEqual(before);
      expect((await stat(join(root, "app/.daloy/lock.json"))).mtimeMs).toBe(mtimeMs);
    },
  );

  it("writes any tree byte for byte, the same way into a new and into an empty directory", async () => {
    const root = await tempFolder();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(anyTree, async (any) => {
        run += 1;
        await mkdir(join(root, `empty-${run}`));
        await write(root, `new-${run}`, any);
        await write(root, `empty-${run}`, any);
        const [fresh, filled] = [
          await snapshot(join(root, `new-${run}`)),
          await snapshot(join(root, `empty-${run}`)),
        ];
        expect(filled).toEqual(fresh);
        for (const [path, { content }] of any)
          expect(fresh[path]).toMatch(new RegExp(` ${Buffer.from(content).toString("hex")}$`));
      }),
      { numRuns: 25 },
    );
  });

  it("keeps the directory itself where it existed: a shell may stand in it", async () => {
    const root = await tempFolder();
    const { ino } = await stat(root);
    await write(root, ".", tree);
    expect((await stat(root)).ino).toBe(ino);
  });

  it.each([
    ["022", { ".env": "600", "run.sh": "755", "a/b/deep.ts": "644" }],
    ["002", { ".env": "600", "run.sh": "755", "a/b/deep.ts": "644" }],
    ["077", { ".env": "600", "run.sh": "700", "a/b/deep.ts": "600" }],
    ["777", { ".env": "600", "run.sh": "700", "a/b/deep.ts": "600" }],
  ])("sets modes that a umask of %s cannot make too wide or too narrow", async (umask, expected) => {
    const scratch = await tempFolder();
    const script = await bundle("test/change/transaction/scenarios.ts", scratch);
    for (const directory of umask === "777" ? ["."] : ["new", "."]) {
      const root = await tempFolder();
      // A umask of 777 would make folders that nobody can enter: only root gets on, as here.
      const code = `import { write } from ${JSON.stringify(script)};
        process.umask(0o${umask});
        const file = (text, mode) => ({ content: Buffer.from(text), mode, class: "merge" });
        await write(${JSON.stringify(root)}, ${JSON.stringify(directory)}, new Map([
          [".env", file("", 0o600)], ["a/b/deep.ts", file("", 0o644)], ["run.sh", file("", 0o755)]]));`;
      const end = await runModule(code);
      if (process.getuid?.() === 0 || umask !== "777") {
        expect(end.errors).toBe("");
        expect(await modes(join(root, directory))).toEqual(expected);
      }
    }
  });

  it("refuses a directory that appeared since it was inspected, and leaves it and nothing else", async () => {
    const root = await tempFolder();
    const target = await inspectTarget("x/app", root);
    await writeFiles(root, { "x/app/mine.txt": "mine" });
    const before = await snapshot(root);
    const changes = plan({ base: new Map(), current: new Map(), next: tree });
    await expect(commit(target, changes, record(tree))).rejects.toMatchObject({ code: "target-appeared" });
    expect(await snapshot(root)).toEqual(before);
  });

  it.each(["an empty folder", "a file", "a symlink"])(
    "refuses %s that appears amid the write",
    async (what) => {
      const root = await tempFolder();
      const at = join(root, "app");
      const appear = {
        "an empty folder": () => mkdirSync(at),
        "a file": () => writeFileSync(at, ""),
        "a symlink": () => symlinkSync(root, at),
      }[what];
      const onProgress = ({ done }: { done: number }) => {
        if (done === 1) appear?.();
      };
      await expect(write(root, "app", tree, { onProgress })).rejects.toMatchObject({
        code: "target-appeared",
      });
      expect(await readdir(root)).toEqual(["app"]);
    },
  );

  it("does not write over, or through, what appears in an empty directory amid the write", async () => {
    for (const plant of [
      (root: string) => writeFileSync(join(root, "run.sh"), "mine"),
      (root: string) => symlinkSync("/nowhere", join(root, "run.sh")),
      (root: string) => symlinkSync("/", join(root, "a")),
      (root: string) => writeFileSync(join(root, "vendor"), "mine"),
    ]) {
      const root = await tempFolder();
      const outside = await tempFolder();
      const onProgress = ({ done }: { done: number }) => {
        if (done === 2) plant(root);
      };
      await expect(write(root, ".", tree, { onProgress })).rejects.toMatchObject({ code: "target-changed" });
      expect(Object.keys(await snapshot(root))).toHaveLength(1);
      expect(await snapshot(outside)).toEqual({});
    }
  });

  it("does not follow a folder that is swapped for a symlink amid the write", async () => {
    const root = await tempFolder();
    const outside = await tempFolder();
    const onProgress = ({ path, done }: { path: string; done: number }) => {
      // The folders are there from the first step of the second half on.
      if (path === ".env" && done > 0) {
        renameSync(join(root, "vendor"), join(root, "moved"));
        symlinkSync(outside, join(root, "vendor"));
      }
    };
    await expect(write(root, ".", tree, { onProgress })).rejects.toMatchObject({ code: "target-changed" });
    expect(await snapshot(outside)).toEqual({});
  });

  it("writes nothing while there are conflicts, and lists them", async () => {
    const root = await tempFolder();
    await write(root, "app", tree);
    await writeFiles(root, { "app/vendor/x.js": "edited\n" });
    const before = await snapshot(root);
    const next = treeOf({
      ...Object.fromEntries(tree),
      "run.sh": file("#!/bin/bash\n"),
      "vendor/x.js": file("2\n", "owned"),
    });
    await expect(write(root, "app", next)).rejects.toMatchObject({
      code: "conflicts",
      exitCode: 3,
      message: expect.stringContaining("vendor/x.js"),
    });
    expect(await snapshot(root)).toEqual(before);
  });

  it("refuses to replace a file that was edited between plan and commit", async () => {
    const root = await tempFolder();
    await write(root, "app", tree);
    const target = await inspectTarget("app", root);
    const { base } = await readProject(target.path);
    const next = treeOf({ "run.sh": file("#!/bin/bash\n") });
    const changes = plan({ base, current: await readCurrent(target.path, base.keys()), next });
    await writeFile(join(target.path, "run.sh"), "edited meanwhile\n");
    const before = await snapshot(root);
    await expect(commit(target, changes, record(next))).rejects.toMatchObject({ code: "target-changed" });
    expect(await snapshot(root)).toEqual(before);
  });

  it("keeps line endings and modes of the user's when it updates", async () => {
    const root = await tempFolder();
    await write(root, "app", tree);
    await writeFile(join(root, "app/a/b/deep.ts"), "deep\r\n");
    await chmod(join(root, "app/a/b/deep.ts"), 0o660);
    await write(root, "app", treeOf({ ...Object.fromEntries(tree), "a/b/deep.ts": file("deeper\n") }));
    expect(await readFile(join(root, "app/a/b/deep.ts"), "utf8")).toBe("deeper\r\n");
    expect((await stat(join(root, "app/a/b/deep.ts"))).mode & 0o777).toBe(0o660);
  });
});

describe("a project's records", () => {
  it.each([
    ["missing", undefined, ".daloy/base.gz is missing."],
    [
      "tampered with",
      packBase(recordOf(treeOf({ "run.sh": file("evil\n") })).texts),
      'text of "run.sh" does not match the lock',
    ],
  ])("write nothing over a file when the base is %s", async (_, packed, fault) => {
    const root = await tempFolder();
    await write(root, "app", tree);
    const at = join(root, "app/.daloy/base.gz");
    if (packed) await writeFile(at, packed);
    else await rename(at, join(root, "moved"));
    const { base, baseFault } = await readProject(join(root, "app"));
    expect(baseFault).toContain(fault);
    const next = treeOf({ "run.sh": file("#!/bin/bash\n") });
    const current = await readCurrent(join(root, "app"), next.keys());
    expect(plan({ base, current, next, baseLost: true })).toMatchObject([
      { action: "sidecar", reason: "no-base" },
    ]);
  });

  it.each(["lock.json", "base.gz"])("are not read through a symlink: %s", async (name) => {
    const root = await tempFolder();
    await write(root, "app", tree);
    await rename(join(root, "app/.daloy", name), join(root, "moved"));
    await symlink(join(root, "moved"), join(root, "app/.daloy", name));
    await expect(readProject(join(root, "app"))).rejects.toMatchObject({ code: "unsafe-record" });
  });
});

describe("readCurrent", () => {
  it("follows no symlink, as file or on the way", async () => {
    const root = await tempFolder();
    await writeFiles(root, { "real/a": "x", b: "y" });
    await symlink("real", join(root, "link"));
    await symlink("b", join(root, "c"));
    const current = await readCurrent(root, ["link/a", "c", "b", "real", "b/x", "none", "none/x"]);
    expect(new Map([...current].map(([path, { kind }]) => [path, kind]))).toEqual(
      new Map([
        ["link/a", "out-of-reach"],
        ["c", "other"],
        ["b", "file"],
        ["real", "other"],
        ["b/x", "out-of-reach"],
      ]),
    );
  });
});

describe("undo", () => {
  it("removes a new directory with all that later steps put there, and the parents made for it", async () => {
    const root = await tempFolder();
    const { undo } = await write(root, "a/b/app", tree);
    await writeFiles(root, { "a/b/app/node_modules/x/index.js": "" });
    await undo();
    expect(await snapshot(root)).toEqual({});
  });

  it("leaves a parent in which something else appeared", async () => {
    const root = await tempFolder();
    const { undo } = await write(root, "a/b/app", tree);
    await writeFiles(root, { "a/mine": "" });
    await undo();
    expect(Object.keys(await snapshot(root))).toEqual(["a", "a/mine"]);
  });

  it("empties an existing directory of what was made, and of nothing that was there before", async () => {
    const root = await tempFolder();
    await writeFiles(root, { ".git/HEAD": "ref" });
    const { undo } = await write(root, ".", tree);
    await writeFiles(root, { "node_modules/x/index.js": "", "mine.txt": "" });
    await undo(["node_modules", ".git", "package-lock.json"]);
    expect(Object.keys(await snapshot(root))).toEqual([".git", ".git/HEAD", "mine.txt"]);
  });

  it("takes an upgrade back to the byte, with the lockfile that a later step changed", async () => {
    const root = await tempFolder();
    await write(root, "app", tree);
    await writeFiles(root, { "app/lock.yaml": "old\n", "app/mine.ts": "mine\n" });
    const before = await snapshot(root);
    const next = treeOf({
      "a/new.ts": file("new\n"),
      "run.sh": file("#!/bin/bash\n"),
      "vendor/x.js": file("2\n", "owned"),
    });
    const { undo } = await write(root, "app", next, { undoable: ["lock.yaml", "other.yaml"] });
    await writeFiles(root, { "app/lock.yaml": "changed\n", "app/other.yaml": "made\n" });
    expect(await undo()).toEqual([]);
    expect(await snapshot(root)).toEqual(before);
    await expect(planUndo(join(root, "app"))).rejects.toMatchObject({ code: "nothing-to-undo" });
  });

  it("keeps what was edited after the upgrade, and what it was before in .daloy/backup", async () => {
    const root = await tempFolder();
    await write(root, "app", tree);
    const next = treeOf({
      ...Object.fromEntries(tree),
      "a/new.ts": file("new\n"),
      "run.sh": file("#!/bin/bash\n"),
    });
    const { undo } = await write(root, "app", next);
    await writeFiles(root, { "app/a/new.ts": "new\nmine\n", "app/run.sh": "#!/bin/bash\nmine\n" });
    expect(await undo()).toEqual(["a/new.ts", "run.sh"]);
    const after = Object.entries(await snapshot(join(root, "app")));
    const text = (end: string) =>
      after
        .filter(([path]) => path.endsWith(end))
        .map(([, entry]) => Buffer.from(entry.split(" ")[1] ?? "", "hex").toString());
    expect(text("a/new.ts")).toEqual(["new\nmine\n"]);
    expect(text("run.sh").sort()).toEqual(["#!/bin/bash\nmine\n", "#!/bin/sh\n"]);
  });

  it("does not act on an undo that fits another state", async () => {
    const root = await tempFolder();
    await write(root, "app", tree);
    await write(root, "app", treeOf({ "run.sh": file("2\n") }));
    await writeFile(join(root, "app/.daloy/lock.json"), "{}");
    await expect(planUndo(join(root, "app"))).rejects.toMatchObject({ code: "undo-stale" });
  });
});
