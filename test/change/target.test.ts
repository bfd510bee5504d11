import { execFileSync } from "node:child_process";
import { chmod, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inspectTarget } from "../../src/change/target.ts";
import { bundle } from "./child.ts";
import { snapshot, tempFolder, writeFiles } from "./temp.ts";

describe("inspectTarget", () => {
  it("finds what is missing, with missing parents too, and makes nothing", async () => {
    const cwd = await tempFolder();
    expect(await inspectTarget("app", cwd)).toEqual({ path: join(cwd, "app"), state: "missing" });
    expect(await inspectTarget("a/b/app", cwd)).toEqual({ path: join(cwd, "a/b/app"), state: "missing" });
    expect(await inspectTarget(join(cwd, "app"), "/")).toEqual({ path: join(cwd, "app"), state: "missing" });
    expect(await snapshot(cwd)).toEqual({});
  });

  it("takes an empty folder, or one with a lone .git", async () => {
    const cwd = await tempFolder();
    expect((await inspectTarget(".", cwd)).state).toBe("empty");
    await writeFiles(cwd, { ".git/HEAD": "ref" });
    expect((await inspectTarget(".", cwd)).state).toBe("empty");
    expect((await inspectTarget("../..", join(cwd, "x/y"))).path).toBe(cwd);
  });

  it("knows a daloy project", async () => {
    const cwd = await tempFolder();
    await writeFiles(cwd, { "app/.daloy/lock.json": "{}", "app/package.json": "{}" });
    expect((await inspectTarget("app", cwd)).state).toBe("project");
    expect((await inspectTarget(".", join(cwd, "app"))).state).toBe("project");
  });

  it.each([
    ["a transaction", { ".daloy/transaction/journal.json": "{}", "package.json": "{}" }],
    ["a transaction of a project", { ".daloy/transaction/x": "", ".daloy/lock.json": "{}" }],
  ])("knows an interrupted run by %s", async (_, files) => {
    const cwd = await tempFolder();
    await writeFiles(cwd, files);
    expect((await inspectTarget(".", cwd)).state).toBe("interrupted");
  });

  it("knows an interrupted run by an empty .daloy", async () => {
    const cwd = await tempFolder();
    await mkdir(join(cwd, ".daloy"));
    expect((await inspectTarget(".", cwd)).state).toBe("interrupted");
  });

  it("lists a few entries of what is not empty", async () => {
    const cwd = await tempFolder();
    await writeFiles(cwd, { a: "", b: "", "c d": "", d: "", e: "", f: "", g: "" });
    await expect(inspectTarget(".", cwd)).rejects.toMatchObject({
      code: "directory-not-empty",
      exitCode: 1,
      message: expect.stringContaining('it holds a, b, "c d", d, e and 2 more.'),
    });
  });

  it("does not let a file name write to the terminal", async () => {
    const cwd = await tempFolder();
    await writeFiles(cwd, { "\u001b[2Jgone": "" });
    await expect(inspectTarget(".", cwd)).rejects.toMatchObject({
      message: expect.not.stringContaining("\u001b"),
    });
  });

  it("refuses a file, as target and on the way", async () => {
    const cwd = await tempFolder();
    await writeFiles(cwd, { a: "" });
    await expect(inspectTarget("a", cwd)).rejects.toMatchObject({ code: "not-a-directory" });
    await expect(inspectTarget("a/b", cwd)).rejects.toMatchObject({ code: "not-a-directory" });
  });

  it("refuses a symlink as target or in what the user named, dangling ones too", async () => {
    const cwd = await tempFolder();
    await mkdir(join(cwd, "real"));
    await symlink("real", join(cwd, "link"));
    await symlink("nowhere", join(cwd, "dangling"));
    for (const named of ["link", "link/app", "./real/../link/app", "dangling", "dangling/app"]) {
      await expect(inspectTarget(named, cwd), named).rejects.toMatchObject({ code: "symlink" });
    }
    await expect(inspectTarget(join(cwd, "link/app"), "/")).rejects.toMatchObject({ code: "symlink" });
    await mkdir(join(cwd, "other"));
    await symlink("../real", join(cwd, "other/.daloy"));
    await expect(inspectTarget("other", cwd)).rejects.toMatchObject({ code: "symlink" });
  });

  it("does not mind a symlink that leads to the working directory", async () => {
    const cwd = await tempFolder();
    await mkdir(join(cwd, "real"));
    await symlink("real", join(cwd, "link"));
    expect((await inspectTarget("app", join(cwd, "link"))).state).toBe("missing");
    expect((await inspectTarget(join(cwd, "link/app"), join(cwd, "link"))).state).toBe("missing");
    expect((await inspectTarget(".", join(cwd, "link"))).state).toBe("empty");
  });

  it.each([
    "",
    "/",
    "CON",
    "nul.txt",
    "a/com1/b",
    "app.",
    "app ",
    "a<b",
    "a:b",
    'a"b',
    "a|b",
    "a?b",
    "a*b",
    "a\\b",
    "a\nb",
    "a\0b",
    ".git",
    "x/.git/hooks",
    "x".repeat(256),
    "ä".repeat(128),
  ])("refuses the name %j as a usage error", async (name) => {
    await expect(inspectTarget(name, await tempFolder())).rejects.toMatchObject({
      code: "directory-name",
      exitCode: 2,
    });
  });

  it("takes a name of 255 bytes", async () => {
    expect((await inspectTarget("x".repeat(255), await tempFolder())).state).toBe("missing");
  });

  // Root may write anywhere, so that the check runs in a child of another user.
  it.runIf(process.getuid?.() === 0 && process.platform === "linux")(
    "refuses a parent that is not writable",
    async () => {
      const cwd = await tempFolder();
      await chmod(cwd, 0o755);
      await mkdir(join(cwd, "empty"));
      const script = await bundle("src/change/target.ts", await tempFolder());
      for (const name of ["app", "a/b/app", "empty"]) {
        const code = `const { inspectTarget } = await import(${JSON.stringify(script)});
        await inspectTarget(${JSON.stringify(name)}, ${JSON.stringify(cwd)}).catch((e) => console.log(e.code, e.fix));`;
        const output = execFileSync("setpriv", [
          "--reuid=65534",
          "--regid=65534",
          "--clear-groups",
          process.execPath,
          "--input-type=module",
          "-e",
          code,
        ]);
        expect(output.toString(), name).toMatch(/^permission-denied Choose a directory that you own/);
      }
    },
  );
});
