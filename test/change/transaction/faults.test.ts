import { cpSync, rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { recover } from "../../../src/change/transaction/recover.ts";
import { CreateError } from "../../../src/errors.ts";
import { snapshot, tempFolder, tempParent } from "../temp.ts";
import { atCall, removeFirstFile } from "./disk-calls.ts";
import { judgeKilled } from "./judge.ts";
import { scenarios, writeScenario } from "./scenarios.ts";

vi.mock("node:fs/promises", async (original) => {
  const { hookable } = await import("./disk-calls.ts");
  return hookable(await original());
});

const diskFull = () => {
  throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
};

describe.each(Object.entries(scenarios))("writing %s", (_, scenario) => {
  let original: string;
  let before: Record<string, string>;
  beforeAll(async () => {
    original = await mkdtemp(join(tempParent, "daloy-original-"));
    await scenario.prepare(original);
    before = await snapshot(original);
  });
  afterAll(() => rmSync(original, { recursive: true }));

  async function prepared() {
    const root = await tempFolder();
    cpSync(original, root, { recursive: true });
    return { root, before };
  }

  async function finished() {
    const { root } = await prepared();
    const run = () => writeScenario(root, scenario);
    const { calls, outcome } = await atCall(Number.POSITIVE_INFINITY, () => {}, run);
    expect(outcome).toHaveProperty("value");
    return { calls, after: await snapshot(root) };
  }

  it("leaves no trace of the transaction when it succeeds", async () => {
    const { after, calls } = await finished();
    expect(Object.keys(after).filter((path) => /transaction|\.daloy-\d/.test(path))).toEqual([]);
    expect(calls).toBeGreaterThan(10);
  });

  it("leaves the old state when any call fails", async () => {
    const { calls, after } = await finished();
    let failed = 0;
    for (let number = 0; number < calls; number += 1) {
      const { root, before } = await prepared();
      const { outcome } = await atCall(number, diskFull, () => writeScenario(root, scenario));
      if ("error" in outcome) {
        failed += 1;
        expect(outcome.error).toMatchObject({
          code: "disk-full",
          fix: expect.stringContaining("Free some space"),
        });
        expect(await snapshot(root), `call ${number}`).toEqual(before);
      } else {
        // Only the removal of what is no longer needed may fail without a word, and the next run makes up for it.
        await recover(join(root, scenario.directory));
        const left = await snapshot(root);
        for (const path of Object.keys(left)) if (/\.daloy-\d/.test(path)) delete left[path];
        expect(left, `call ${number}`).toEqual(after);
      }
    }
    expect(failed).toBeGreaterThanOrEqual(calls - scenario.lateCalls);
  });

  it("leaves the old state when it is cancelled at any call", async () => {
    const { calls, after } = await finished();
    let cancelled = 0;
    for (let number = 0; number < calls; number += 1) {
      const { root, before } = await prepared();
      const controller = new AbortController();
      const run = () => writeScenario(root, scenario, { signal: controller.signal });
      const { outcome } = await atCall(number, () => controller.abort(), run);
      if ("error" in outcome) {
        cancelled += 1;
        expect(outcome.error).toMatchObject({ code: "cancelled", exitCode: 130 });
      }
      expect(await snapshot(root), `call ${number}`).toEqual("error" in outcome ? before : after);
    }
    expect(cancelled).toBe(calls - scenario.lateCalls);
  });

  it("leaves the old state when it is cancelled at any progress report", async () => {
    let total = Number.POSITIVE_INFINITY;
    for (let number = 0; number < total; number += 1) {
      const { root, before } = await prepared();
      const controller = new AbortController();
      const onProgress = (progress: { done: number; total: number }) => {
        total = progress.total;
        if (progress.done === number) controller.abort();
      };
      const run = writeScenario(root, scenario, { signal: controller.signal, onProgress });
      await expect(run, `step ${number}`).rejects.toMatchObject({ code: "cancelled" });
      expect(await snapshot(root)).toEqual(before);
    }
    expect(total).toBeGreaterThan(4);
  });

  it("is old or new after the next run, when it is killed at any call", async () => {
    const { after, calls } = await finished();
    const { root, before } = await prepared();
    const copies = await tempFolder();
    let copied = 0;
    // What a kill leaves is what is on the disk at that moment.
    const copy = (call: string, path: string) => {
      const to = join(copies, String(copied++));
      cpSync(root, to, { recursive: true });
      if (call === "rm") removeFirstFile(join(to, relative(root, path)));
    };
    await atCall(0, copy, () => writeScenario(root, scenario), { onwards: true });
    expect(copied).toBe(calls);
    let restored = 0;
    for (let number = 0; number < calls; number += 1) {
      const at = join(copies, String(number));
      if (await judgeKilled(at, scenario, { before, after }, `call ${number}`)) restored += 1;
    }
    if (scenario.directory === "app") expect(restored).toBeGreaterThan(5);
  });

  it("tells what is left when the disk is gone for good, and the next run restores it", async () => {
    const { calls } = await finished();
    for (let number = 0; number < calls; number += 1) {
      const { root, before } = await prepared();
      const run = () => writeScenario(root, scenario);
      const { outcome } = await atCall(number, diskFull, run, { onwards: true });
      if (!("error" in outcome)) continue;
      expect(outcome.error).toBeInstanceOf(CreateError);
      await recover(join(root, scenario.directory));
      const left = await snapshot(root);
      if (scenario.directory !== "a/b/app") expect(left, `call ${number}`).toEqual(before);
      else expect(left).not.toHaveProperty("a/b/app");
    }
  });
});
