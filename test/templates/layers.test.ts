import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  authKinds,
  type PackageManager,
  packageManagers,
  type Runtime,
  rateLimits,
} from "../../src/answers/answers.ts";
import type { Tree } from "../../src/template/tree.ts";
import { build } from "../support/build.ts";
import { remove, renderProject, textOf, writeProject } from "./rendered-project.ts";

beforeAll(build, 120_000);

const combinations = [true, false].flatMap((example) =>
  authKinds.flatMap((auth) =>
    rateLimits.map((rateLimit) => ({ packageManager: "npm", example, auth, rateLimit }) as const),
  ),
);
const runtimeWith = (manager: PackageManager): Runtime =>
  manager === "bun" || manager === "deno" ? manager : "node";

/** Every manager with the defaults, and every other combination with npm. */
const stacks = [
  ...packageManagers.flatMap((packageManager) =>
    [true, false].map(
      (example) =>
        ({
          packageManager,
          runtime: runtimeWith(packageManager),
          example,
          auth: "jwt",
          rateLimit: "memory",
        }) as const,
    ),
  ),
  ...combinations.filter(({ auth, rateLimit }) => auth !== "jwt" || rateLimit !== "memory"),
];

/** What each manager's versions were seen to enforce; `e2e/package-managers/` proves it by experiment. */
const hardening: { readonly [Manager in PackageManager]: Readonly<Record<string, object>> } = {
  npm: { ".npmrc": { "min-release-age": "1", "ignore-scripts": "true", "save-exact": "true" } },
  pnpm: {
    ".npmrc": { "minimum-release-age": "1440", "ignore-scripts": "true", "save-exact": "true" },
    "pnpm-workspace.yaml": {
      packages: ["."],
      minimumReleaseAge: 1440,
      minimumReleaseAgeStrict: true,
      ignoreScripts: true,
      saveExact: true,
    },
  },
  yarn: {
    ".yarnrc.yml": {
      npmMinimalAgeGate: 1440,
      enableScripts: false,
      nodeLinker: "node-modules",
      defaultSemverRangePrefix: "",
      enableTelemetry: false,
    },
  },
  bun: {
    "bunfig.toml": {
      minimumReleaseAge: "86400",
      ignoreScripts: "true",
      exact: "true",
      linker: '"hoisted"',
    },
  },
  deno: { "deno.json": { minimumDependencyAge: "P1D", nodeModulesDir: "auto", lock: { frozen: false } } },
};
const settingsFiles = Object.values(hardening).flatMap((files) => Object.keys(files));

function readSettings(tree: Tree, path: string): unknown {
  const text = textOf(tree, path);
  if (path === "deno.json") {
    const { minimumDependencyAge, nodeModulesDir, lock } = JSON.parse(text);
    return { minimumDependencyAge, nodeModulesDir, lock };
  }
  if (path !== ".npmrc" && path !== "bunfig.toml") return parse(text);
  const lines = text.split("\n").filter((line) => /^[\w-]+ ?=/.test(line));
  return Object.fromEntries(lines.map((line) => line.split(/ ?= ?/)));
}

