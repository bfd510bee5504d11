import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recover } from "../../../src/change/transaction/recover.ts";
import { bundle, runModule } from "../child.ts";
import { snapshot, tempFolder } from "../temp.ts";
import { judgeKilled } from "./judge.ts";
import { scenarios } from "./scenarios.ts";

// Every call is judged in faults.test.ts, on copies of the disk. These few show that a real SIGKILL leaves the same.
const killsEach = 4;

let folder: string;
let script: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "daloy-kill-"));
  script = await bundle("test/change/transaction/child-entry.ts", folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Calls an exported function of the child's script; gives how the child ended. */
async function inChild(name: string, ...parameters: unknown[]) {
  const call = `${name}(${parameters.map((value) => JSON.stringify(value)).join(", ")})`;
  const end = await runModule(`import * as child from ${JSON.stringify(script)};\nawait child.${call};`);
  expect(end.errors).toBe("");
  return end;
}

describe.each(Object.entries(scenarios))("a child killed while writing %s", (name, scenario) => {
  it("leaves what is old or new after the next run", async () => {
    const finished = await tempFolder();
    await scenario.prepare(finished);
    const before = await snapshot(finished);
    const { output } = await inChild("writeKilledAt", 1e9, name, finished);
    const after = await snapshot(finished);
    const stride = Math.ceil(Number(output) / killsEach);

    let kills = 0;
    for (let number = 0; ; number += stride) {
      const root = await tempFolder();
      await scenario.prepare(root);
      const { signal } = await inChild("writeKilledAt", number, name, root);
      await judgeKilled(root, scenario, { before, after }, `kill ${number}`);
      if (signal === null) break;
      expect(signal).toBe("SIGKILL");
      kills += 1;
    }
    expect(kills).toBe(killsEach);
  });
});

describe("a child killed while it restores", () => {
  const name = "an older project with files of the user's own";

  it("leaves what the next run restores", async () => {
    const scenario = scenarios[name];
    if (scenario === undefined) throw new Error(`no scenario "${name}"`);
    const half = await tempFolder();
    await scenario.prepare(half);
    const before = await snapshot(half);
    const finished = await tempFolder();
    await scenario.prepare(finished);
    const { output } = await inChild("writeKilledAt", 1e9, name, finished);
    // The first of the late calls makes all final: everything is in place by then.
    await inChild("writeKilledAt", Number(output) - scenario.lateCalls, name, half);

    for (let number = 0; ; number += 9) {
      const root = await tempFolder();
      await cp(half, root, { recursive: true });
      const { signal } = await inChild("recoverKilledAt", number, join(root, "app"));
      await recover(join(root, "app"));
      expect(await snapshot(root), `kill ${number}`).toEqual(before);
      if (signal === null) break;
    }
  });
});
