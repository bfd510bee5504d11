import { spawn } from "node:child_process";
import { appendFileSync, cpSync, unlinkSync } from "node:fs";
import { link, mkdir, readdir, readFile, rm, stat, symlink, unlink, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { sha256 } from "../../../src/change/content.ts";
import { inspectTarget } from "../../../src/change/target.ts";
import { recover } from "../../../src/change/transaction/recover.ts";
import { snapshot, tempFolder, writeFiles } from "../temp.ts";
import { newer, older, scenarios, write } from "./scenarios.ts";

/** A project as a kill leaves it when all but the last file is in place. */
async function killedLate(
  kind: "empty" | "project",
): Promise<{ app: string; before: Record<string, string> }> {
  const root = await tempFolder();
  const copy = await tempFolder();
  const name =
    kind === "empty"
      ? "an empty directory with a repository"
      : "an older project with files of the user's own";
  await scenarios[name]?.prepare(root);
  const before = await snapshot(join(root, "app"));
  const onProgress = ({ done, total }: { done: number; total: number }) => {
    // With links kept, as on the disk itself.
    if (done === total - 1) cpSync(root, copy, { recursive: true });
  };
  await write(root, "app", kind === "empty" ? older : newer, { onProgress });
  return { app: join(copy, "app"), before };
}

describe("recover", () => {
  it("does nothing where nothing was interrupted", async () => {
    const root = await tempFolder();
    expect(await recover(join(root, "missing"))).toEqual({ restored: false, kept: [] });
    await write(root, "app", older);
    const before = await snapshot(root);
    expect(await recover(join(root, "app"))).toEqual({ restored: false, kept: [] });
    expect(await snapshot(root)).toEqual(before);
  });

  it.each(["empty", "project"] as const)(
    "restores the state before a run that was killed late: %s",
    async (kind) => {
      const { app, before } = await killedLate(kind);
      expect((await inspectTarget(app, "/")).state).toBe("interrupted");
      expect(await recover(app)).toEqual({ restored: true, kept: [] });
      expect(await snapshot(app)).toEqual(before);
    },
  );

  it("keeps what somebody edited, added or removed since the kill", async () => {
    const { app } = await killedLate("empty");
    appendFileSync(join(app, "vendor/core.js"), "edited\n");
    await writeFiles(app, { "gone/mine.ts": "mine\n" });
    unlinkSync(join(app, "run.sh"));
    expect(await recover(app)).toEqual({ restored: true, kept: ["vendor/core.js"] });
    expect(await readFile(join(app, "vendor/core.js"), "utf8")).toBe("1\nedited\n");
    expect(Object.keys(await snapshot(app))).toEqual([
      ".git",
      ".git/HEAD",
      "gone",
      "gone/mine.ts",
      "vendor",
      "vendor/core.js",
    ]);
  });

  it("keeps an edit that shows in the staged file too, because both are one file under two names", async () => {
    const { app } = await killedLate("empty");
    const { entries } = JSON.parse(await readFile(join(app, ".daloy/transaction/journal.json"), "utf8"));
    const index = entries.findIndex(({ path }: { path: string }) => path === "run.sh");
    await unlink(join(app, "run.sh"));
    await link(join(app, `.daloy/transaction/stage/${index}`), join(app, "run.sh"));
    appendFileSync(join(app, "run.sh"), "edited");
    expect(await recover(app)).toEqual({ restored: true, kept: ["run.sh"] });
    expect(await readFile(join(app, "run.sh"), "utf8")).toBe("#!/bin/sh\nedited");
  });

  it("keeps an edit of a replaced file, and the replaced file in .daloy/backup", async () => {
    const { app } = await killedLate("project");
    appendFileSync(join(app, "vendor/core.js"), "edited\n");
    expect(await recover(app)).toEqual({ restored: true, kept: ["vendor/core.js"] });
    expect(await readFile(join(app, "vendor/core.js"), "utf8")).toBe("2\nedited\n");
    expect(await readFile(join(app, ".daloy/backup/vendor/core.js"), "utf8")).toBe("1\n");
    expect(await readFile(join(app, "run.sh"), "utf8")).toBe("#!/bin/sh\n");
  });

  it("writes through no folder that was swapped for a symlink since the kill", async () => {
    const { app } = await killedLate("project");
    const outside = await tempFolder();
    await writeFiles(outside, { "core.js": "2\n" });
    await rm(join(app, "vendor"), { recursive: true });
    await symlink(outside, join(app, "vendor"));
    expect((await recover(app)).kept).toContain("vendor/core.js");
    expect(await readFile(join(outside, "core.js"), "utf8")).toBe("2\n");
  });

  it("removes a file that a copy into place had not finished", async () => {
    const { app, before } = await killedLate("empty");
    await unlink(join(app, "run.sh"));
    await writeFile(join(app, "run.sh"), "#!/b");
    expect(await recover(app)).toEqual({ restored: true, kept: [] });
    expect(await snapshot(app)).toEqual(before);
  });

  it("leaves a run alone that is still at work", async () => {
    const { app } = await killedLate("empty");
    const alive = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"], { stdio: "ignore" });
    onTestFinished(() => void alive.kill());
    const before = await snapshot(app);
    await writeFile(
      join(app, ".daloy/transaction/owner.json"),
      JSON.stringify({ pid: alive.pid, host: hostname() }),
    );
    await expect(recover(app)).rejects.toMatchObject({
      code: "busy",
      message: expect.stringContaining(`process ${alive.pid}`),
    });
    await expect(write(app, ".", older)).rejects.toMatchObject({ code: "busy" });
    expect(Object.keys(await snapshot(app))).toEqual(Object.keys(before));

    await writeFile(
      join(app, ".daloy/transaction/owner.json"),
      JSON.stringify({ pid: alive.pid, host: "another" }),
    );
    expect(await recover(app)).toMatchObject({ restored: true });
  });
});

describe("a journal from somewhere else", () => {
  const hash = sha256(Buffer.from("victim"));

  it.each([
    [
      "a path out of the project",
      { folders: [], entries: [{ kind: "create", path: "../victim", after: hash }] },
    ],
    ["an absolute path", { folders: [], entries: [{ kind: "create", path: "/victim", after: hash }] }],
    [
      "a path into .git",
      { folders: [], entries: [{ kind: "update", path: ".git/config", before: hash, after: hash }] },
    ],
    ["a folder out of the project", { folders: ["../empty"], entries: [] }],
    ["a folder that is no path", { folders: [1], entries: [] }],
    ["an unknown kind", { folders: [], entries: [{ kind: "run", path: "a", after: hash }] }],
    ["a hash that is none", { folders: [], entries: [{ kind: "create", path: "a", after: "" }] }],
    ["no list", { folders: [], entries: {} }],
    ["no object", []],
    ["no JSON", "{"],
  ])("is refused, and nothing touched: %s", async (_, journal) => {
    const root = await tempFolder();
    const text = typeof journal === "string" ? journal : JSON.stringify(journal);
    await writeFiles(root, {
      victim: "victim",
      "app/a": "victim",
      "app/.daloy/transaction/journal.json": text,
    });
    await mkdir(join(root, "empty"));
    const before = await snapshot(root);
    await expect(recover(join(root, "app"))).rejects.toMatchObject({ code: "journal-invalid" });
    expect(await snapshot(root)).toEqual(before);
  });

  it.each([".daloy", ".daloy/transaction"])("is not looked for through a symlink: %s", async (link) => {
    const root = await tempFolder();
    await writeFiles(root, {
      "elsewhere/transaction/journal.json": "{}",
      "elsewhere/journal.json": "{}",
      "app/a": "",
    });
    if (link !== ".daloy") await mkdir(join(root, "app/.daloy"));
    await symlink(join(root, "elsewhere"), join(root, "app", link));
    await recover(join(root, "app"));
    expect((await readdir(join(root, "elsewhere"))).sort()).toEqual(["journal.json", "transaction"]);
    expect((await stat(join(root, "elsewhere/transaction/journal.json"))).size).toBe(2);
  });
});
