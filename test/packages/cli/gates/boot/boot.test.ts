import { describe, expect, it } from "vitest";
import { bootFindings } from "../../../../../templates/packages/cli/src/gates/boot/boot.ts";

describe("a finding of boot", () => {
  const refusals = [{ name: "wildcard CORS", env: {}, guard: "cors-wildcard" }];
  const text = '{\n  "smoke": {\n    "refusals": [\n      { "name": "wildcard CORS" }\n    ]\n  }\n}\n';
  const failed = (name: string) =>
    bootFindings([{ name, ok: false, ms: 1, detail: "expected x" }], { refusals }, text);

  it("stands where the setting is written", () => {
    expect(failed("refuses to start: wildcard CORS")).toMatchObject([
      {
        file: "daloy.config.json",
        line: 4,
        rule: "refusal",
        message: "The app no longer refuses to start: wildcard CORS: expected x",
      },
    ]);
    expect(failed("starts in production")).toMatchObject([{ line: 2, rule: "start" }]);
  });

  it("is none for what holds", () => {
    expect(
      bootFindings([{ name: "starts in production", ok: true, ms: 1, detail: "" }], { refusals }, text),
    ).toEqual([]);
  });
});
