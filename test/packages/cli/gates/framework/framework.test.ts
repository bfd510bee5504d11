import { createHash } from "node:crypto";
import { appendFile, cp, mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { formatLock } from "../../../../../src/change/lock.ts";
import { framework } from "../../../../../templates/packages/cli/src/gates/framework/framework.ts";
import { createGateContext } from "../../../../../templates/packages/cli/src/verify/context.ts";
import { recordOf } from "../../../../change/trees.ts";
import { build } from "../../../../support/build.ts";
import { temporaryDirectory } from "../../../../support/temporary.ts";
import {
  linkDependencies,
  remove,
  renderProject,
  writeProject,
} from "../../../../templates/rendered-project.ts";
import { offline, places } from "../support/prove.ts";

const vendored: Readonly<Record<string, string>> = {
  "vendor/daloyjs-core/package.json": '{ "name": "@daloyjs/core" }\n',
  "vendor/daloyjs-core/dist/index.js": "export const guard = true;\n",
  "vendor/daloyjs-core/dist/index.d.ts": "export declare const guard: boolean;\n",
  "vendor/daloyjs-cli/package.json": '{ "name": "@daloyjs/cli" }\n',
  "vendor/daloyjs-cli/dist/daloy.js": "#!/usr/bin/env node\n",
};
const core = "vendor/daloyjs-core/dist/index.js";

/** A project in a folder, with what a test does to it. */
class Project {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  at(path: string): string {
    return join(this.directory, path);
  }

  async write(path: string, text: string): Promise<void> {
    await mkdir(dirname(this.at(path)), { recursive: true });
    await writeFile(this.at(path), text);
  }

  async link(path: string, target: string): Promise<void> {
    await rm(this.at(path), { recursive: true, force: true });
    await mkdir(dirname(this.at(path)), { recursive: true });
    await symlink(target, this.at(path));
  }

  lock(files: Readonly<Record<string, string>>): Promise<void> {
    const entries = Object.entries(files).map(([path, text]) => {
      const sha256 = createHash("sha256").update(text).digest("hex");
      return [path, { class: "owned", mode: "644", sha256 }];
    });
    return this.write(".daloy/lock.json", JSON.stringify({ schema: 1, files: Object.fromEntries(entries) }));
  }
}

async function project(): Promise<Project> {
  const made = new Project(join(await temporaryDirectory(), "shop"));
  const files = { ...vendored, "src/app.ts": "export {};\n", "package.json": "{}\n" };
  for (const [path, text] of Object.entries(files)) await made.write(path, text);
  await made.lock(files);
  await made.link("node_modules/@daloyjs/core", "../../vendor/daloyjs-core");
  await made.link("node_modules/@daloyjs/cli", "../../vendor/daloyjs-cli");
  return made;
}

async function judge(directory: string): Promise<string[]> {
  const context = createGateContext({ directory, config: {}, env: {}, now: new Date("2026-11-22") });
  const registry = async () => ({ ...(await context.registry()), ...offline });
  const outcome = await framework.run({ ...context, registry });
  return "skipped" in outcome ? [outcome.skipped] : places(outcome);
}

type Deed = (made: Project) => Promise<void>;
const copy = "node_modules/@daloyjs/core:1 elsewhere";
const denoMap = (imports: object, more: object = {}) => JSON.stringify({ imports, ...more }, undefined, 2);
const isDeno: Deed = (made) => rm(made.at("node_modules"), { recursive: true });

const faults: readonly (readonly [name: string, deed: Deed, expected: readonly string[]])[] = [
  [
    "a check that was taken out",
    (p) => p.write(core, "export const guard = false;\n"),
    [`${core}:1 changed`],
  ],
  ["one byte at the end", (p) => appendFile(p.at(core), "\n"), [`${core}:1 changed`]],
  [
    "other declarations",
    (p) => p.write("vendor/daloyjs-core/dist/index.d.ts", "export declare const guard: any;\n"),
    ["vendor/daloyjs-core/dist/index.d.ts:1 changed"],
  ],
  [
    "a changed tool",
    (p) => p.write("vendor/daloyjs-cli/dist/daloy.js", ""),
    ["vendor/daloyjs-cli/dist/daloy.js:1 changed"],
  ],
  ["a missing file", (p) => rm(p.at(core)), [`${core}:1 missing`]],
  [
    "an added file, in node_modules too",
    async (p) => {
      await p.write("vendor/daloyjs-core/dist/patch.js", "");
      await p.write("vendor/daloyjs-core/node_modules/zod/index.js", "");
    },
    ["vendor/daloyjs-core/dist/patch.js:1 extra", "vendor/daloyjs-core/node_modules/zod/index.js:1 extra"],
  ],
  [
    "a program beside the tool that is not the tool's, and one that is a file",
    async (p) => {
      await p.link("vendor/daloyjs-cli/node_modules/.bin/daloy", "../../../../src/app.ts");
      await p.write("vendor/daloyjs-core/node_modules/.bin/daloy", "");
    },
    [
      "vendor/daloyjs-cli/node_modules/.bin/daloy:1 extra",
      "vendor/daloyjs-core/node_modules/.bin/daloy:1 extra",
    ],
  ],
  [
    "a file that became a link to the same bytes",
    async (p) => {
      await rename(p.at(core), p.at("src/index.js"));
      await p.link(core, "../../../src/index.js");
    },
    [`${core}:1 changed`],
  ],
  [
    "a vendored folder that became a link",
    async (p) => {
      await rename(p.at("vendor/daloyjs-core"), p.at("src/core"));
      await p.link("vendor/daloyjs-core", "../src/core");
    },
    [
      ...Object.keys(vendored)
        .filter((path) => path.includes("core"))
        .map((path) => `${path}:1 missing`),
      "vendor/daloyjs-core:1 extra",
      copy,
    ],
  ],
  [
    "a copy in node_modules",
    async (p) => {
      await rm(p.at("node_modules/@daloyjs/core"));
      await cp(p.at("vendor/daloyjs-core"), p.at("node_modules/@daloyjs/core"), { recursive: true });
    },
    [copy],
  ],
  [
    "a link to another folder",
    async (p) => {
      await cp(p.at("vendor/daloyjs-core"), p.at("src/core"), { recursive: true });
      await p.link("node_modules/@daloyjs/core", "../../src/core");
    },
    [copy],
  ],
  ["a link that leads nowhere", (p) => p.link("node_modules/@daloyjs/core", "../../gone"), [copy]],
  [
    "a nearer node_modules",
    (p) => p.write("src/node_modules/@daloyjs/core/index.js", ""),
    ["src/node_modules/@daloyjs/core:1 elsewhere"],
  ],
  [
    "a nearer node_modules of what was built",
    (p) => p.write("build/node_modules/@daloyjs/cli/index.js", ""),
    ["build/node_modules/@daloyjs/cli:1 elsewhere"],
  ],
  [
    "a package that is not installed",
    (p) => rm(p.at("node_modules/@daloyjs/cli")),
    ["package.json:1 elsewhere"],
  ],
  [
    "a package above the project in its place",
    async (p) => {
      await rm(p.at("node_modules/@daloyjs/core"));
      await p.write("../node_modules/@daloyjs/core/index.js", "");
    },
    ["package.json:1 elsewhere"],
  ],
  [
    "an import map that leads elsewhere",
    async (p) => {
      await isDeno(p);
      const imports = {
        "@daloyjs/core": "./src/core.ts",
        "@daloyjs/core/node": "./vendor/daloyjs-core/../../src/node.js",
        "@daloyjs/cli": "npm:@daloyjs/cli@1",
      };
      await p.write("deno.json", denoMap(imports));
    },
    ["deno.json:3 elsewhere", "deno.json:4 elsewhere", "deno.json:5 elsewhere"],
  ],
  [
    "a detour of an import map, and a scope",
    async (p) => {
      await isDeno(p);
      const imports = {
        "@daloyjs/core": `./${core}`,
        "@daloyjs/cli": "./vendor/daloyjs-cli/dist/daloy.js",
        [`./${core}`]: "./src/core.js",
      };
      await p.write(
        "deno.json",
        denoMap(imports, { scopes: { "./src/": { "@daloyjs/core": "./src/core.js" } } }),
      );
    },
    ["deno.json:5 elsewhere", "deno.json:9 elsewhere"],
  ],
  [
    "paths of the compiler, which Bun follows",
    (p) =>
      p.write("tsconfig.json", '{ "compilerOptions": { "paths": {\n"@daloyjs/core": ["./src/core.ts"] } } }'),
    ["tsconfig.json:2 elsewhere"],
  ],
  ["no lock", (p) => rm(p.at(".daloy/lock.json")), [".daloy/lock.json:1 no-lock"]],
  ["a lock that is none", (p) => p.write(".daloy/lock.json", "{"), [".daloy/lock.json:1 no-lock"]],
  [
    "a lock without the runtime",
    (p) => p.lock(Object.fromEntries(Object.entries(vendored).filter(([path]) => path.includes("cli")))),
    [".daloy/lock.json:1 no-lock"],
  ],
  [
    "a lock without one of its files",
    (p) => p.lock(Object.fromEntries(Object.entries(vendored).filter(([path]) => path !== core))),
    [`${core}:1 extra`],
  ],
];

const lookAlikes: readonly (readonly [name: string, deed: Deed])[] = [
  ["nothing", async () => {}],
  ["edits of the project's own files", (p) => p.write("src/app.ts", "export const mine = 1;\n")],
  ["other vendored packages", (p) => p.write("vendor/acme/index.js", "")],
  ["a folder with a name like it", (p) => p.write("vendor/daloyjs-core-notes/index.md", "")],
  [
    "the program that Yarn links beside the tool",
    (p) => p.link("vendor/daloyjs-cli/node_modules/.bin/daloy", "../../dist/daloy.js"),
  ],
  ["an empty folder", async (p) => void (await mkdir(p.at("vendor/daloyjs-core/empty")))],
  ["an absolute link", (p) => p.link("node_modules/@daloyjs/core", p.at("vendor/daloyjs-core"))],
  [
    "a link to a link",
    async (p) => {
      await p.link("node_modules/.store/core", "../../vendor/daloyjs-core");
      await p.link("node_modules/@daloyjs/core", "../.store/core");
    },
  ],
  ["other packages of the scope", (p) => p.write("src/node_modules/@daloyjs/extra/index.js", "")],
  [
    "a nearer link to the same",
    (p) => p.link("src/node_modules/@daloyjs/core", "../../../vendor/daloyjs-core"),
  ],
  ["the same package above the project", (p) => p.write("../node_modules/@daloyjs/core/index.js", "")],
  [
    "an import map that leads to it",
    async (p) => {
      await isDeno(p);
      const imports = {
        "@daloyjs/core": `./${core}`,
        "@daloyjs/cli/": "./vendor/daloyjs-cli/",
        zod: "npm:zod@4.6.7",
      };
      await p.write("deno.json", denoMap(imports));
    },
  ],
  [
    "paths of the compiler that lead to it, and others",
    (p) =>
      p.write(
        "tsconfig.json",
        `{ "compilerOptions": { "paths": { "@daloyjs/core": ["./${core}"], "#app": ["./src/app.ts"] } } } // yes`,
      ),
  ],
  ["a broken tsconfig, which the compiler names", (p) => p.write("tsconfig.json", "{")],
];

describe("framework finds", () => {
  it.each(faults)("%s", async (_name, deed, expected) => {
    const made = await project();
    await deed(made);
    expect(await judge(made.directory)).toEqual([...expected].sort());
  });
});

describe("framework lets be", () => {
  it.each(lookAlikes)("%s", async (_name, deed) => {
    const made = await project();
    await deed(made);
    expect(await judge(made.directory)).toEqual([]);
  });
});

describe("a rendered project", () => {
  beforeAll(build, 120_000);

  it("passes, with every file of both packages judged", async () => {
    const tree = await renderProject();
    const directory = await writeProject(tree);
    try {
      await linkDependencies(directory);
      await mkdir(join(directory, ".daloy"), { recursive: true });
      await writeFile(join(directory, ".daloy/lock.json"), formatLock(recordOf(tree).lock));
      expect(await judge(directory)).toEqual([]);
      await appendFile(join(directory, "vendor/daloyjs-core/dist/node/index.js"), " ");
      expect(await judge(directory)).toEqual(["vendor/daloyjs-core/dist/node/index.js:1 changed"]);
    } finally {
      await remove(directory);
    }
  }, 60_000);
});
