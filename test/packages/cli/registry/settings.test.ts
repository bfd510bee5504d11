import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Manager } from "../../../../templates/packages/cli/src/project/manager.ts";
import {
  authorizationFor,
  readRegistrySettings,
  registryOf,
} from "../../../../templates/packages/cli/src/registry/settings.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";

/** Files below `home/` and `project/`. */
async function settingsOf(
  manager: Manager,
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
) {
  const root = await temporaryDirectory();
  await mkdir(join(root, "project"), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  const globalconfig = join(root, "global");
  return readRegistrySettings(manager, {
    readText: (file) => readFile(join(root, "project", file), "utf8").catch(() => undefined),
    env: { HOME: join(root, "home"), npm_config_globalconfig: globalconfig, ...env },
  });
}

const mirror = "https://mirror.example/npm";

describe("the registry", () => {
  it.each([
    ["npm", "https://registry.npmjs.org/"],
    ["pnpm", "https://registry.npmjs.org/"],
    ["yarn", "https://registry.yarnpkg.com/"],
    ["bun", "https://registry.npmjs.org/"],
    ["deno", "https://registry.npmjs.org/"],
  ] as const)("of %s is its own where nobody says another", async (manager, registry) => {
    expect(registryOf("zod", await settingsOf(manager, {}))).toBe(registry);
  });

  it.each([
    ["npm", { "home/.npmrc": `registry=${mirror}` }],
    [
      "npm",
      {
        "project/.npmrc": `; the mirror\nregistry = "${mirror}"\n`,
        "home/.npmrc": "registry=https://a.example",
      },
    ],
    ["npm", { global: `registry=${mirror}` }],
    ["pnpm", { "home/.npmrc": `registry=${mirror}` }],
    ["pnpm", { "project/pnpm-workspace.yaml": `registries:\n  default: ${mirror}\n` }],
    ["yarn", { "home/.yarnrc.yml": `npmRegistryServer: "${mirror}"\n` }],
    ["yarn", { "project/.yarnrc.yml": `npmRegistryServer: "${mirror}"\n` }],
    ["bun", { "project/bunfig.toml": `[install]\nregistry = "${mirror}"\n` }],
    ["bun", { "home/.bunfig.toml": `[install.registry]\nurl = "${mirror}"\ntoken = "x"\n` }],
    ["bun", { "home/.npmrc": `registry=${mirror}` }],
    ["deno", { "project/.npmrc": `registry=${mirror}` }],
  ] as const)("of %s is what %j say", async (manager, files) => {
    expect(registryOf("zod", await settingsOf(manager, files))).toBe(`${mirror}/`);
  });

  it.each([
    ["npm", "npm_config_registry"],
    ["pnpm", "NPM_CONFIG_REGISTRY"],
    ["yarn", "YARN_NPM_REGISTRY_SERVER"],
    ["bun", "BUN_CONFIG_REGISTRY"],
    ["deno", "NPM_CONFIG_REGISTRY"],
  ] as const)("of %s is above all what %s says", async (manager, name) => {
    const files = {
      "home/.npmrc": "registry=https://a.example",
      "home/.yarnrc.yml": 'npmRegistryServer: "https://a.example"',
    };
    expect(registryOf("zod", await settingsOf(manager, files, { [name]: mirror }))).toBe(`${mirror}/`);
  });

  it.each([
    ["npm", { "project/.npmrc": `@acme:registry=${mirror}` }],
    ["pnpm", { "project/pnpm-workspace.yaml": `registries:\n  "@acme": ${mirror}\n` }],
    ["yarn", { "project/.yarnrc.yml": `npmScopes:\n  acme:\n    npmRegistryServer: "${mirror}"\n` }],
    ["bun", { "project/bunfig.toml": `[install.scopes]\nacme = "${mirror}"\n` }],
  ] as const)("of a scope is apart, for %s", async (manager, files) => {
    const settings = await settingsOf(manager, files);
    expect(registryOf("@acme/tool", settings)).toBe(`${mirror}/`);
    expect(registryOf("@acmes/tool", settings)).not.toBe(`${mirror}/`);
  });
});

describe("credentials", () => {
  const at = `${mirror}/zod`;
  it.each([
    ["npm", { "home/.npmrc": "//mirror.example/npm/:_authToken=${TOKEN}" }, "Bearer secret"],
    ["npm", { "home/.npmrc": "//mirror.example/:_authToken=${TOKEN}" }, "Bearer secret"],
    ["npm", { "home/.npmrc": "//mirror.example/npm/:_auth=YTpi" }, "Basic YTpi"],
    [
      "npm",
      { "home/.npmrc": "//mirror.example/npm/:username=a\n//mirror.example/npm/:_password=Yg==" },
      "Basic YTpi",
    ],
    ["pnpm", { "home/.config/pnpm/auth.ini": "//mirror.example/npm/:_authToken=secret" }, "Bearer secret"],
    [
      "yarn",
      {
        "home/.yarnrc.yml": `npmRegistries:\n  "//mirror.example/npm":\n    npmAuthToken: \${TOKEN:-none}\n`,
      },
      "Bearer secret",
    ],
    ["yarn", { "project/.yarnrc.yml": `npmRegistryServer: ${mirror}\nnpmAuthIdent: "a:b"\n` }, "Basic YTpi"],
    [
      "bun",
      { "project/bunfig.toml": `[install]\nregistry = { url = "${mirror}", token = "$TOKEN" }\n` },
      "Bearer secret",
    ],
    [
      "bun",
      {
        "project/bunfig.toml": `[install]\nregistry = { url = "${mirror}", username = "a", password = "b" }\n`,
      },
      "Basic YTpi",
    ],
  ] as const)("of %s come from %j", async (manager, files, header) => {
    const settings = await settingsOf(manager, files, { TOKEN: "secret" });
    expect(authorizationFor(new URL(at), settings)).toBe(header);
  });

  it("go to their own host and path, and never over plain HTTP but to this machine", async () => {
    const lines = ["mirror.example/npm", "127.0.0.1:4873"].map((host) => `//${host}/:_authToken=secret`);
    const settings = await settingsOf("npm", { "home/.npmrc": lines.join("\n") });
    const sent = (url: string) => authorizationFor(new URL(url), settings);
    expect(sent("https://mirror.example/npm/@acme%2ftool")).toBe("Bearer secret");
    expect(sent("http://127.0.0.1:4873/zod")).toBe("Bearer secret");
    for (const url of [
      "http://mirror.example/npm/zod",
      "https://mirror.example/other/zod",
      "https://mirror.example/npms/zod",
      "https://mirror.example.evil.example/npm/zod",
      "https://evil.example/npm/zod",
      "http://127.0.0.1:4874/zod",
    ])
      expect(sent(url), url).toBeUndefined();
  });
});
