import { execFileSync } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readBounded, statEntry } from "../../src/change/disk.ts";
import { tempFolder, writeFiles } from "./temp.ts";

describe("readBounded", () => {
  it("reads up to the limit, and not a byte more", async () => {
    const root = await tempFolder();
    await writeFiles(root, { a: "1234" });
    expect(Buffer.from(await readBounded(join(root, "a"), 4)).toString()).toBe("1234");
    await expect(readBounded(join(root, "a"), 3)).rejects.toMatchObject({ code: "unsafe-record" });
  });

  it.skipIf(process.platform === "win32")(
    "refuses what is no file, and does not wait for a pipe",
    async () => {
      const root = await tempFolder();
      await writeFile(join(root, "file"), "");
      await symlink("file", join(root, "link"));
      await mkdir(join(root, "folder"));
      execFileSync("mkfifo", [join(root, "pipe")]);
      for (const name of ["link", "folder", "pipe"]) {
        await expect(readBounded(join(root, name), 10), name).rejects.toMatchObject({
          code: "unsafe-record",
        });
      }
    },
  );
});

it("finds nothing below what is no folder", async () => {
  const root = await tempFolder();
  await writeFile(join(root, "file"), "");
  expect(await statEntry(join(root, "file/below"))).toBeUndefined();
  expect(await statEntry(join(root, "missing"))).toBeUndefined();
  expect((await statEntry(join(root, "file")))?.isFile()).toBe(true);
});
