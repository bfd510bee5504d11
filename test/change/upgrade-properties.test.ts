import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { conflictPolicies } from "../../src/change/conflicts.ts";
import { pathSetFault } from "../../src/change/path-safety.ts";
import { planUndo, undoUpgrade } from "../../src/change/undo.ts";
import { CreateError } from "../../src/errors.ts";
import type { Rename } from "../../src/template/releases.ts";
import type { Tree, TreeFile } from "../../src/template/tree.ts";
import { filesIn, lostBytes } from "../upgrade/corpus/nothing-lost.ts";
import { runUpgrade } from "../upgrade/corpus/run-upgrade.ts";
import { snapshot, tempFolder } from "./temp.ts";
import { write } from "./transaction/scenarios.ts";
import { file, treeOf } from "./trees.ts";

// Few paths and few lines, so that a user and a template meet in the same place again and again.
const path = fc.constantFrom(
  "a.ts",
  "b.json",
  "c/d.yml",
  "c/e.ts",
  "vendor/f.js",
  ".env",
  "g.bin",
  "h/i/j.md",
);
const line = fc.constantFrom("one", "two", "three", "", "}", "last");
const text = fc.array(line, { maxLength: 6 }).map((lines) => lines.map((each) => `${each}\n`).join(""));
const data = fc.dictionary(
  fc.constantFrom("x", "y", "z"),
  fc.oneof(fc.nat(3), fc.array(fc.nat(3), { maxLength: 3 })),
  { noNullPrototype: true },
);

function contentFor(name: string, words: fc.Arbitrary<string>): fc.Arbitrary<Buffer> {
  if (name.endsWith(".json"))
    return data.map((value) => Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`));
  if (name.endsWith(".yml"))
    return data.map((value) =>
      Buffer.from(
        Object.entries(value)
          .map(([key, item]) => `${key}: ${JSON.stringify(item)}\n`)
          .join(""),
      ),
    );
  if (name.endsWith(".bin"))
    return fc.uint8Array({ minLength: 1, maxLength: 5 }).map((bytes) => Buffer.from([0, ...bytes]));
  return words.map((each) => Buffer.from(each));
}

function classOf(name: string): TreeFile["class"] {
  if (name.startsWith("vendor/")) return "owned";
  return name === ".env" ? "once" : "merge";
}

const release: fc.Arbitrary<Tree> = fc
  .uniqueArray(
    path.chain((name) => contentFor(name, text).map((content) => [name, content] as const)),
    { selector: ([name]) => name, minLength: 1 },
  )
  .map((files) =>
    treeOf(
      Object.fromEntries(
        files.map(([name, content]) => [
          name,
          file(content.toString("latin1"), classOf(name), name === ".env" ? 0o600 : 0o644),
        ]),
      ),
    ),
  );

/** What a user does: every line that is written is one that no template has. */
type Edit = {
  readonly path: string;
  readonly do: "delete" | "replace" | "append" | "prepend" | "crlf";
  readonly mark: number;
};
const edits: fc.Arbitrary<readonly Edit[]> = fc.array(
  fc.record({
    path: fc.oneof(path, fc.constantFrom("own.ts", "a.ts.daloy-new", "c/own.ts")),
    do: fc.constantFrom("delete", "replace", "append", "prepend", "crlf"),
    mark: fc.nat(99),
  }),
  { maxLength: 5 },
);
const renames: fc.Arbitrary<readonly Rename[]> = fc.constantFrom(
  [],
  [{ from: "a.ts", to: "c/e.ts" }],
  [
    { from: "c/e.ts", to: "h/i/j.md" },
    { from: "a.ts", to: "c/e.ts" },
  ],
);

async function apply(directory: string, edit: Edit): Promise<void> {
  const at = join(directory, edit.path);
  const before = filesIn(directory).get(edit.path);
  const old = before === undefined ? "" : Buffer.from(before).toString("latin1");
  if (edit.do === "delete") return await rm(at, { force: true });
  const mine = edit.path.endsWith(".json")
    ? JSON.stringify({ x: 1, [`mine${edit.mark}`]: [edit.mark] }, undefined, 2)
    : `mine: ${edit.mark}\n`;
  const texts = {
    replace: mine,
    append: old + mine,
    prepend: mine + old,
    crlf: old.replace(/\r?\n/g, "\r\n"),
  };
  await mkdir(dirname(at), { recursive: true });
  await writeFile(
    at,
    Buffer.from(edit.path.endsWith(".json") && edit.do !== "crlf" ? mine : texts[edit.do], "latin1"),
  );
}

const numRuns = Number(process.env["UPGRADE_RUNS"] ?? 100);
const count = { runs: 0, written: 0, stopped: 0, lost: 0 };
afterAll(() => console.info(`random upgrades: ${JSON.stringify(count)}`));

it("loses nothing, whatever users and templates do; is undone to the byte; and changes nothing when it is run again", async () => {
  await fc.assert(
    fc.asyncProperty(
      release,
      release,
      edits,
      renames,
      fc.constantFrom(...conflictPolicies),
      fc.boolean(),
      async (older, newer, done, moved, policy, replaceOwned) => {
        count.runs += 1;
        const root = await tempFolder();
        const directory = join(root, "app");
        await write(root, "app", older);
        const rendered = filesIn(directory);
        for (const edit of done) await apply(directory, edit);
        const [before, edited] = [await snapshot(directory), filesIn(directory)];
        const next = { version: "2.0.0", tree: newer, renames: moved.filter(({ from }) => !newer.has(from)) };
        const outcome = await runUpgrade(directory, next, { policy, replaceOwned }).catch(
          (error: unknown) => error,
        );
        if (outcome instanceof Error) {
          count.stopped += 1;
          expect(outcome).toBeInstanceOf(CreateError);
          expect(outcome).toMatchObject({ code: "conflicts" });
          // A folder that was left empty is no file of anybody's.
          expect(withoutFolders(await snapshot(directory))).toEqual(withoutFolders(before));
        } else {
          count.written += 1;
          const after = filesIn(directory);
          const lost = lostBytes(rendered, edited, after);
          count.lost += lost.length;
          expect(lost).toEqual([]);
          if (done.length === 0) expectFresh(after, older, newer);
          const upgraded = await snapshot(directory);
          const again = await runUpgrade(directory, next, { policy, replaceOwned }).catch(
            (error: unknown) => error,
          );
          if (again instanceof Error) expect(again).toMatchObject({ code: "unresolved-conflicts" });
          expect(await snapshot(directory)).toEqual(upgraded);
          if (".daloy/undo" in upgraded) {
            await undoUpgrade(directory, await planUndo(directory));
            // A folder that was left empty is no file of anybody's.
            expect(withoutFolders(await snapshot(directory))).toEqual(withoutFolders(before));
          }
        }
        await rm(root, { recursive: true });
      },
    ),
    { numRuns },
  );
});

function withoutFolders(found: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(found).filter(([, entry]) => entry !== "folder"));
}

/** An untouched project is what the new version renders fresh: its own `.env` aside, which is the user's. */
function expectFresh(after: ReadonlyMap<string, Uint8Array | string>, older: Tree, newer: Tree): void {
  const own = older.has(".env") && !newer.has(".env") ? [".env"] : [];
  expect([...after.keys()].sort()).toEqual([...newer.keys(), ...own].sort());
  expect(pathSetFault(after.keys())).toBeUndefined();
  for (const [name, { content }] of newer)
    if (name !== ".env")
      expect(Buffer.from(after.get(name) ?? "").toString("hex")).toBe(Buffer.from(content).toString("hex"));
}
