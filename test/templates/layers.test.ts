import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type PackageManager, packageManagers } from "../../src/answers/answers.ts";
import type { Tree } from "../../src/template/tree.ts";
import { build, remove, renderProject, textOf, writeProject } from "./rendered-project.ts";

beforeAll(build, 120_000);

const stacks = packageManagers.flatMap((packageManager) =>
  [true, false].map((example) => ({ packageManager, example })),
);

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
};
const settingsFiles = Object.values(hardening).flatMap((files) => Object.keys(files));

function readSettings(tree: Tree, path: string): unknown {
  const text = textOf(tree, path);
  if (path !== ".npmrc") return parse(text);
  const lines = text.split("\n").filter((line) => /^[\w-]+=/.test(line));
  return Object.fromEntries(lines.map((line) => line.split("=")));
}

describe.each(stacks)("a project for $packageManager, example: $example", ({ packageManager, example }) => {
  let tree: Tree;
  beforeAll(async () => {
    tree = await renderProject({ packageManager, example });
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
    const link = { npm: "file:", pnpm: "link:", yarn: "portal:" }[packageManager];
    const { "@daloyjs/core": core, ...dependencies } = manifest.dependencies;
    const { "@daloyjs/cli": cli, ...development } = manifest.devDependencies;
    expect([core, cli]).toEqual([`${link}vendor/daloyjs-core`, `${link}vendor/daloyjs-cli`]);
    for (const version of Object.values({ ...dependencies, ...development })) {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    }
    expect(
      Object.keys(manifest.scripts).filter((name) => /^(pre|post)|^install$|^prepare$/.test(name)),
    ).toEqual([]);
    expect(manifest.private).toBe(true);
    expect(manifest.devEngines.packageManager).toEqual({ name: packageManager, onFail: "error" });
  });

  it("says in its manager's own files what the manager enforces, and nothing in another's", () => {
    const settings = own().filter((path) => settingsFiles.includes(path));
    const expected = hardening[packageManager];
    expect(settings).toEqual(Object.keys(expected).sort());
    for (const path of settings) expect(readSettings(tree, path), path).toEqual(expected[path]);
  });

  it("documents every variable that the app reads, in .env.example and in README.md", () => {
    const schema =
      /const variables = z\.object\(\{(.+?)\n\}\);/s.exec(textOf(tree, "src/config.ts"))?.[1] ?? "";
    const names = [...schema.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(9);
    for (const name of names) {
      expect(textOf(tree, "README.md")).toContain(`\`${name}\``);
      if (name !== "NODE_ENV")
        expect(textOf(tree, ".env.example")).toMatch(new RegExp(`^(# )?${name}=`, "m"));
    }
  });

  it("has fresh secrets in .env and none in .env.example", () => {
    const set = (path: string) =>
      Object.fromEntries(
        [...textOf(tree, path).matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
      );
    const secrets = ["API_READ_TOKEN", "API_WRITE_TOKEN", "METRICS_TOKEN"];
    expect(set(".env.example")).toEqual(Object.fromEntries(secrets.map((name) => [name, ""])));
    expect(new Set(Object.values(set(".env"))).size).toBe(secrets.length);
    expect(Object.values(set(".env"))).not.toContain("");
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

  it("names a write route that is there, with a token from .env", () => {
    const { $schema, smoke } = JSON.parse(textOf(tree, "daloy.config.json"));
    expect(tree.has($schema.replace("./", ""))).toBe(true);
    const routes = own().filter((path) => path.endsWith("/routes.ts"));
    for (const endpoint of [smoke.write, ...(example ? [smoke.fetch] : [])]) {
      expect(routes.some((path) => textOf(tree, path).includes(`path: "${endpoint.path}"`))).toBe(true);
      expect(textOf(tree, ".env")).toMatch(new RegExp(`^${endpoint.token}=.+`, "m"));
    }
    expect(smoke.refusals.map(({ guard }: { guard: string }) => guard).sort()).toEqual([
      "cors-wildcard",
      "open-metrics",
      "weak-secret",
      "weak-secret",
      "weak-secret",
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
