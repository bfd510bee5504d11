import { describe, expect, it } from "vitest";
import { terminalTraits } from "../../src/report/theme.ts";

const terminal = { input: { isTTY: true }, output: { isTTY: true, columns: 120 } };

describe("terminalTraits", () => {
  it.each([
    [{}, true, false],
    [{ LANG: "en_US.UTF-8" }, true, false],
    [{ LC_ALL: "C.utf8", LANG: "C" }, true, false],
    [{ LANG: "C" }, true, true],
    [{ LC_ALL: "POSIX", LANG: "en_US.UTF-8" }, true, true],
    [{ LANG: "de_DE.ISO-8859-1" }, true, true],
    [{ TERM: "linux" }, true, true],
    [{ TERM: "dumb" }, true, true],
    [{ ACCESSIBLE: "1" }, true, true],
    [{ ACCESSIBLE: "0" }, true, false],
    [{ CI: "true" }, false, true],
    [{ CI: "1" }, false, true],
    [{ CI: "false" }, true, false],
  ])("%j: interactive %s, plain %s", (env, interactive, plain) => {
    expect(terminalTraits(env, "linux", terminal)).toEqual({ interactive, plain, columns: 120 });
  });

  it("asks nobody when either end is no terminal", () => {
    const { input, output } = terminal;
    expect(terminalTraits({}, "linux", { input: {}, output })).toMatchObject({
      interactive: false,
      plain: false,
    });
    expect(terminalTraits({}, "linux", { input, output: {} })).toEqual({
      interactive: false,
      plain: true,
      columns: 80,
    });
  });

  it("takes a width of 0 for an unknown one", () => {
    const { input } = terminal;
    expect(terminalTraits({}, "linux", { input, output: { isTTY: true, columns: 0 } }).columns).toBe(80);
  });

  it("takes Windows' old console for one without Unicode", () => {
    expect(terminalTraits({}, "win32", terminal).plain).toBe(true);
    expect(terminalTraits({ WT_SESSION: "1" }, "win32", terminal).plain).toBe(false);
  });
});
