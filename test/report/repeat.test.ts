import { describe, expect, it } from "vitest";
import { readCommandLine } from "../../src/answers/command-line.ts";
import type { Settings } from "../../src/options.ts";
import { type Invocation, repeatCommand } from "../../src/report/repeat.ts";
import { quoteWord } from "../../src/report/shell.ts";
import { defaultSettings } from "../support/settings.ts";

const settings = defaultSettings;
const line = readCommandLine([]);
const invocation: Invocation = {
  command: "create-daloy",
  platform: "linux",
  situation: { runBy: undefined, dryRun: false },
};

describe("repeatCommand", () => {
  it("names every answer that would be asked for", () => {
    expect(repeatCommand(settings, line, invocation)).toBe(
      "create-daloy my-api --runtime node --package-manager npm --auth jwt --rate-limit memory --proxy unset --example --ci --code-owner none --docker --install --smoke --git",
    );
  });

  it("names a package that its directory does not name, and nothing that follows by itself", () => {
    const given: Settings = {
      ...settings,
      directory: "My API",
      install: false,
      smoke: false,
      example: false,
      git: false,
    };
    expect(repeatCommand(given, line, invocation)).toBe(
      "create-daloy 'My API' --name my-api --runtime node --package-manager npm --auth jwt --rate-limit memory --proxy unset --no-example --ci --code-owner none --docker --no-install --no-git",
    );
    expect(repeatCommand({ ...settings, name: "@acme/x" }, line, invocation)).toContain(
      "my-api --name @acme/x --runtime node --package",
    );
  });

  it("is read back to the same answers", () => {
    const given: Settings = {
      ...settings,
      directory: "-odd",
      name: "@acme/x",
      proxy: "cidr:10.0.0.0/8,fd00::/8",
      git: false,
    };
    const words = repeatCommand(given, line, invocation).split(" ").slice(1);
    const { flags, faults } = readCommandLine(words);
    expect(faults).toEqual([]);
    expect({ runtime: "node", ...flags }).toEqual({ ...given, directory: "./-odd" });
  });
});

it.each([
  ["my-api", "linux", "my-api"],
  ["@acme/x", "linux", "@acme/x"],
  ["My API", "linux", "'My API'"],
  ["it's", "linux", `'it'\\''s'`],
  ["$(rm -rf ~)", "linux", "'$(rm -rf ~)'"],
  ["~x", "darwin", "'~x'"],
  ["", "linux", "''"],
  ["My API", "win32", '"My API"'],
] as const)("%j on %s → %s", (word, platform, quoted) => {
  expect(quoteWord(word, platform)).toBe(quoted);
});
