import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { curlLine, quote } from "../../../../../templates/packages/core/src/docs/page/curl.ts";

/** The arguments that a shell would run curl with. */
function argumentsOf(line: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${line}\n`;
  return execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
}

const request = { method: "GET", url: "http://127.0.0.1/books", headers: [], body: undefined };

describe("the curl line", () => {
  it("is short for a plain GET", () => {
    expect(curlLine(request)).toBe("curl http://127.0.0.1/books");
  });

  it("carries method, headers and body", () => {
    const line = curlLine({
      ...request,
      method: "PUT",
      headers: [
        ["content-type", "application/json"],
        ["x-empty", ""],
      ],
      body: '{"name":"O\'Neil"}',
    });
    expect(argumentsOf(line)).toEqual([
      "-X",
      "PUT",
      "http://127.0.0.1/books",
      "-H",
      "content-type: application/json",
      "-H",
      "x-empty;",
      "--data-raw",
      '{"name":"O\'Neil"}',
    ]);
  });

  it.each([
    ["POST", "x", ["http://127.0.0.1/books", "--data-raw", "x"]],
    ["POST", undefined, ["-X", "POST", "http://127.0.0.1/books"]],
    ["HEAD", undefined, ["--head", "http://127.0.0.1/books"]],
  ])("names the method only where curl would guess another: %s with body %j", (method, body, expected) => {
    expect(argumentsOf(curlLine({ ...request, method, body }))).toEqual(expected);
  });

  it("quotes every quote", () => {
    expect(argumentsOf(curlLine({ ...request, method: "POST", body: "'a' 'b'; id" })).at(-1)).toBe(
      "'a' 'b'; id",
    );
  });

  it("keeps curl from expanding brackets in a URL", () => {
    expect(curlLine({ ...request, url: "http://127.0.0.1/a[1-9]{x}" })).toContain("--globoff");
  });

  it("is one word for the shell, whatever it holds", () => {
    const nasty = fc.constantFrom(
      "'",
      "\\'",
      "$(id)",
      "`id`",
      "\n",
      ";id",
      "-X",
      "@/etc/passwd",
      "a=b",
      "!!",
      "*",
      "~",
    );
    const texts = fc.array(fc.oneof(nasty, fc.string({ unit: "grapheme" })), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(texts, (words) => {
        const wanted = words.map((word) => word.replaceAll("\0", ""));
        expect(argumentsOf(`curl ${words.map(quote).join(" ")}`)).toEqual(wanted);
      }),
      { numRuns: 40 },
    );
  });
});
