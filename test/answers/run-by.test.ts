import { expect, it } from "vitest";
import { packageManagerThatRan, startedBy } from "../../src/answers/run-by.ts";

/** The user agents are as each one sent them. */
it.each([
  [{}, undefined, "create-daloy"],
  [
    { npm_config_user_agent: "npm/11.19.1 node/v24.21.0 linux x64 workspaces/false", npm_command: "exec" },
    "npm",
    "npm create daloy@1.2.3 --",
  ],
  [{ npm_config_user_agent: "pnpm/12.21.0 npm/? node/? linux x64" }, "pnpm", "pnpm create daloy@1.2.3"],
  [{ npm_config_user_agent: "yarn/4.18.1 npm/? node/v20.20.2 linux x64" }, "yarn", "yarn create daloy@1.2.3"],
  [{ npm_config_user_agent: "yarn/1.22.22 npm/? node/v20.20.2 linux x64" }, "yarn", "yarn create daloy"],
  [
    { npm_config_user_agent: "bun/1.4.5 npm/? node/v26.3.0 linux x64", npm_command: "exec" },
    "bun",
    "bun create daloy@1.2.3",
  ],
  [
    { npm_config_user_agent: "deno/2.9.6 npm/? deno/2.9.6 linux x86_64" },
    "deno",
    "deno run -A npm:create-daloy@1.2.3",
  ],
  [
    { npm_config_user_agent: "npm/11", npm_command: "run-script", npm_lifecycle_event: "create" },
    "npm",
    "npm run create --",
  ],
])("%j was started by %s: %s", (env, manager, command) => {
  expect(packageManagerThatRan(env)).toBe(manager);
  expect(startedBy(env, "1.2.3")).toBe(command);
});
