import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { linkOrCopy, renameFolder, writeNewFile } from "../../../src/change/transaction/write-file.ts";
import { snapshot, tempFolder } from "../temp.ts";
import { atCall } from "./disk-calls.ts";
import { scenarios, writeScenario } from "./scenarios.ts";

vi.mock("node:fs/promises", async (original) => {
  const { hookable } = await import("./disk-calls.ts");
  return hookable(await original());
});

const failing = (call: string, code: string, times = Number.POSITIVE_INFINITY) => {
  let failed = 0;
  return (made: string) => {
    if (made === call && failed++ < times) throw Object.assign(new Error(code), { code });
  };
};

describe("writeNewFile", () => {
  it("writes over nothing, and through no symlink", async () => {
    const root = await tempFolder();
    await writeFile(join(root, "taken"), "mine");
    await symlink("elsewhere", join(root, "dangling"));
    for (const name of ["taken", "dangling"]) {
      const write = writeNewFile(join(root, name), { content: Buffer.from("x"), mode: 0o644 });
      await expect(write).rejects.toMatchObject({ code: "EEXIST" });
    }
    expect(await readFile(join(root, "taken"), "utf8")).toBe("mine");
    expect((await readdir(root)).sort()).toEqual(["dangling", "taken"]);
  });
});

describe("linkOrCopy", () => {
  it.each(["link", "copy"])("takes no name that is taken, by %s", async (way) => {
    const root = await tempFolder();
    await writeFile(join(root, "from"), "x");
    await writeFile(join(root, "taken"), "mine");
    const run = () => linkOrCopy(join(root, "from"), join(root, "taken"));
    const { outcome } = await atCall(0, failing("link", "EPERM", way === "copy" ? 1 : 0), run, {
      onwards: true,
    });
    expect(outcome).toMatchObject({ error: { code: "EEXIST" } });
    expect(await readFile(join(root, "taken"), "utf8")).toBe("mine");
  });

  it.each(Object.entries(scenarios))("gives the same project without hard links: %s", async (_, scenario) => {
    const roots = [await tempFolder(), await tempFolder()] as const;
    for (const root of roots) await scenario.prepare(root);
    await writeScenario(roots[0], scenario);
    const run = () => writeScenario(roots[1], scenario);
    expect((await atCall(0, failing("link", "ENOTSUP"), run, { onwards: true })).outcome).toHaveProperty(
      "value",
    );
    expect(await snapshot(roots[1])).toEqual(await snapshot(roots[0]));
  });
});

describe("renameFolder", () => {
  const onWindows = () => {
    const platform = process.platform;
    Object.defineProperty(process, "platform", { value: "win32" });
    onTestFinished(() => void Object.defineProperty(process, "platform", { value: platform }));
  };

  it("waits for a virus scanner to let go, on Windows alone", async () => {
    const root = await tempFolder();
    await mkdir(join(root, "from"));
    const run = () => renameFolder(join(root, "from"), join(root, "to"));
    const here = await atCall(0, failing("rename", "EPERM"), run, { onwards: true });
    expect([here.calls, here.outcome]).toMatchObject([1, { error: { code: "EPERM" } }]);
    onWindows();
    const there = await atCall(0, failing("rename", "EPERM", 2), run, { onwards: true });
    expect(there.calls).toBe(3);
    expect(await readdir(root)).toEqual(["to"]);
  });

  it("does not wait for another fault to pass", async () => {
    const root = await tempFolder();
    onWindows();
    const run = () => renameFolder(join(root, "missing"), join(root, "to"));
    expect(await atCall(-1, () => {}, run)).toMatchObject({
      calls: 1,
      outcome: { error: { code: "ENOENT" } },
    });
  });
});