describe.each(stacks)("a project for $packageManager, $auth, $rateLimit, example: $example", (answers) => {
  const { packageManager, example, auth, rateLimit } = answers;
  let tree: Tree;
  beforeAll(async () => {
    tree = await renderProject(answers);
  });
  const own = () => [...tree.keys()].filter((path) => !path.startsWith("vendor/"));

  it("carries its name wherever a name stands, and no token is left", () => {
    for (const path of ["package.json", "README.md", "AGENTS.md", "src/project.ts"]) {
      expect(textOf(tree, path), path).toContain("@acme/shop-api");
    }
    for (const path of own()) expect(textOf(tree, path), path).not.toMatch(/(?<!\$)\{\{/);
  });

  it("says its own manager's commands", () => {
    const others = packageManagers.filter((other) => other !== packageManager).join("|");
    const other = new RegExp(`\\b(${others}) (run|install(?! --global))\\b`);
    for (const path of own()) expect(textOf(tree, path), path).not.toMatch(other);
  });

  it("pins every dependency, links the vendored ones, and uses no lifecycle script", () => {
    const manifest = JSON.parse(textOf(tree, "package.json"));
    const protocols = { npm: "file:", pnpm: "link:", yarn: "portal:", bun: "workspace:", deno: "file:" };
    const link = (folder: string) =>
      `${protocols[packageManager]}${manifest.workspaces?.includes(folder) ? "*" : folder}`;
    const { "@daloyjs/core": core, ...dependencies } = manifest.dependencies;
    const { "@daloyjs/cli": cli, ...development } = manifest.devDependencies;
    // Deno's import map leads to the framework
    const linked = packageManager === "deno" ? undefined : link("vendor/daloyjs-core");
    expect([core, cli]).toEqual([linked, link("vendor/daloyjs-cli")]);
    for (const version of Object.values({ ...dependencies, ...development })) {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    }
    expect(
      Object.keys(manifest.scripts).filter((name) => /^(pre|post)|^install$|^prepare$/.test(name)),
    ).toEqual([]);
    expect(manifest.private).toBe(true);
    if (packageManager !== "deno")
      expect(manifest.devEngines.packageManager).toEqual({ name: packageManager, onFail: "error" });
  });

  it("says in its manager's own files what the manager enforces, and nothing in another's", () => {
    const settings = own().filter((path) => settingsFiles.includes(path));
    const expected = hardening[packageManager];
    expect(settings).toEqual(Object.keys(expected).sort());
    for (const path of settings) expect(readSettings(tree, path), path).toEqual(expected[path]);
  });

  it("documents every variable that the app reads, in .env.example and in README.md", () => {
    const names = ["src/config.ts", "src/auth.ts", "src/rate-limit.ts"].flatMap((path) =>
      [...textOf(tree, path).matchAll(/^\s+([A-Z][A-Z_]+):/gm)].map(([, name]) => name),
    );
    expect(names.length).toBeGreaterThan(11);
    for (const name of names) {
      expect(textOf(tree, "README.md")).toContain(`\`${name}\``);
      if (name !== "NODE_ENV" && name !== "DALOY_BUILD")
        expect(textOf(tree, ".env.example")).toMatch(new RegExp(`^(# )?${name}=`, "m"));
    }
  });

  it("has fresh secrets in .env and none in .env.example", () => {
    const set = (path: string) =>
      Object.fromEntries(
        [...textOf(tree, path).matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
      );
    const secrets = [
      ...["METRICS_TOKEN", "ADMIN_PASSWORD"],
      ...(auth === "jwt" ? ["JWT_DEV_JWKS", "JWT_DEV_PRIVATE_JWK"] : ["API_READ_TOKEN", "API_WRITE_TOKEN"]),
    ];
    const redis = rateLimit === "redis" ? { REDIS_URL: "redis://127.0.0.1:6379" } : {};
    expect(set(".env.example")).toEqual({
      ...Object.fromEntries(secrets.map((name) => [name, ""])),
      ...redis,
    });
    const { DALOY_ENV, ...values } = set(".env");
    expect(DALOY_ENV).toBe(auth === "jwt" ? "development" : undefined);
    expect(Object.keys(values).sort()).toEqual([...secrets, ...Object.keys(redis)].sort());
    expect(new Set(Object.values(values)).size).toBe(Object.keys(values).length);
    expect(Object.values(values)).not.toContain("");
    expect(tree.get(".env")?.mode).toBe(0o600);
  });

  it("links only to files and headings that are there", () => {
    for (const path of ["README.md", "AGENTS.md"]) {
      const text = textOf(tree, path);
      const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
        heading.toLowerCase().replaceAll(" ", "-"),
      );
      for (const [, target = ""] of text.matchAll(/\]\(([^)]+)\)/g)) {
        if (target.startsWith("#")) expect(headings).toContain(target.slice(1));
        else expect(tree.has(target), target).toBe(true);
      }
      for (const [, file = ""] of text.matchAll(/`((?:src|test|vendor)\/[\w./-]+)`/g)) {
        expect(
          [...tree.keys()].some((known) => known.startsWith(file)),
          file,
        ).toBe(true);
      }
    }
  });

  it("has no comment in a shell block: zsh takes it for arguments", () => {
    for (const path of ["README.md", "AGENTS.md"]) {
      for (const [, block = ""] of textOf(tree, path).matchAll(/```sh\n(.+?)```/gs)) {
        expect(block).not.toMatch(/(^|\s)#/m);
      }
    }
  });

  it("names a write route that is there, and how to get a token for it", () => {
    const { $schema, smoke, jwt, scopes } = JSON.parse(textOf(tree, "daloy.config.json"));
    expect(tree.has($schema.replace("./", ""))).toBe(true);
    const routes = own().filter((path) => path.endsWith("/routes.ts"));
    for (const endpoint of [smoke.write, ...(example ? [smoke.fetch] : [])]) {
      expect(routes.some((path) => textOf(tree, path).includes(`path: "${endpoint.path}"`))).toBe(true);
    }
    if (auth === "jwt") {
      expect(smoke.token).toBeUndefined();
      expect(jwt.audience).toBe("@acme/shop-api");
      expect(textOf(tree, "src/auth.ts")).toContain(`"${jwt.developmentIssuer}"`);
    } else {
      expect(jwt).toBeUndefined();
      expect(textOf(tree, ".env")).toMatch(new RegExp(`^${smoke.token}=.+`, "m"));
    }
    expect(textOf(tree, "src/scopes.ts")).toContain(`write: ${JSON.stringify(scopes).replaceAll(",", ", ")}`);
    expect(smoke.refusals.map(({ guard }: { guard: string }) => guard).sort()).toEqual([
      "cors-wildcard",
      "open-metrics",
      "tls-verification-off",
      ...Array(auth === "jwt" ? 4 : 3).fill("weak-secret"),
    ]);
  });
});

it("makes no portable file know a runtime", async () => {
  const tree = await renderProject();
  for (const path of [...tree.keys()].filter((key) => /^src\/.+\.ts$/.test(key) && key !== "src/server.ts")) {
    expect(textOf(tree, path), path).not.toMatch(/"node:|\bprocess\.(?!env\[name\])|\bBuffer\b/);
  }
});

it("ignores its secrets and its output, and nothing else that was rendered", async () => {
  const tree = await renderProject();
  const directory = await writeProject(tree);
  try {
    const git = (...args: string[]) =>
      promisify(execFile)("git", args, { cwd: directory, maxBuffer: 2 ** 24 });
    await git("init", "--quiet");
    const { stdout } = await git("ls-files", "--others", "--ignored", "--exclude-standard");
    expect(stdout.trim().split("\n")).toEqual([".env"]);
    const outputs = ["build/src/app.js", "node_modules/zod/package.json", ".env.local", "dist/x.js"];
    for (const path of outputs) await git("check-ignore", "--quiet", path);
    const { stdout: attributes } = await git(
      "check-attr",
      "text",
      "vendor/daloyjs-core/package.json",
      "src/app.ts",
    );
    expect(attributes).toBe("vendor/daloyjs-core/package.json: text: unset\nsrc/app.ts: text: auto\n");
  } finally {
    await remove(directory);
  }
});

describe("deno.json", () => {
  it("maps every entry point of the framework, and has a task for every script", async () => {
    const tree = await renderProject({ runtime: "deno", packageManager: "deno" });
    const { imports, tasks } = JSON.parse(textOf(tree, "deno.json"));
    const core = JSON.parse(textOf(tree, "vendor/daloyjs-core/package.json"));
    const entries = Object.entries<{ default: string }>(core.exports).filter(([, entry]) => entry.default);
    expect(imports).toEqual(
      Object.fromEntries(
        entries.map(([name, entry]) => [
          `@daloyjs/core${name.slice(1)}`,
          entry.default.replace("./", "./vendor/daloyjs-core/"),
        ]),
      ),
    );
    const tool = "deno run --allow-all vendor/daloyjs-cli/dist/daloy.js";
    for (const [name, script] of Object.entries<string>(JSON.parse(textOf(tree, "package.json")).scripts)) {
      expect(tasks[name], name).toBe(script.replace(/^daloy/, tool));
    }
    const { smoke } = JSON.parse(textOf(tree, "daloy.config.json"));
    expect(tasks.start).toBe(smoke.start.join(" "));
  });
});
