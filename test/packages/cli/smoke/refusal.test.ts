import { describe, expect, it } from "vitest";
import { guardsNamed } from "../../../../templates/packages/cli/src/smoke/guards-named.ts";
import { judgeRefusal } from "../../../../templates/packages/cli/src/smoke/refusal.ts";

describe("the guards that a refusal names", () => {
  it.each<[string, string, string[]]>([
    [
      "a report",
      "BootGuardError: no\n  [weak-secret] short\n    Fix: x\n  [cors-wildcard] y",
      ["weak-secret", "cors-wildcard"],
    ],
    ["a log line", '{"level":"fatal","violations":[{"guard":"open-metrics"}]}', ["open-metrics"]],
    [
      "a waiver",
      '{"level":"warn","guard":"cors-wildcard","msg":"The boot guard cors-wildcard is waived"}',
      [],
    ],
    ["a mention", "cors-wildcard and [weak-secret] are guards", []],
    ["half a log line", '{"violations":[{"guard":"open-metrics"', []],
    ["strange log lines", '{"violations":{}}\n{"violations":[null,1,{"guard":2}]}\n{}', []],
    ["a stack", "    at [eval] (x)\n[12:03:04] starting", []],
  ])("in %s", (_, output, guards) => expect([...guardsNamed(output)]).toEqual(guards));
});

describe("a refusal", () => {
  const good = { exit: { code: 1, signal: null }, listened: false, output: "  [weak-secret] short" };

  it("counts", () => expect(judgeRefusal(good, "weak-secret")).toBe("exit code 1, [weak-secret]"));

  it.each<[string, Partial<Parameters<typeof judgeRefusal>[0]>, string]>([
    ["listened", { listened: true }, "but the app went on to listen"],
    [
      "still runs",
      { exit: undefined },
      "but the app went on running.\n  [weak-secret] short".replace("  ", ""),
    ],
    ["exits with 0", { exit: { code: 0, signal: null } }, "got 0 (named: weak-secret)"],
    ["was killed", { exit: { code: null, signal: "SIGSEGV" } }, "got SIGSEGV"],
    [
      "could not be started",
      { exit: { code: null, signal: null }, output: "spawn x ENOENT" },
      "got no start.\nspawn x",
    ],
    ["names another guard", { output: "[open-metrics] x" }, "got exit code 1 by open-metrics"],
    ["names none", { output: "Error: no database" }, "got exit code 1 by no guard.\nError: no database"],
  ])("does not count when the app %s", (_, change, words) => {
    expect(() => judgeRefusal({ ...good, ...change }, "weak-secret")).toThrow(words);
  });
});
