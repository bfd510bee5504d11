import { describe, expect, it } from "vitest";
import { swallowedFlags } from "../../src/answers/swallowed-flags.ts";

const npm = { npm_command: "init", npm_config_user_agent: "npm/11.10.0 node/v20.20.2 linux x64" };

/** What was meant, when these words and settings arrive. */
function meant(env: NodeJS.ProcessEnv, words: readonly string[]): string | undefined {
  const fault = swallowedFlags({ env, words, version: "1.2.3", platform: "linux" });
  return fault?.fix.replace("Type this instead:\n  ", "");
}

describe("flags that npm kept", () => {
  it("are found, with the command that was meant", () => {
    // seen with npm 11: npm create … my-api --runtime node --package-manager=pnpm --no-install --no-git
    const kept = {
      npm_config_runtime: "true",
      npm_config_package_manager: "pnpm",
      npm_config_install: "",
      npm_config_yes: "true",
      npm_config_git: "false",
    };
    expect(meant({ ...npm, ...kept }, ["my-api", "node"])).toBe(
      "npm create daloy@1.2.3 -- my-api --runtime node --package-manager pnpm --no-install --no-git",
    );
  });

  // settings and words as npm 11 and 12 hand them down
  it.each([
    ["--runtime", { npm_config_runtime: "true" }, ["x"], "--runtime <runtime>"],
    ["-r bun", { npm_config_r: "true" }, ["x", "bun"], "--runtime bun"],
    ["-p pnpm", { npm_config_parseable: "true" }, ["x", "pnpm"], "--package-manager pnpm"],
    ["--name @acme/x", { npm_config_name: "@acme/x" }, ["x"], "--name @acme/x"],
    ["--proxy hops:2", { npm_config_proxy: "hops:2" }, ["x"], "--proxy hops:2"],
    ["--dry-run", { npm_config_dry_run: "true" }, ["x"], "--dry-run"],
    ["--json", { npm_config_json: "true" }, ["x"], "--json"],
    ["--on-conflict sidecar", { npm_config_on_conflict: "true" }, ["x", "sidecar"], "--on-conflict sidecar"],
    ["--restore=a", { npm_config_restore: "a" }, ["x"], "--restore a"],
    ["--undo", { npm_config_undo: "true" }, ["x"], "--undo"],
  ])("%s", (_typed, kept, words, flags) => {
    expect(meant({ ...npm, ...kept }, words)).toBe(`npm create daloy@1.2.3 -- x ${flags}`);
  });

  it("quote what the shell would take apart", () => {
    expect(meant({ ...npm, npm_config_json: "true" }, ["my api"])).toContain("-- 'my api' --json");
  });

  it.each([
    {},
    {
      npm_config_yes: "true",
      npm_config_proxy: "http://proxy.example:8080/",
      npm_config_git: "/usr/bin/git",
      npm_config_parseable: "true",
    },
    { npm_config_git: "" },
    { npm_config_runtime: "electron" },
    { npm_command: "run-script", npm_config_runtime: "node" },
  ])("are not seen in %j", (env) => {
    expect(meant({ ...npm, ...env }, ["my-api"])).toBeUndefined();
  });
});

describe("a -- that is handed on", () => {
  it.each([
    ["pnpm/12.21.0 npm/? node/?", "pnpm create daloy@1.2.3"],
    ["yarn/4.18.1 npm/? node/v20.20.2", "yarn create daloy@1.2.3"],
    ["bun/1.4.5 npm/? node/v26.3.0", "bun create daloy@1.2.3"],
    ["deno/2.9.6 npm/? deno/2.9.6", "deno run -A npm:create-daloy@1.2.3"],
  ])("by %s is left out", (npm_config_user_agent, command) => {
    const env = { npm_config_user_agent };
    expect(meant(env, ["my-api", "--", "--runtime", "bun"])).toBe(`${command} my-api --runtime bun`);
    expect(meant(env, ["--", "my-api", "-y"])).toBe(`${command} my-api -y`);
    expect(meant(env, ["--", "my-api"])).toBeUndefined();
    expect(meant(env, ["my-api", "--runtime", "bun"])).toBeUndefined();
  });

  it("is nobody's when the command was typed as it is", () => {
    expect(meant({}, ["--", "--odd"])).toBeUndefined();
  });
});
