import { describe, expect, it } from "vitest";
import { swallowedFlags } from "../../src/answers/swallowed-flags.ts";

/** As npm 11 hands them down, seen with `npm create … my-api --runtime node --package-manager=pnpm --no-install`. */
const handedDown = {
  npm_command: "init",
  npm_config_runtime: "true",
  npm_config_package_manager: "pnpm",
  npm_config_install: "",
  npm_config_yes: "true",
  npm_config_git: "false",
};

describe("swallowedFlags", () => {
  it("finds what npm kept, and gives the command that was meant", () => {
    expect(swallowedFlags(handedDown, ["my-api", "node"], "1.2.3")?.fix).toBe(
      "Type this instead:\n  npm create daloy@1.2.3 -- my-api --runtime node --package-manager pnpm --no-install",
    );
  });

  it("leaves a place for a value that cannot be told", () => {
    expect(swallowedFlags({ npm_command: "exec", npm_config_runtime: "true" }, [], "1")?.fix).toContain(
      "--runtime <runtime>",
    );
  });

  it("finds --dry-run, which would have written", () => {
    expect(swallowedFlags({ npm_command: "init", npm_config_dry_run: "true" }, ["x"], "1")?.fix).toContain(
      "-- x --dry-run",
    );
  });

  it.each([
    {},
    {
      npm_command: "init",
      npm_config_yes: "true",
      npm_config_proxy: "http://proxy.example:8080/",
      npm_config_name: "x",
    },
    { npm_command: "init", npm_config_runtime: "electron" },
    { npm_command: "run-script", npm_config_runtime: "node" },
  ])("leaves %j alone", (env) => {
    expect(swallowedFlags(env, ["my-api"], "1")).toBeUndefined();
  });
});
