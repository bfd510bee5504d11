import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Base, Current, DiskEntry } from "../../src/change/change-set.ts";
import { isWrite } from "../../src/change/change-set.ts";
import { sha256 } from "../../src/change/content.ts";
import { plan } from "../../src/change/plan.ts";
import type { PathClass } from "../../src/template/tree.ts";
import { anyTree, baseOf, diskOf, file, recordOf, treeOf } from "./trees.ts";

type State = string | undefined;

/** Plans one path from its base, its content on disk and its next render. */
function planOne(pathClass: PathClass, base: State, current: State | DiskEntry, next: State) {
  const tree = (content: State) => treeOf(content === undefined ? {} : { a: file(content, pathClass) });
  const disk: Current = typeof current === "object" ? new Map([["a", current]]) : diskOf(tree(current));
  const { texts } = recordOf(tree(base));
  return plan({ base: baseOf(tree(base)), texts: texts.files, current: disk, next: tree(next) })[0];
}

describe("the table of UPGRADE.md", () => {
  const none = undefined;
  it.each([
    // class, base, current, next, what happens
    ["merge", none, none, "n", { action: "create" }],
    ["merge", none, "n", "n", { action: "adopt" }],
    ["merge", none, "c", "n", { action: "sidecar", reason: "path-taken", sidecar: "a.daloy-new" }],
    ["merge", "b", "b", "b", { action: "keep" }],
    ["merge", "b", "b", "n", { action: "update", before: sha256(Buffer.from("b")) }],
    ["merge", "b", "c", "b", { action: "keep" }],
    ["merge", "b", "n", "n", { action: "adopt" }],
    ["merge", "b", "c", "n", { action: "conflict", reason: "both-changed" }],
    ["merge", "b", none, "b", { action: "stay-deleted", changed: false }],
    ["merge", "b", none, "n", { action: "stay-deleted", changed: true }],
    ["merge", "b", "b", none, { action: "delete", before: sha256(Buffer.from("b")) }],
    ["merge", "b", "c", none, { action: "detach" }],
    ["merge", "b", none, none, undefined],
    ["owned", none, none, "n", { action: "create" }],
    ["owned", "b", "b", "n", { action: "update" }],
    ["owned", "b", "n", "n", { action: "adopt" }],
    ["owned", "b", none, "n", { action: "create" }],
    ["owned", "b", "c", "n", { action: "blocked", reason: "owned-edited" }],
    ["owned", "b", "c", "b", { action: "blocked", reason: "owned-edited" }],
    ["owned", "b", "c", none, { action: "blocked", reason: "owned-edited" }],
    ["owned", "b", "b", none, { action: "delete" }],
    ["owned", none, "c", "n", { action: "blocked", reason: "owned-edited" }],
    ["once", none, none, "n", { action: "create" }],
    ["once", none, "c", "n", { action: "keep" }],
    ["once", "b", "c", "n", { action: "keep" }],
    ["once", "b", none, "n", { action: "stay-deleted", changed: false }],
    ["once", "b", "b", none, { action: "delete" }],
    ["once", "b", "c", none, { action: "detach" }],
    ["derived", none, none, "n", { action: "create" }],
    ["derived", "b", "c", "n", { action: "keep" }],
  ] as const)("%s: base %s, disk %s, next %s", (pathClass, base, current, next, expected) => {
    const change = planOne(pathClass, base, current, next);
    if (expected === undefined) expect(change).toBeUndefined();
    else expect(change).toMatchObject({ path: "a", class: pathClass, ...expected });
  });

  it.each([
    ["merge", "n", { action: "sidecar", reason: "not-a-file" }],
    ["merge", "b", { action: "keep", edited: true }],
    ["owned", "n", { action: "blocked", reason: "not-a-file" }],
    ["once", "n", { action: "keep" }],
    ["merge", none, { action: "detach" }],
  ] as const)("leaves a symlink or a folder where a %s file was", (pathClass, next, expected) => {
    expect(planOne(pathClass, "b", { kind: "other" }, next)).toMatchObject(expected);
  });
});

describe("line endings", () => {
  const onDisk = (text: string): DiskEntry => ({ kind: "file", content: Buffer.from(text), mode: 0o644 });

  it("takes a Windows checkout for an untouched file, and updates it in its own endings", () => {
    const change = planOne("merge", "a\nb\n", onDisk("a\r\nb\r\n"), "a\nc\n");
    expect(change).toMatchObject({ action: "update", content: Buffer.from("a\r\nc\r\n") });
    expect(change).toMatchObject({ before: sha256(Buffer.from("a\r\nb\r\n")) });
    expect(planOne("merge", "a\n", onDisk("a\r\n"), "a\n")).toMatchObject({ action: "keep" });
  });

  it("writes an owned file as it is, whatever the old one's endings", () => {
    expect(planOne("owned", "a\r\n", "a\r\n", "b\n")).toMatchObject({ content: Buffer.from("b\n") });
  });

  it("takes changed line endings for an edit of an owned file", () => {
    expect(planOne("owned", "a\n", onDisk("a\r\n"), "a\n")).toMatchObject({ reason: "owned-edited" });
  });
});

