import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeText } from "../../../src/change/merge/merge-text.ts";
import { hasConflictMarkers } from "../../../src/change/merge/merged.ts";
import { tempParent } from "../temp.ts";

const labels = { base: "create-daloy 1", next: "create-daloy 2" };
const merge = (base: string, ours: string, theirs: string) => mergeText(base, ours, theirs, labels);
const clean = (text: string) => ({ clean: true, text, kept: [] });

describe("mergeText", () => {
  it.each([
    ["both sides, far apart", "a\nb\nc\nd\n", "A\nb\nc\nd\n", "a\nb\nc\nD\n", "A\nb\nc\nD\n"],
    ["the same change twice", "a\nb\n", "x\nb\n", "x\nb\n", "x\nb\n"],
    ["a deletion beside an addition far off", "a\nb\nc\nd\n", "b\nc\nd\n", "a\nb\nc\nd\ne\n", "b\nc\nd\ne\n"],
    ["from nothing, the same", "", "a\n", "a\n", "a\n"],
    ["CRLF of the user's", "a\nb\nc\n", "A\r\nb\r\nc\r\n", "a\nb\nC\n", "A\r\nb\r\nC\r\n"],
    ["mixed endings of the user's", "a\nb\nc\nd\n", "a\r\nb\nc\nd\n", "a\nb\nc\nD\n", "a\r\nb\nc\nD\n"],
    ["a last line without its end", "a\nb\nc", "A\nb\nc", "a\nb\nC", "A\nb\nC"],
    ["the template's new end of the last line", "a\nb\nc", "A\nb\nc", "a\nb\nc\n", "A\nb\nc\n"],
  ])("merges %s", (_, base, ours, theirs, merged) => {
    expect(merge(base, ours, theirs)).toEqual(clean(merged));
  });

  it("marks a conflict with all three versions, in the user's line endings", () => {
    expect(merge("a\nb\nc\n", "a\r\nmine\r\nc\r\n", "a\ntheirs\nc\n")).toEqual({
      clean: false,
      marked:
        "a\r\n<<<<<<< yours\r\nmine\r\n||||||| create-daloy 1\r\nb\r\n=======\r\ntheirs\r\n>>>>>>> create-daloy 2\r\nc\r\n",
    });
    expect(merge("a\n", "mine", "theirs")).toMatchObject({
      marked: expect.stringMatching(
        /^<{7} yours\nmine\n\|{7} create-daloy 1\na\n={7}\ntheirs\n>{7} create-daloy 2\n$/,
      ),
    });
  });

  it("takes changes that touch each other for a conflict", () => {
    expect(merge("a\nb\n", "A\nb\n", "a\nB\n")).toMatchObject({ clean: false });
    expect(merge("a\n", "a\nmine\n", "a\ntheirs\n")).toMatchObject({ clean: false });
  });

  it("is done in time whatever the texts", () => {
    const lines = (seed: number) =>
      Array.from({ length: 5_000 }, (_, i) => (i % seed ? "" : `line ${i * seed}`));
    const noise = (seed: number) => Array.from({ length: 5_000 }, (_, i) => String((i * i * seed) % 7));
    const started = performance.now();
    merge(lines(50).join("\n"), lines(37).join("\n"), lines(41).join("\n"));
    merge(noise(1).join("\n"), noise(2).join("\n"), noise(3).join("\n"));
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

const line = fc.constantFrom("a", "b", "c", "", "}", "x y");
const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.map((each) => `${each}\n`).join(""));

describe("any three texts", () => {
  const times = { numRuns: 500 };

  it("give the one side's text when the other changed nothing", () => {
    fc.assert(
      fc.property(text, text, (base, changed) => {
        expect(merge(base, changed, base)).toEqual(clean(changed));
        expect(merge(base, base, changed)).toEqual(clean(changed));
        expect(merge(base, changed, changed)).toEqual(clean(changed));
      }),
      times,
    );
  });

  it("lose no line that the user added, and no line that the template added", () => {
    fc.assert(
      fc.property(text, text, text, (base, ours, theirs) => {
        const merged = merge(base, ours, theirs);
        const result = merged.clean ? merged.text : (merged.marked ?? "");
        const count = (of: string) => {
          const counts = new Map<string, number>();
          for (const each of of.split("\n")) counts.set(each, (counts.get(each) ?? 0) + 1);
          return counts;
        };
        const [inBase, inResult] = [count(base), count(result)];
        for (const side of [ours, theirs])
          for (const [each, times] of count(side))
            if (times > (inBase.get(each) ?? 0)) expect(inResult.get(each) ?? 0).toBeGreaterThan(0);
      }),
      times,
    );
  });

  it("say of a conflict that it is one", () => {
    fc.assert(
      fc.property(text, text, text, (base, ours, theirs) => {
        const merged = merge(base, ours, theirs);
        expect(hasConflictMarkers(merged.clean ? merged.text : (merged.marked ?? ""))).toBe(!merged.clean);
      }),
      times,
    );
  });

  it("never merge what git takes for a conflict to something else than git would", () => {
    const folder = mkdtempSync(join(tempParent, "daloy-git-merge-"));
    const files = ["ours", "base", "theirs"].map((name) => join(folder, name));
    let compared = 0;
    fc.assert(
      fc.property(text, text, text, (base, ours, theirs) => {
        for (const [index, content] of [ours, base, theirs].entries())
          writeFileSync(files[index] ?? "", content);
        const git = spawnSync("git", ["merge-file", "-p", ...files], { encoding: "utf8" });
        const merged = merge(base, ours, theirs);
        if (git.status === 0 && merged.clean) {
          compared += 1;
          expect(merged.text).toBe(git.stdout);
        }
      }),
      { numRuns: 40, seed: 1 },
    );
    rmSync(folder, { recursive: true });
    expect(compared).toBeGreaterThan(0);
  });
});
