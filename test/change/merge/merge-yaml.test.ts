import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { mergeYaml } from "../../../src/change/merge/merge-yaml.ts";

const labels = { base: "1", next: "2" };
const merge = (base: string, ours: string, theirs: string) => mergeYaml(base, ours, theirs, labels);

describe("mergeYaml", () => {
  const base = "# top\nname: ci\non:\n  push: {}\njobs:\n  test:\n    steps:\n      - uses: a@1 # v1\n";

  it("merges by line where that is enough, keeping every character", () => {
    const ours = base.replace("name: ci", "name:   'ci'   # mine");
    expect(merge(base, ours, base.replace("a@1 # v1", "a@2 # v2"))).toEqual({
      clean: true,
      text: ours.replace("a@1 # v1", "a@2 # v2"),
      kept: [],
    });
  });

  it("merges by key what is a conflict by line, with the comments of both", () => {
    const ours = base.replace("  push: {}\n", "  push: {} # mine\n  schedule: daily\n");
    const theirs = base.replace("  push: {}\n", "  push: {}\n  # theirs\n  pull_request:\n");
    const merged = merge(base, ours, theirs);
    expect(merged).toMatchObject({ clean: true, kept: [] });
    const text = merged.clean ? merged.text : "";
    expect(parse(text).on).toEqual({ push: {}, pull_request: null, schedule: "daily" });
    for (const comment of ["# top", "# mine", "# theirs", "# v1"]) expect(text).toContain(comment);
  });

  it("keeps the user's value where both changed it, and says so", () => {
    const merged = merge("a: 1\nb: 1\n", "a: 2\nb: 1\n", "a: 3\nb: 2\n");
    expect(merged).toEqual({ clean: true, text: "a: 2\nb: 2\n", kept: ["a (the template has 3)"] });
  });

  it("does not take a clean merge by line that means something else", () => {
    const list = (...items: string[]) => `on:\n${items.map((item) => `  - ${item}\n`).join("")}x: 1\ny: 1\n`;
    const merged = merge(list("a"), `${list("a")}on2: 1\n`, list("a", "b"));
    expect(merged.clean && parse(merged.text)).toEqual({ on: ["a", "b"], x: 1, y: 1, on2: 1 });
  });

  it.each([
    ["aliases", "a: &x 1\nb: *x\n"],
    ["several documents", "a: 1\n---\nb: 1\n"],
    ["what is no YAML", "a: [\n"],
    ["a key twice", "a: 1\na: 2\n"],
  ])("merges %s as text", (_, ours) => {
    expect(merge("a: 1\n", ours, "a: 3\n")).toMatchObject({
      clean: false,
      marked: expect.stringContaining("<<<<<<<"),
    });
  });
});
