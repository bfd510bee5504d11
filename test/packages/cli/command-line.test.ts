import { describe, expect, it } from "vitest";
import type { Command } from "../../../templates/packages/cli/src/command.ts";
import { parseCommandLine } from "../../../templates/packages/cli/src/command-line.ts";
import { commands } from "../../../templates/packages/cli/src/commands/index.ts";
import { ExitCode } from "../../../templates/packages/cli/src/exit-code.ts";
import { main } from "../../../templates/packages/cli/src/main.ts";
import { ToolError } from "../../../templates/packages/cli/src/tool-error.ts";
import { heardTerminal } from "./support/heard.ts";

function run(argv: readonly string[], registry: readonly Command[] = commands) {
  const { seen, terminal } = heardTerminal();
  const signal = new AbortController().signal;
  return main(argv, registry, { directory: "/nowhere", env: {}, terminal, signal }).then((code) => ({
    code,
    ...seen,
  }));
}

describe("the command line", () => {
  it.each<[string, string, string]>([
    ["smok", "Unknown command: smok", "Did you mean `daloy smoke`?"],
    ["smokes", "Unknown command: smokes", "Did you mean `daloy smoke`?"],
    ["deploy-to-mars", "Unknown command: deploy-to-mars", "Run `daloy --help`."],
    ["smoke --jsno", "Unknown option of `daloy smoke`: --jsno", "Did you mean --json?"],
    ["smoke --prog", "Unknown option of `daloy smoke`: --prog", "Did you mean --progress?"],
    ["smoke -j", "Unknown option of `daloy smoke`: -j", "Run `daloy smoke --help`."],
    ["dev --json", "Unknown option of `daloy dev`: --json", "Run `daloy dev --help`."],
    ["--verison", "Unknown option: --verison", "Did you mean --version?"],
    ["smoke --json=yes", "--json takes no value.", "Write --json alone."],
    ["smoke here", "`daloy smoke` takes no argument: here", "Run `daloy smoke --help`."],
    ["smoke --__proto__", "Unknown option of `daloy smoke`: --__proto__", "Run `daloy smoke --help`."],
    ["constructor", "Unknown command: constructor", "Run `daloy --help`."],
    ["", "No command was given.", "Run `daloy --help`."],
  ])("%j is a usage error", async (line, message, fix) => {
    const { code, out, error } = await run(line.split(" ").filter(Boolean));
    expect({ code, out, error }).toEqual({ code: ExitCode.usage, out: "", error: `${message}\n${fix}\n` });
  });

  it("shows the help of all, and of one", async () => {
    for (const flag of ["--help", "-h"]) {
      const { code, out, error } = await run([flag]);
      expect({ code, error }).toEqual({ code: ExitCode.holds, error: "" });
      for (const { name, summary } of commands)
        expect(out).toMatch(new RegExp(`^  ${name} +${summary}$`, "m"));
    }
    const { out } = await run(["smoke", "--json", "--help"]);
    expect(out).toContain("Usage: daloy smoke [options]");
    expect(out).toContain("--progress");
    expect(out).not.toContain("--version");
  });

  it("shows the package's version", async () => {
    expect((await run(["--version"])).out).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
    expect((await run(["-v"])).out).toBe((await run(["--version"])).out);
  });

  it("hands values and operands to the command that takes them", () => {
    const invocation = parseCommandLine(["verify", "unicode", "--fix", "waivers"], commands);
    expect(invocation).toMatchObject({ flags: new Set(["fix"]), operands: ["unicode", "waivers"] });
    for (const line of [["--explain", "unicode"], ["--explain=unicode"]]) {
      const { options, operands } = {
        options: undefined,
        operands: undefined,
        ...parseCommandLine(["verify", ...line], commands),
      };
      expect({ options, operands }).toEqual({ options: new Map([["explain", "unicode"]]), operands: [] });
    }
  });

  it("hands the flags to the command, wherever they stand", () => {
    const invocation = parseCommandLine(["--json", "smoke", "--progress"], commands);
    expect(invocation).toMatchObject({ kind: "run", flags: new Set(["json", "progress"]) });
  });
});

describe("what a command throws", () => {
  const throwing = (error: Error): Command => ({
    name: "fail",
    summary: "",
    description: "",
    flags: {},
    run: () => Promise.reject(error),
  });

  it("is words and an exit code when the tool knows it", async () => {
    const error = new ToolError("No such thing.", "Make one.");
    expect(await run(["fail"], [throwing(error)])).toMatchObject({
      code: 1,
      error: "No such thing.\nMake one.\n",
    });
  });

  it("is the tool's own fault when it does not", async () => {
    const { code, error } = await run(["fail"], [throwing(new TypeError("x is not a function"))]);
    expect(code).toBe(ExitCode.toolFailed);
    expect(error).toContain("The tool itself failed: TypeError: x is not a function\n    at ");
  });
});
