import { execFileSync, spawnSync } from "node:child_process";
import { chmod, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
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

/** Mounts a memory disk of the given options, for as long as the test runs. */
async function mountTmpfs(options: string): Promise<{ at: string; remount(options: string): void }> {
  const at = await tempFolder();
  execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", at], { stdio: "ignore" });
  onTestFinished(() => void execFileSync("umount", [at]));
  return { at, remount: (to) => execFileSync("mount", ["-o", `remount,${to}`, at]) };
}

/** Whether a command that needs a privilege works here; says so where not. */
function permits(what: string, command: string, ...parameters: string[]): boolean {
  const { status } = spawnSync(command, parameters, { stdio: "ignore" });
  if (status !== 0) console.warn(`not run: ${what}, because ${command} is not permitted here`);
  return status === 0;
}

const canMount = permits(
  "4 tests on a memory disk",
  "unshare",
  "--mount",
  "mount",
  "-t",
  "tmpfs",
  "tmpfs",
  "/mnt",
);
const canBeNobody = permits("1 test as another user", "setpriv", "--reuid=65534", "--clear-groups", "true");
const canLimitFiles = permits("1 test with few open files", "prlimit", "--nofile=32", "true");

describe("on a real disk", () => {
  it.skipIf(!canMount).each([
    ["size=256k", "new", "app"],
    ["size=256k", "empty", "."],
    ["size=4m,nr_inodes=20", "new", "a/app"],
  ])("that fills (%s), a %s directory is left as it was", async (options, _, directory) => {
    const disk = await mountTmpfs(options);
    await expect(write(disk.at, directory, tree)).rejects.toMatchObject({ code: "disk-full" });
    expect(await snapshot(disk.at)).toEqual({});
  });

  it.skipIf(!canMount)("that is mounted read-only, the fault is named", async () => {
    const disk = await mountTmpfs("size=1m");
    await mkdir(join(disk.at, "empty"));
    disk.remount("ro");
    for (const directory of ["app", "a/b/app", "empty"]) {
      await expect(write(disk.at, directory, tree), directory).rejects.toMatchObject({ code: "read-only" });
    }
    expect(await readdir(disk.at)).toEqual(["empty"]);
  });

  it.skipIf(!canBeNobody)("where the user may not write, the fault is named", async () => {
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

  it.skipIf(!canLimitFiles)("with as few open files as Node needs, a project is written", async () => {
    const root = await tempFolder();
    const script = await bundle("test/change/transaction/scenarios.ts", await tempFolder());
    const code = `import { write, older } from ${JSON.stringify(script)}; await write(${JSON.stringify(root)}, "app", older);`;
    expect(await runModule(code, ["prlimit", "--nofile=32"])).toMatchObject({ errors: "", code: 0 });
  });
});
