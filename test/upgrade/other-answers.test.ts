import { describe, expect, it } from "vitest";
import { type Answers, managersOf, runtimes } from "../../src/answers/answers.ts";
import type { ChangeSet, Current } from "../../src/change/change-set.ts";
import { type ConflictPolicy, settleConflicts } from "../../src/change/conflicts.ts";
import { plan } from "../../src/change/plan.ts";
import { loadLayers } from "../../src/template/load.ts";
import { renderTree } from "../../src/template/render.ts";
import { isText } from "../../src/template/text.ts";
import type { Tree } from "../../src/template/tree.ts";
import { diskOf, recordOf } from "../change/trees.ts";
import { defaultAnswers } from "../support/settings.ts";
import { countingSecrets } from "../template/fixture-store.ts";

// Over the real templates, in memory, without the vendored packages: no answer changes those.
const store = { ...(await loadLayers("templates")), vendor: new Map() };
const render = (answers: Answers): Tree => renderTree(store, answers, countingSecrets());

const variants: readonly Partial<Answers>[] = [
  ...managersOf.node.map((packageManager) => ({ packageManager })),
  ...runtimes.map((runtime) => ({
    runtime,
    packageManager: managersOf[runtime][0],
    docker: runtime === "bun" || runtime === "deno",
  })),
  { auth: "bearer" },
  { rateLimit: "redis" },
  { proxy: "hops:2" },
  { example: false },
  { ci: false },
  { codeOwner: "@acme/platform" },
  { docker: false },
  { name: "renamed" },
  { auth: "bearer", rateLimit: "redis", example: false, ci: false, docker: false, packageManager: "pnpm" },
];
const managers = managersOf.node.flatMap((one) =>
  managersOf.node.flatMap((other) =>
    one === other ? [] : [[{ packageManager: one }, { packageManager: other }] as const],
  ),
);
const roads = [
  ...variants.flatMap((variant) => [[{}, variant] as const, [variant, {}] as const]),
  ...managers,
].map(([from, to]) => ({ from: { ...defaultAnswers, ...from }, to: { ...defaultAnswers, ...to } }));

function upgrade(from: Tree, disk: Current, next: Tree, policy: ConflictPolicy): Map<string, Buffer> {
  const { lock, texts } = recordOf(from);
  const changes = plan({ base: lock.files, texts: texts.files, current: disk, next });
  return apply(settleConflicts(changes, policy), disk);
}

function apply(changes: ChangeSet, disk: Current): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const [path, entry] of disk) if (entry.kind === "file") files.set(path, Buffer.from(entry.content));
  for (const change of changes) {
    if (change.action === "delete") files.delete(change.path);
    if (change.action === "create" || change.action === "update")
      files.set(change.path, Buffer.from(change.content));
    if (change.action === "sidecar") files.set(change.sidecar, Buffer.from(change.content));
  }
  return files;
}

const contentsOf = (files: ReadonlyMap<string, Uint8Array>) =>
  Object.fromEntries([...files].sort().map(([path, content]) => [path, Buffer.from(content).toString()]));

const difference = ({ from, to }: { from: Answers; to: Answers }) =>
  JSON.stringify(
    Object.entries(to).filter(([key, value]) =>
      Object.entries(from).some(([k, v]) => k === key && v !== value),
    ),
  );

describe.each(roads.map((road) => [difference(road), road] as const))(
  "other answers: %s",
  (_, { from, to }) => {
    const [before, next] = [render(from), render(to)];

    it("give an untouched project exactly what a new one is", () => {
      const after = upgrade(before, diskOf(before), next, "abort");
      const fresh = contentsOf(new Map([...next].map(([path, { content }]) => [path, content])));
      expect({ ...contentsOf(after), ".env": "" }).toEqual({ ...fresh, ".env": "" });
    });

    it.each(["markers", "sidecar"] as const)("keep what the user wrote: %s", (policy) => {
      const disk = new Map(diskOf(before));
      const marks: string[] = [];
      for (const [path, { content, class: pathClass }] of before) {
        if (pathClass !== "merge" || !isText(content)) continue;
        const mark = `mine in ${path}`;
        marks.push(mark);
        const text = Buffer.from(content).toString();
        const edited = path.endsWith(".json")
          ? JSON.stringify({ ...JSON.parse(text), [mark]: true }, undefined, 3)
          : `${text}# ${mark}\n`;
        disk.set(path, { kind: "file", content: Buffer.from(edited), mode: 0o644 });
      }
      const after = [...upgrade(before, disk, next, policy).values()].map(String).join("\n");
      expect(marks.filter((mark) => !after.includes(mark))).toEqual([]);
    });
  },
);
