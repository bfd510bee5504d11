import { expect, it } from "vitest";
import { childEnvironment } from "../../src/steps/environment.ts";

it("drops what a package manager or git hook put there for us, and keeps what a person set", () => {
  const given = {
    PATH: "/bin",
    HOME: "/h",
    NPM_CONFIG_REGISTRY: "https://registry.example",
    npm_config_registry: "https://other.example",
    npm_lifecycle_event: "create",
    npm_package_name: "create-daloy",
    INIT_CWD: "/x",
    NODE_ENV: "production",
    GIT_DIR: "/x/.git",
    GIT_AUTHOR_NAME: "A",
  };
  expect(childEnvironment(given)).toEqual({
    PATH: "/bin",
    HOME: "/h",
    NPM_CONFIG_REGISTRY: "https://registry.example",
    GIT_AUTHOR_NAME: "A",
  });
});
