import { describe, expect, it } from "vitest";
import { readProgress, readSmokeReport } from "../../src/steps/smoke-report.ts";

const check = { name: "boots", ok: true, ms: 5, detail: "on port 0" };

describe("readSmokeReport", () => {
  it("reads the tool's document", () => {
    expect(readSmokeReport(JSON.stringify({ schema: 1, ok: true, checks: [check] }))).toEqual({
      ok: true,
      checks: [check],
    });
  });

  it("takes a check without details", () => {
    const { detail: _detail, ...bare } = check;
    expect(readSmokeReport(JSON.stringify({ ok: true, checks: [bare] }))?.checks[0]?.detail).toBe("");
  });

  it.each([
    "",
    "not json",
    "null",
    "[]",
    "{}",
    '{"ok":true}',
    '{"ok":"yes","checks":[]}',
    '{"ok":true,"checks":[{}]}',
  ])("finds no report in %j", (text) => {
    expect(readSmokeReport(text)).toBeUndefined();
  });
});

describe("readProgress", () => {
  it("reads one line", () => {
    expect(readProgress(JSON.stringify({ check }))).toEqual(check);
  });

  it.each(["", "listening on 3000", "{", '{"level":"info"}', '{"check":null}'])("leaves %j alone", (line) => {
    expect(readProgress(line)).toBeUndefined();
  });
});
