import { spawn } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { snapshot, tempFolder, writeFiles } from "../temp.ts";
import { older, write } from "./scenarios.ts";

describe("a stage that a killed run left", () => {
  /** The pid of a process that has ended. */
  async function deadPid(): Promise<number> {
    const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
    await new Promise((done) => child.on("close", done));
    return child.pid ?? 0;
  }

  it("is removed by the next run for the same path", async () => {
    const root = await tempFolder();
    await writeFiles(root, { [`.app.daloy-${await deadPid()}-0123456789ab/project/package.json`]: "{}" });
    await write(root, "app", older);
    expect(await readdir(root)).toEqual(["app"]);
  });

  it("stays when its run is alive, when it is another path's, or when it only looks alike", async () => {
    const root = await tempFolder();
    const dead = await deadPid();
    const others = [
      `.app.daloy-${process.ppid}-0123456789ab`,
      `.other.daloy-${dead}-0123456789ab`,
      `.app.daloy-${dead}-short`,
      `app.daloy-${dead}-0123456789ab`,
      `.app.daloy-${dead}-0123456789ab.bak`,
    ];
    for (const name of others) await mkdir(join(root, name));
    await writeFiles(root, { [`.app.daloy-${dead}-aaaaaaaaaaaa`]: "a file, not a stage" });
    await write(root, "app", older);
    expect((await readdir(root)).sort()).toEqual(
      [...others, `.app.daloy-${dead}-aaaaaaaaaaaa`, "app"].sort(),
    );
  });
});

it("is private until the project is complete", async () => {
  const root = await tempFolder();
  const modes: string[] = [];
  const onProgress = () => {
    const stage = readdirSync(root).find((name) => name.startsWith(".app.daloy-"));
    if (stage) modes.push((statSync(join(root, stage)).mode & 0o777).toString(8));
  };
  await write(root, "app", older, { onProgress });
  expect([...new Set(modes)]).toEqual(["700"]);
  expect((statSync(join(root, "app")).mode & 0o777).toString(8)).toBe((0o777 & ~process.umask()).toString(8));
});

it("takes a name of 255 bytes, in characters of several bytes too", async () => {
  const root = await tempFolder();
  for (const name of ["x".repeat(255), "\u{1f600}".repeat(63)]) await write(root, name, older);
  expect((await readdir(root)).length).toBe(2);
});

it("reports each file before it is written, counting up to the total", async () => {
  const root = await tempFolder();
  const reports: string[] = [];
  await write(root, "app", older, {
    onProgress: ({ done, total, path }) => reports.push(`${done}/${total} ${path}`),
  });
  const paths = [...older.keys(), ".daloy/base.gz", ".daloy/lock.json"];
  expect(reports).toEqual(paths.map((path, index) => `${index}/6 ${path}`));
  expect(Object.keys(await snapshot(join(root, "app")))).toEqual(expect.arrayContaining(paths));
});
