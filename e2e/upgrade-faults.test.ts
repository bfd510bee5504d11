import { spawnSync } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recover } from "../src/change/transaction/recover.ts";
import { bundle, runModule } from "../test/change/child.ts";
import { snapshot, tempFolder } from "../test/change/temp.ts";
import { judgeKilled } from "../test/change/transaction/judge.ts";
import { type Scenario, scenarios, writeScenario } from "../test/change/transaction/scenarios.ts";

// `npm test` judges every call on copies of the disk and kills at a few. Here every call is a real SIGKILL, and a real
// disk fills up.

let folder: string;
let script: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "daloy-upgrade-faults-"));
  script = await bundle("test/change/transaction/child-entry.ts", folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function inChild(name: string, ...parameters: unknown[]) {
  const call = `${name}(${parameters.map((value) => JSON.stringify(value)).join(", ")})`;
  return await runModule(`import * as child from ${JSON.stringify(script)};\nawait child.${call};`);
}

async function states(scenario: Scenario) {
  const finished = await tempFolder();
  await scenario.prepare(finished);
  const before = await snapshot(finished);
  await writeScenario(finished, scenario);
  return { before, after: await snapshot(finished) };
}

describe.each(Object.entries(scenarios))("%s", (name, scenario) => {
  it("is old or new after a SIGKILL at any call that changes the disk", async () => {
    const { before, after } = await states(scenario);
    let [kills, restored] = [0, 0];
    for (; ; kills += 1) {
      const root = await tempFolder();
      await scenario.prepare(root);
      const { signal, errors } = await inChild("writeKilledAt", kills, name, root);
      expect(errors).toBe("");
      if (await judgeKilled(root, scenario, { before, after }, `kill ${kills}`)) restored += 1;
      await rm(root, { recursive: true });
      if (signal === null) break;
      expect(signal).toBe("SIGKILL");
    }
    console.info(`${name}: ${kills} kills, ${restored} restored`);
    expect(kills).toBeGreaterThan(15);
  });
});

const mounts = process.getuid?.() === 0 && spawnSync("unshare", ["-m", "true"]).status === 0;

describe.runIf(mounts)("a full disk", () => {
  const name = "an upgrade of every kind";

  it("leaves the old state and says so, however little room there is", async () => {
    const scenario = scenarios[name];
    if (scenario === undefined) throw new Error(`no scenario "${name}"`);
    const { before, after } = await states(scenario);
    const prepared = await tempFolder();
    await scenario.prepare(prepared);
    let [full, done] = [0, 0];
    for (let inodes = 30; done < 2; inodes += 3) {
      const mounted = await tempFolder();
      const mount = spawnSync("mount", [
        "-t",
        "tmpfs",
        "-o",
        `size=4m,nr_inodes=${inodes}`,
        "tmpfs",
        mounted,
      ]);
      expect(mount.status, String(mount.stderr)).toBe(0);
      try {
        const copied = await cp(prepared, mounted, { recursive: true }).then(
          () => true,
          () => false,
        );
        if (!copied) continue;
        const outcome = await writeScenario(mounted, scenario).then(
          () => undefined,
          (error: unknown) => error,
        );
        if (outcome === undefined) done += 1;
        else {
          full += 1;
          expect(outcome).toMatchObject({ code: "disk-full", exitCode: 1 });
        }
        await recover(join(mounted, scenario.directory));
        expect(await snapshot(mounted), `${inodes} inodes`).toEqual(outcome === undefined ? after : before);
      } finally {
        spawnSync("umount", [mounted]);
      }
    }
    console.info(`full disks: ${full}, then enough room`);
    expect(full).toBeGreaterThan(3);
  });
});
