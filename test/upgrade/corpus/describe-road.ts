import { cpSync } from "node:fs";
import { readFile, rm, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { type ConflictPolicy, conflictPolicies } from "../../../src/change/conflicts.ts";
import { hasConflictMarkers } from "../../../src/change/merge/merged.ts";
import { readProject } from "../../../src/change/project.ts";
import { planUndo, undoUpgrade } from "../../../src/change/undo.ts";
import { CreateError } from "../../../src/errors.ts";
import { snapshot, tempFolder } from "../../change/temp.ts";
import { edits } from "./edits.ts";
import { type Frozen, writeFrozen } from "./frozen.ts";
import { filesIn, lostBytes } from "./nothing-lost.ts";
import { type Next, runUpgrade } from "./run-upgrade.ts";

/** Edits under which the upgrade to the second release must stop and write nothing, and what it names. */
const stops: Readonly<Record<string, Partial<Record<ConflictPolicy, RegExp>>>> = {
  "edits the framework": {
    abort: /core\/dist\/index\.js is not as it was rendered/,
    markers: /not as/,
    sidecar: /not as/,
  },
  "loses the base": { abort: /vendor/, markers: /vendor/, sidecar: /vendor/ },
  "tampers with the base": { abort: /vendor/, markers: /vendor/, sidecar: /vendor/ },
  "left a conflict of git's": {
    abort: /conflict markers already/,
    markers: /src\/app\.ts/,
    sidecar: /src\/app\.ts/,
  },
  "has sidecars of its own": { abort: /src\/app\.ts/, markers: /src\/app\.ts/, sidecar: /src\/app\.ts/ },
  "edits the lines that the template edits": { abort: /src\/app\.ts was changed by you/ },
  "has a file where the template moves one": {
    abort: /src\/covers\/download-cover\.ts is where the template/,
  },
  "comments everything": { abort: /src\/covers\/routes\.ts was changed by you/ },
  "breaks the JSON": { abort: /package\.json/ },
};

/** Upgrades after each of the edits, by each policy, and asks what every upgrade must hold. */
export function describeRoad(road: string, from: Frozen, to: Next): void {
  const count = { pairs: 0, runs: 0, written: 0, stopped: 0, lost: 0 };
  afterAll(() => console.info(`${road}: ${JSON.stringify(count)}`));

  it.each(Object.entries(edits))("of a user who %s", async (name, edit) => {
    const prepared = await tempFolder();
    await writeFrozen(prepared, from);
    const rendered = filesIn(prepared);
    await edit(prepared);
    const [before, edited] = [await snapshot(prepared), filesIn(prepared)];

    count.pairs += 1;
    let isSettled = false;
    for (const policy of conflictPolicies) {
      // Without a conflict every policy writes the same.
      if (isSettled) break;
      for (const replaceOwned of name.includes("framework") || name.includes("base")
        ? [false, true]
        : [false]) {
        count.runs += 1;
        const root = await tempFolder();
        cpSync(prepared, root, { recursive: true, verbatimSymlinks: true });
        const how = { policy, replaceOwned, undoable: [] };
        const outcome = await runUpgrade(root, to, how).catch((error: unknown) => error);
        const when = `${policy}${replaceOwned ? ", replacing" : ""}`;
        if (outcome instanceof CreateError) {
          count.stopped += 1;
          expect(outcome, when).toMatchObject({ code: "conflicts", exitCode: 3 });
          expect(await snapshot(root), when).toEqual(before);
          if (road.endsWith("second"))
            expect(outcome.message, when).toMatch(stops[name]?.[policy] ?? /^none was expected$/);
          continue;
        }
        if (outcome instanceof Error) throw outcome;
        count.written += 1;
        isSettled = policy === "abort" && !replaceOwned;
        if (road.endsWith("second") && !replaceOwned) expect(stops[name]?.[policy], when).toBeUndefined();
        const lost = lostBytes(rendered, edited, filesIn(root));
        count.lost += lost.length;
        expect(lost, when).toEqual([]);
        await expectUndo(root, before, when);
        await resolveAll(root);
        await runUpgrade(root, to, how);
        const settled = await snapshot(root);
        const { written } = await runUpgrade(root, to, how);
        expect(written.changed, when).toBe(false);
        expect(await snapshot(root), when).toEqual(settled);
      }
    }
  });

  it("gives an untouched project exactly what a fresh one is", async () => {
    const root = await tempFolder();
    await writeFrozen(root, from);
    await runUpgrade(root, to, { policy: "abort" });
    const upgraded = filesIn(root);
    const fresh = new Map([...to.tree].map(([path, { content }]) => [path, Buffer.from(content)]));
    expect([...upgraded.keys()].sort()).toEqual([...fresh.keys()].sort());
    for (const [path, content] of fresh)
      if (path !== ".env") expect(Buffer.from(upgraded.get(path) ?? "").equals(content), path).toBe(true);
  });
}

/** Undoes on a copy: everything is as it was, but for what is kept of the user's. */
async function expectUndo(root: string, before: Record<string, string>, when: string): Promise<void> {
  const copy = await tempFolder();
  cpSync(root, copy, { recursive: true, verbatimSymlinks: true });
  const undo = await planUndo(copy);
  expect(undo.kept, when).toEqual([]);
  await undoUpgrade(copy, undo);
  expect(await snapshot(copy), when).toEqual(before);
  await rm(copy, { recursive: true });
}

/** Does what a person does about what is pending: takes the template's half, removes the sidecars. */
async function resolveAll(root: string): Promise<void> {
  const { lock } = await readProject(root);
  for (const [path, { pending }] of lock.pending) {
    if (pending === "sidecar") await unlink(join(root, `${path}.daloy-new`));
    else {
      const text = await readFile(join(root, path), "utf8");
      expect(hasConflictMarkers(text)).toBe(true);
      await writeFile(
        join(root, path),
        text.replace(/<{7} yours\r?\n[\s\S]*?={7}\r?\n([\s\S]*?)>{7} [^\n]*\n/g, "$1"),
      );
    }
  }
}
