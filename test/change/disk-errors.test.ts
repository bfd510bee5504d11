import { execFileSync } from "node:child_process";
import { chmod, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { explainDiskError } from "../../src/change/disk-errors.ts";
import { CreateError } from "../../src/errors.ts";
import { bundle, runModule } from "./child.ts";
import { snapshot, tempFolder } from "./temp.ts";
import { write } from "./transaction/scenarios.ts";
import { file, treeOf } from "./trees.ts";

const systemError = (code: string) => Object.assign(new Error(`${code}: x`), { code });

describe("explainDiskError", () => {
  it.each([
    ["ENOSPC", "disk-full"],
    ["EDQUOT", "quota-exceeded"],
    ["EROFS", "read-only"],
    ["EACCES", "permission-denied"],
    ["EPERM", "permission-denied"],
    ["ENAMETOOLONG", "path-too-long"],
    ["EMFILE", "too-many-open-files"],
    ["ENFILE", "too-many-open-files"],
    ["EIO", "disk-failed"],
  ])("%s is %s, with a fix", (code, expected) => {
    const error = systemError(code);
    const explained = explainDiskError(error, "Writing x");
    expect(explained).toBeInstanceOf(CreateError);
    expect(explained).toMatchObject({
      code: expected,
      exitCode: 1,
      cause: error,
      fix: expect.stringMatching(/\.$/),
    });
    expect(explained).toHaveProperty(
      "message",
      expect.stringMatching(new RegExp(`^Writing x failed: .* \\(${code}\\)\\.$`)),
    );
  });

  it.each([
    new TypeError("bug"),
    systemError("constructor"),
    new CreateError("x", "y", { fix: "z" }),
    "text",
  ])("leaves what is none of the disk's: %s", (error) => {
    expect(explainDiskError(error, "Writing x")).toBe(error);
  });
});

const tree = treeOf(
  Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [`src/file-${index}.ts`, file("x".repeat(16_000))]),
  ),
);

/** Mounts a memory disk of the given options; undefined where that is not permitted. */
async function mountTmpfs(
  options: string,
): Promise<{ at: string; remount(options: string): void; unmount(): void } | undefined> {
  const at = await tempFolder();
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", at], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  return {
    at,
    remount: (to) => execFileSync("mount", ["-o", `remount,${to}`, at]),
    unmount: () => execFileSync("umount", [at]),
  };
}

describe("on a real disk", () => {
  it.each([
    ["size=256k", "new", "app"],
    ["size=256k", "empty", "."],
    ["size=4m,nr_inodes=20", "new", "a/app"],
  ])("that fills (%s), a %s directory is left as it was", async (options, _, directory) => {
    const disk = await mountTmpfs(options);
    if (!disk) return skipped("mount is not permitted");
    try {
      await expect(write(disk.at, directory, tree)).rejects.toMatchObject({ code: "disk-full" });
      expect(await snapshot(disk.at)).toEqual({});
    } finally {
      disk.unmount();
    }
  });

  it("that is mounted read-only, the fault is named", async () => {
    const disk = await mountTmpfs("size=1m");
    if (!disk) return skipped("mount is not permitted");
    try {
      await mkdir(join(disk.at, "empty"));
      disk.remount("ro");
      for (const directory of ["app", "a/b/app", "empty"]) {
        await expect(write(disk.at, directory, tree), directory).rejects.toMatchObject({ code: "read-only" });
      }
      expect(await readdir(disk.at)).toEqual(["empty"]);
    } finally {
      disk.unmount();
    }
  });

  it("where the user may not write, the fault is named", async () => {
    if (process.getuid?.() !== 0) return skipped("only root can become another user");
    const root = await tempFolder();
    await chmod(root, 0o755);
    await mkdir(join(root, "empty"));
    const script = await bundle("test/change/transaction/scenarios.ts", await tempFolder());
    for (const directory of ["app", "empty"]) {
      // What the inspection found may have changed: the transaction itself must say it too.
      const code = `import { commit, plan } from ${JSON.stringify(script)};
        const tree = new Map([["a", { content: Buffer.from("a"), mode: 0o644, class: "merge" }]]);
        const state = ${JSON.stringify(directory)} === "app" ? "missing" : "empty";
        await commit({ path: ${JSON.stringify(join(root, directory))}, state }, plan({ base: new Map(), current: new Map(), next: tree }),
          { version: "1.0.0", answers: {}, tree }).catch((error) => console.log(error.code));`;
      const asNobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
      expect(await runModule(code, asNobody), directory).toMatchObject({
        output: "permission-denied\n",
        errors: "",
      });
    }
    expect(await snapshot(root)).toEqual({ empty: "folder" });
  });

  it("where a path gets too long, the fault is named", async () => {
    const root = await tempFolder();
    const long = treeOf({ [`${"d".repeat(250)}/`.repeat(4).concat("f")]: file("") });
    const deep = Array.from({ length: 16 }, () => "p".repeat(200)).join("/");
    await expect(write(root, deep, long)).rejects.toMatchObject({ code: "path-too-long" });
    expect(await snapshot(root)).toEqual({});
  });

  it("with as few open files as Node needs, a project is written", async () => {
    const root = await tempFolder();
    const script = await bundle("test/change/transaction/scenarios.ts", await tempFolder());
    const code = `import { write, older } from ${JSON.stringify(script)}; await write(${JSON.stringify(root)}, "app", older);`;
    expect(await runModule(code, ["prlimit", "--nofile=32"])).toMatchObject({ errors: "", code: 0 });
  });
});

function skipped(reason: string): void {
  console.warn(`not run: ${reason}`);
}
