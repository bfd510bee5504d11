import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { cacheDirectory } from "./root.mjs";

const file = `${cacheDirectory}/lock`;

/** Runs one build at a time. A lock whose owner is gone is taken over. */
export async function withLock(work) {
  await mkdir(cacheDirectory, { recursive: true });
  while (!(await take())) await sleep(100);
  try {
    await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function take() {
  try {
    await writeFile(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    if (await abandoned()) await rm(file, { force: true });
    return false;
  }
}

async function abandoned() {
  try {
    const owner = Number(await readFile(file, "utf8"));
    if (owner > 0) process.kill(owner, 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}