describe("modes", () => {
  const planModes = (base: number, current: number | undefined, next: number, text = "x") =>
    plan({
      base: baseOf(treeOf({ a: file("x", "merge", base) })),
      current: new Map([["a", { kind: "file", content: Buffer.from("x"), mode: current }]]),
      next: treeOf({ a: file(text, "merge", next) }),
    })[0];

  it.each([
    [0o644, 0o644, 0o755, { action: "update", mode: 0o755 }],
    [0o755, 0o755, 0o644, { action: "update", mode: 0o644 }],
    [0o644, 0o755, 0o644, { action: "keep" }],
    [0o644, 0o755, 0o755, { action: "keep" }],
    [0o644, 0o600, 0o644, { action: "keep" }],
    [0o644, 0o664, 0o755, { action: "update", mode: 0o775 }],
    [0o644, undefined, 0o755, { action: "keep" }],
  ])("base %o, disk %o, next %o", (base, current, next, expected) => {
    expect(planModes(base, current, next)).toMatchObject(expected);
  });

  it("keeps the user's bits when the content is updated", () => {
    expect(planModes(0o644, 0o755, 0o644, "y")).toMatchObject({ action: "update", mode: 0o755 });
    expect(planModes(0o644, 0o600, 0o644, "y")).toMatchObject({ action: "update", mode: 0o600 });
  });
});

describe("any tree", () => {
  const nothing: { base: Base; current: Current } = { base: new Map(), current: new Map() };

  it("is created whole from nothing", () => {
    fc.assert(
      fc.property(anyTree, (next) => {
        const changes = plan({ ...nothing, next });
        expect(changes.every(({ action }) => action === "create")).toBe(true);
        expect(
          new Map(changes.map((change) => [change.path, change.action === "create" && change.content])),
        ).toEqual(new Map([...next].map(([path, { content }]) => [path, content])));
        expect(changes.map(({ path }) => path)).toEqual([...next.keys()].sort());
      }),
    );
  });

  it("changes nothing in a second run", () => {
    fc.assert(
      fc.property(anyTree, (tree) => {
        const changes = plan({ base: baseOf(tree), current: diskOf(tree), next: tree });
        expect(changes.every(({ action }) => action === "keep")).toBe(true);
      }),
    );
  });

  it("replaces an untouched older one by exactly the new one, `once` and `derived` files aside", () => {
    fc.assert(
      fc.property(anyTree, anyTree, (older, next) => {
        const disk = new Map(
          [...diskOf(older)].map(([path, entry]) => [path, entry.kind === "file" && entry.content]),
        );
        for (const change of plan({ base: baseOf(older), current: diskOf(older), next })) {
          if (change.action === "delete") disk.delete(change.path);
          else if (change.action === "create" || change.action === "update")
            disk.set(change.path, change.content);
          else expect(change.action).toMatch(/^(keep|adopt|detach)$/);
        }
        for (const [path, { content, class: pathClass }] of next) {
          if (pathClass === "merge" && older.get(path)?.class === "merge") {
            expect(Buffer.from(disk.get(path) || [])).toEqual(Buffer.from(content));
          }
        }
      }),
    );
  });

  it("never writes over a file that the user edited", () => {
    fc.assert(
      fc.property(anyTree, anyTree, fc.uint8Array({ minLength: 50, maxLength: 60 }), (older, next, edit) => {
        const edited = new Map(
          [...diskOf(older).keys()].map((path) => [
            path,
            { kind: "file", content: edit, mode: 0o644 } as const,
          ]),
        );
        const writes = plan({ base: baseOf(older), current: edited, next }).filter(isWrite);
        for (const write of writes)
          expect(older.has(write.path) && "content" in write && write.content !== edit).toBe(false);
      }),
    );
  });
});

it.each(["../x", "/x", "a\\b", ".git/hooks/x", ".daloy/lock.json", ".Daloy/x"])(
  "refuses to plan %j",
  (path) => {
    expect(() => plan({ base: new Map(), current: new Map(), next: treeOf({ [path]: file("x") }) })).toThrow(
      expect.objectContaining({ code: "unsafe-path" }),
    );
  },
);
