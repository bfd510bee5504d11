import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { createTerminal } from "../../../../templates/packages/cli/src/terminal/terminal.ts";
import { excerpt, indent, printable, seconds } from "../../../../templates/packages/cli/src/terminal/text.ts";

function styleOf(env: NodeJS.ProcessEnv, { isTTY = true, platform = "linux" as NodeJS.Platform } = {}) {
  const output = Object.assign(new PassThrough(), { isTTY });
  return createTerminal(env, platform, output, output).style;
}

describe("the terminal", () => {
  it.each<[NodeJS.ProcessEnv, boolean, boolean]>([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: "1" }, true, false],
    [{ NO_COLOR: "1", FORCE_COLOR: "1" }, true, false],
    [{ NO_COLOR: "" }, true, true],
    [{ FORCE_COLOR: "1" }, false, true],
    [{ FORCE_COLOR: "0" }, true, false],
    [{ TERM: "dumb" }, true, false],
  ])("with %j and a terminal: %s has colour: %s", (env, isTTY, colour) => {
    expect(styleOf(env, { isTTY }).red("x")).toBe(colour ? "\u001b[31mx\u001b[39m" : "x");
  });

  it.each<[NodeJS.ProcessEnv, NodeJS.Platform, boolean]>([
    [{}, "linux", true],
    [{ LANG: "de_DE.utf8" }, "linux", true],
    [{ LANG: "de_DE.ISO-8859-1" }, "linux", false],
    [{ LC_ALL: "C", LANG: "en_US.UTF-8" }, "linux", false],
    [{ TERM: "linux", LANG: "en_US.UTF-8" }, "linux", false],
    [{}, "win32", false],
    [{ WT_SESSION: "1" }, "win32", true],
  ])("with %j on %s shows signs: %s", (env, platform, signs) => {
    expect(styleOf(env, { platform }).pass).toBe(signs ? "✓" : "ok  ");
  });
});

describe("text", () => {
  it("of another program cannot steer the terminal", () => {
    expect(
      printable("a\u001b[31mred\u001b[0m \u001b]0;title\u0007b\u001b[2J\r\u0008\u009b1m\tc\nd\u0000"),
    ).toBe("ared b1m\tc\nd");
  });

  it("says durations as people do", () => {
    expect([0, 999.4, 1000, 12_340].map(seconds)).toEqual(["0 ms", "999 ms", "1.0 s", "12.3 s"]);
  });

  it("is cut and indented", () => {
    expect(excerpt("abcdef", 3)).toBe("abc…");
    expect(indent("a\n\nb", "> ")).toBe("> a\n\n> b");
  });
});
