import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { Cancelled } from "../../src/answers/cancelled.ts";
import { snapshot } from "../change/temp.ts";
import { writeTemplates } from "../support/templates.ts";
import { temporaryDirectory } from "../support/temporary.ts";
import { type FakeRun, failed, type Ran, runMain, succeeded } from "../support/world.ts";

let templatesDir: string;
let target: string;

beforeEach(async () => {
  const place = await temporaryDirectory();
  templatesDir = await writeTemplates(join(place, "templates"));
  target = join(place, "my-api");
  await run("--yes", "--no-install", "--no-git");
});

const run = (...flags: string[]): Promise<Ran> => runMain([target, ...flags], { templatesDir });
const runWith = (fake: FakeRun, ...flags: string[]): Promise<Ran> =>
  runMain([target, ...flags], { templatesDir, fake });
const read = (path: string) => readFileSync(join(target, path), "utf8");
const json = ({ stdout }: Ran) => JSON.parse(stdout);
const write = async (root: string, path: string, text: string) => {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
};
/** The project as it would be if an older version had made it, and templates that have moved on since. */
async function release(
  changes: Record<string, string> = { "app/src/app.ts": "export const app = 2;\n" },
): Promise<void> {
  await write(
    target,
    ".daloy/lock.json",
    read(".daloy/lock.json").replace('"version": "1.0.0-beta.0"', '"version": "0.9.0"'),
  );
  for (const [path, text] of Object.entries(changes)) await write(templatesDir, path, text);
}

describe("an upgrade", () => {
  it("writes what changed, then installs, checks the framework, builds and smoke-tests", async () => {
    await release({
      "app/src/app.ts": "export const app = 2;\n",
      "packages/core/dist/index.js": "export const core = 2;\n",
    });
    const { exitCode, stdout, commands } = await run("--yes");
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      "my-api: 0.9.0 → 1.0.0-beta.0\n  Security-relevant:\n  ~ vendor/daloyjs-core/ (1 file) (updated)\n  ~ src/app.ts (updated)",
    );
    expect(commands.map((line) => line.replace(process.execPath, "node"))).toEqual([
      "git status --porcelain -- .",
      "npm --version",
      "npm install",
      "node node_modules/@daloyjs/cli/dist/daloy.js verify framework",
      "npm run build",
      "node node_modules/@daloyjs/cli/dist/daloy.js smoke --json --progress",
    ]);
    expect(read("src/app.ts")).toBe("export const app = 2;\n");
    expect(JSON.parse(read(".daloy/lock.json")).version).toBe("1.0.0-beta.0");
  });

  it("changes nothing in a second run, and says so", async () => {
    await release();
    await run("--yes", "--no-install");
    const before = await snapshot(target);
    const second = await run("--json");
    expect(json(second)).toMatchObject({ status: "unchanged", files: [], install: null });
    expect(second.commands).toEqual([]);
    expect(await snapshot(target)).toEqual(before);
  });

  it("merges, and keeps what the user wrote", async () => {
    const manifest = JSON.parse(read("package.json"));
    await writeFile(
      join(target, "package.json"),
      JSON.stringify({ ...manifest, dependencies: { ...manifest.dependencies, pino: "9.0.0" } }, null, 4),
    );
    await release({ "package-manager/npm/package.json": '{ "dependencies": { "zod": "4.6.7" } }' });
    const outcome = json(await run("--json", "--no-install"));
    expect(outcome).toMatchObject({
      status: "upgraded",
      from: "0.9.0",
      files: [{ path: "package.json", action: "merge" }],
    });
    expect(JSON.parse(read("package.json")).dependencies).toMatchObject({ pino: "9.0.0", zod: "4.6.7" });
    expect(read("package.json")).toContain('\n    "private": true');
  });

  it("gives the same plan with --dry-run, and writes nothing", async () => {
    await release();
    const before = await snapshot(target);
    const planned = await run("--dry-run", "--json");
    expect(await snapshot(target)).toEqual(before);
    expect(json(planned)).toMatchObject({ status: "planned", from: "0.9.0" });
    expect(json(planned).files).toEqual(json(await run("--json", "--no-install")).files);
  });

  it("shows it line by line on request", async () => {
    await release();
    const { stdout } = await run("--dry-run", "--diff");
    expect(stdout).toContain(
      "--- src/app.ts\n  +++ src/app.ts\n  @@ -1,1 +1,1 @@\n  -export const app = 1;\n  +export const app = 2;",
    );
    expect(stdout).toContain(`To carry it out:\n  create-daloy ${target}\n`);
  });

  it("warns of a dirty tree, and commits nothing", async () => {
    await release();
    const dirty: FakeRun = (line) =>
      line.startsWith("git status") ? { ...succeeded, stdout: " M x\n" } : undefined;
    const { stdout, commands } = await runWith(dirty, "--json", "--no-install");
    expect(JSON.parse(stdout).warnings).toMatchObject([{ code: "uncommitted-changes" }]);
    expect(commands).toEqual(["git status --porcelain -- ."]);
  });
});

describe("other answers", () => {
  it("go the same road at the same version", async () => {
    const outcome = json(await run("--json", "--no-install", "-p", "pnpm", "--no-example"));
    expect(outcome).toMatchObject({
      status: "upgraded",
      answers: { packageManager: "pnpm", example: false },
    });
    expect(existsSync(join(target, "pnpm-workspace.yaml"))).toBe(true);
    expect(existsSync(join(target, ".npmrc"))).toBe(false);
    expect(existsSync(join(target, "src/books.ts"))).toBe(false);
    expect(existsSync(join(target, "src/hello.ts"))).toBe(true);
    expect(JSON.parse(read(".daloy/lock.json")).answers).toMatchObject({
      packageManager: "pnpm",
      name: "my-api",
    });
    expect(json(await run("--json")).status).toBe("unchanged");
  });

  it("are told in a line", async () => {
    const { stdout } = await run("--dry-run", "-p", "pnpm", "--auth", "bearer");
    expect(stdout).toContain("my-api: 1.0.0-beta.0, package-manager npm → pnpm, auth jwt → bearer");
  });

  describe("with another package manager", () => {
    beforeEach(async () => {
      await write(target, "package-lock.json", "npm's\n");
      await write(target, "node_modules/x/index.js", "npm's\n");
    });

    it("take away what the old one derived, and install with the new one", async () => {
      const ran = await run("--json", "-p", "pnpm");
      expect(json(ran).files).toContainEqual({ path: "package-lock.json", action: "delete" });
      expect(existsSync(join(target, "package-lock.json"))).toBe(false);
      expect(existsSync(join(target, "node_modules/x"))).toBe(false);
      expect(ran.commands).toContain("pnpm install --no-frozen-lockfile");
      expect(ran.commands).not.toContain("npm install");
    });

    it("are taken back with the old one's lockfile, and installed by it again", async () => {
      const before = await snapshot(target);
      const breaking: FakeRun = (line) => {
        if (line.startsWith("pnpm install")) {
          writeFileSync(join(target, "pnpm-lock.yaml"), "pnpm's\n");
          mkdirSync(join(target, "node_modules/.pnpm"), { recursive: true });
        }
        return line.includes("smoke") ? failed("no") : undefined;
      };
      const ran = await runWith(breaking, "--json", "-p", "pnpm");
      expect([ran.exitCode, json(ran).error.message]).toEqual([
        4,
        expect.stringContaining("The upgrade was undone."),
      ]);
      expect(ran.commands.at(-1)).toBe("npm install");
      await write(target, "node_modules/x/index.js", "npm's\n");
      expect(await snapshot(target)).toEqual(before);
    });

    it("say so when the old one cannot install again", async () => {
      const breaking: FakeRun = (line) =>
        line === "npm install" || line.includes("smoke") ? failed("no") : undefined;
      const ran = await runWith(breaking, "--json", "-p", "pnpm");
      expect(json(ran).error.message).toContain("Its packages are not back: run `npm install`.");
    });

    it("go back by --undo, too", async () => {
      const before = await snapshot(target);
      await run("--json", "-p", "pnpm");
      expect(json(await run("--undo", "--json")).next).toEqual(["npm install"]);
      await write(target, "node_modules/x/index.js", "npm's\n");
      expect(await snapshot(target)).toEqual(before);
    });

    it("leave packages that are linked from elsewhere", async () => {
      const elsewhere = join(dirname(target), "packages");
      await write(elsewhere, "x/index.js", "shared\n");
      await rm(join(target, "node_modules"), { recursive: true });
      await symlink(elsewhere, join(target, "node_modules"));
      await run("--json", "--no-install", "-p", "pnpm");
      expect(await readFile(join(target, "node_modules/x/index.js"), "utf8")).toBe("shared\n");
    });
  });

  it("may name another runtime: what does not go with it is settled anew, what contradicts it is refused", async () => {
    for (const runtime of ["deno", "cloudflare"])
      await write(templatesDir, `runtime/${runtime}/src/entry.ts`, "export {};\n");
    await write(templatesDir, "package-manager/deno/deno.json", "{}");
    await write(templatesDir, "ci/github-deno/_github/dependabot.yml", "version: 2\n");
    await write(templatesDir, "docker/deno/Dockerfile", "FROM deno\n");
    expect(json(await run("--json", "--dry-run", "-r", "deno")).answers).toMatchObject({
      runtime: "deno",
      packageManager: "deno",
      docker: true,
    });
    expect(json(await run("--json", "--dry-run", "-r", "cloudflare")).answers).toMatchObject({
      packageManager: "npm",
      docker: false,
    });
    const ran = await run("--json", "-p", "deno");
    expect([ran.exitCode, json(ran).error.message]).toEqual([
      2,
      "A project on node cannot be installed by deno.",
    ]);
  });

  it("leave .env alone, and name what it lacks", async () => {
    await release({
      "app/_env.example":
        "# secret: signs tokens\nJWT_SECRET=\nREDIS_URL=redis://localhost\n# TRUST_PROXY=loopback\n",
    });
    const env = read(".env");
    const { warnings } = json(await run("--json", "--no-install"));
    expect(warnings).toMatchObject([
      { code: "env-incomplete", message: expect.stringContaining("it lacks REDIS_URL.") },
    ]);
    expect(read(".env")).toBe(env);
  });

  it.each([
    ['"name": "my-api"', '"name": "../x"', "name:"],
    ['"example": true', '"example": "yes"', "example: it is of the wrong type."],
    ['"packageManager": "npm"', '"packageManager": "npm; rm -rf /"', "packageManager:"],
    ['"proxy": "unset"', '"proxy": "hops:-1"', "proxy:"],
  ])("are untrusted: %s as %s", async (recorded, evil, message) => {
    await write(target, ".daloy/lock.json", read(".daloy/lock.json").replace(recorded, evil));
    const before = await snapshot(target);
    const ran = await run("--json", "--no-install");
    expect(ran.exitCode).toBe(1);
    expect(json(ran).error).toMatchObject({
      code: "lock-invalid",
      message: expect.stringContaining(message),
    });
    expect(await snapshot(target)).toEqual(before);
  });
});

describe("a conflict", () => {
  beforeEach(async () => {
    await release();
    await write(target, "src/app.ts", "export const app = 'mine';\n");
  });

  it("writes nothing and exits with 3 where nobody is at a terminal", async () => {
    const before = await snapshot(target);
    const ran = await run("--json");
    expect(ran.exitCode).toBe(3);
    expect(json(ran)).toMatchObject({
      status: "conflict",
      files: [{ path: "src/app.ts", action: "conflict", reason: "both-changed" }],
      error: { code: "conflicts", fix: expect.stringContaining("--on-conflict markers") },
    });
    expect(await snapshot(target)).toEqual(before);
    expect((await run("--dry-run")).exitCode).toBe(3);
  });

  it("is written as markers on request, and the next upgrade waits until it is resolved", async () => {
    const ran = await run("--json", "--on-conflict", "markers");
    expect([ran.exitCode, json(ran).error.code]).toEqual([3, "conflicts-left"]);
    expect(ran.commands).not.toContain("npm install");
    const marked =
      "<<<<<<< yours\nexport const app = 'mine';\n||||||| create-daloy 0.9.0\nexport const app = 1;\n=======\nexport const app = 2;\n>>>>>>> create-daloy 1.0.0-beta.0\n";
    expect(read("src/app.ts")).toBe(marked);

    await write(templatesDir, "app/src/app.ts", "export const app = 3;\n");
    const refused = await run("--json", "--no-install");
    expect([refused.exitCode, json(refused).error.code]).toEqual([3, "unresolved-conflicts"]);
    expect(json(refused).error.message).toContain("src/app.ts still holds conflict markers.");

    await write(target, "src/app.ts", "export const app = 2;\n");
    expect(json(await run("--json", "--no-install"))).toMatchObject({ status: "upgraded" });
    expect(read("src/app.ts")).toBe("export const app = 3;\n");
  });

  it("is written beside the file on request, installed and tested, and waits in the same way", async () => {
    const ran = await run("--json", "--on-conflict", "sidecar");
    expect([ran.exitCode, json(ran).smoke.ok]).toEqual([3, true]);
    expect([read("src/app.ts"), read("src/app.ts.daloy-new")]).toEqual([
      "export const app = 'mine';\n",
      "export const app = 2;\n",
    ]);
    expect(json(await run("--json")).error.message).toContain("src/app.ts.daloy-new is still there.");
    await rm(join(target, "src/app.ts.daloy-new"));
    expect(json(await run("--json", "--no-install")).status).toBe("upgraded");
    expect(json(await run("--json", "--no-install")).status).toBe("unchanged");
    expect(read("src/app.ts")).toBe("export const app = 'mine';\n");
  });
});

describe("what cannot be merged", () => {
  it("does not replace an edited file of the framework, lists it, and keeps it with --replace-owned", async () => {
    await release({ "packages/core/dist/index.js": "export const core = 2;\n" });
    await write(target, "vendor/daloyjs-core/dist/index.js", "mine\n");
    const refused = await run("--json", "--on-conflict", "markers");
    expect([refused.exitCode, json(refused).error.message]).toEqual([
      3,
      expect.stringContaining("vendor/daloyjs-core/dist/index.js is not as it was rendered"),
    ]);
    expect(read("vendor/daloyjs-core/dist/index.js")).toBe("mine\n");
    expect((await run("--json", "--no-install", "--replace-owned")).exitCode).toBe(0);
    expect(read("vendor/daloyjs-core/dist/index.js")).toBe("export const core = 2;\n");
    const kept = Object.entries(await snapshot(join(target, ".daloy/backup"))).filter(([path]) =>
      path.endsWith("vendor/daloyjs-core/dist/index.js"),
    );
    expect(kept.map(([, entry]) => entry)).toEqual([`600 ${Buffer.from("mine\n").toString("hex")}`]);
  });

  it("writes beside everything without a usable base, and overwrites nothing", async () => {
    await release();
    await rm(join(target, ".daloy/base.gz"));
    const outcome = json(await run("--json", "--no-install"));
    expect(outcome).toMatchObject({
      status: "upgraded",
      warnings: [{ code: "base-lost" }],
      files: [{ path: "src/app.ts", action: "sidecar", reason: "no-base", sidecar: "src/app.ts.daloy-new" }],
    });
    expect(read("src/app.ts")).toBe("export const app = 1;\n");
  });

  it("names a vendored package that lies behind a symlink once, and not by each of its files", async () => {
    for (let index = 0; index < 9; index += 1)
      await write(templatesDir, `packages/core/dist/part-${index}.js`, "export {};\n");
    await run("--yes", "--no-install");
    await rename(join(target, "vendor"), join(dirname(target), "vendor"));
    await symlink("../vendor", join(target, "vendor"));
    await release({ "packages/core/dist/index.js": "export const core = 2;\n" });
    const { exitCode, stdout } = await run("--yes", "--no-install");
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(
      /! vendor\/daloyjs-core\/ \(\d+ more files\): no regular file stands there \(conflict\)/,
    );
    expect(stdout.match(/vendor\/daloyjs-core\//g)).toHaveLength(6);
  });

  it("says what is missing where there are records and no lock", async () => {
    await rm(join(target, ".daloy/lock.json"));
    expect(json(await run("--json")).error).toMatchObject({
      code: "lock-missing",
      fix: expect.stringContaining("git checkout -- .daloy/lock.json"),
    });
  });

  it("does not write through a symlinked folder, and tries again later", async () => {
    await rm(join(target, "src"), { recursive: true });
    const elsewhere = join(dirname(target), "elsewhere");
    await write(elsewhere, "app.ts", "mine\n");
    await symlink(elsewhere, join(target, "src"));
    await release();
    const outcome = json(await run("--json", "--no-install"));
    expect(outcome.files).toContainEqual({ path: "src/app.ts", action: "out-of-reach", security: true });
    expect(outcome.warnings).toMatchObject([{ code: "security-file-behind" }]);
    expect(await readFile(join(elsewhere, "app.ts"), "utf8")).toBe("mine\n");
  });

  it("leaves a deleted file deleted, loudly for what guards, until --restore", async () => {
    await rm(join(target, "src/app.ts"));
    await release();
    const { files, warnings } = json(await run("--json", "--no-install"));
    expect(files).toEqual([{ path: "src/app.ts", action: "stay-deleted", security: true }]);
    expect(warnings).toMatchObject([
      { code: "security-file-behind", fix: "`--restore src/app.ts` brings it back." },
    ]);
    expect(json(await run("--json", "--no-install", "--restore", "src/ap.ts")).error).toMatchObject({
      message: expect.stringContaining("Did you mean src/app.ts?"),
    });
    expect((await run("--no-install", "--restore", "src/app.ts")).exitCode).toBe(0);
    expect(read("src/app.ts")).toBe("export const app = 2;\n");
  });

  it.each([
    ["schema", '"schema": 1', '"schema": 2', "lock-newer"],
    ["version", '"version": "1.0.0-beta.0"', '"version": "1.0.0"', "project-newer"],
  ])("refuses a project of a newer %s", async (_, from, to, code) => {
    await write(target, ".daloy/lock.json", read(".daloy/lock.json").replace(from, to));
    const ran = await run("--json");
    expect([ran.exitCode, json(ran).error]).toEqual([
      1,
      expect.objectContaining({ code, fix: expect.stringContaining("npm create daloy@latest") }),
    ]);
  });
});

describe("declared by the templates", () => {
  it("a moved file moves with the user's edits", async () => {
    await write(target, "src/books.ts", "export const books = [];\nexport const mine = 1;\n");
    await release({
      "example/src/library.ts": "// A library.\nexport const books = [];\n",
      "releases.json": JSON.stringify({
        renames: [{ from: "src/books.ts", to: "src/library.ts" }],
        optIns: [],
      }),
    });
    await rm(join(templatesDir, "example/src/books.ts"));
    const outcome = json(await run("--json", "--no-install", "--on-conflict", "markers"));
    expect(outcome.files).toMatchObject([{ path: "src/library.ts", from: "src/books.ts" }]);
    expect(existsSync(join(target, "src/books.ts"))).toBe(false);
    expect(read("src/library.ts")).toContain("export const mine = 1;");
  });

  it("an opt-in is switched on in new projects, and only announced in upgraded ones", async () => {
    const optIn = {
      id: "strict-app",
      since: "1.0.0-beta.0",
      file: "src/app.ts",
      line: "export const strict = true;",
      message: "Strictness is new.",
    };
    await release({
      "app/src/app.ts": "export const app = 1;\nexport const strict = true;\n",
      "releases.json": JSON.stringify({ renames: [], optIns: [optIn] }),
    });
    const outcome = json(await run("--json", "--no-install"));
    expect(outcome.warnings).toMatchObject([
      {
        code: "opt-in-strict-app",
        fix: expect.stringContaining("add to src/app.ts: export const strict = true;"),
      },
    ]);
    expect(read("src/app.ts")).toBe("export const app = 1;\n");
    expect(json(await run("--json", "--no-install"))).toMatchObject({
      status: "unchanged",
      warnings: [{ code: "opt-in-strict-app" }],
    });
    await write(target, "src/app.ts", "export const app = 1;\nexport const strict = true;\n");
    expect(json(await run("--json", "--no-install")).warnings).toEqual([]);
    expect(JSON.parse(read(".daloy/lock.json"))).not.toHaveProperty("withheld");

    const fresh = join(dirname(target), "fresh");
    await runMain([fresh, "--yes", "--no-install", "--no-git"], { templatesDir });
    expect(await readFile(join(fresh, "src/app.ts"), "utf8")).toContain("strict = true");
  });
});

describe("what does not hold", () => {
  const smokeFails: FakeRun = (line) =>
    line.includes("smoke") ? failed("APPLICATION FAILED TO START") : undefined;

  it("is undone where nobody can be asked, with exit code 4", async () => {
    await release();
    await write(target, "package-lock.json", "old\n");
    const before = await snapshot(target);
    const ran = await runWith((line, ...rest) => {
      if (line === "npm install") writeFileSync(join(target, "package-lock.json"), "new\n");
      return smokeFails(line, ...rest);
    }, "--json");
    expect([ran.exitCode, json(ran).error.message]).toEqual([
      4,
      expect.stringContaining("The upgrade was undone."),
    ]);
    expect(ran.commands.filter((line) => line === "npm install")).toHaveLength(2);
    await writeFile(join(target, "package-lock.json"), "old\n");
    expect(await snapshot(target)).toEqual(before);
  });

  it("says what .env lacks, and nothing of checks that were not made", async () => {
    await release({
      "app/_env.example":
        "# secret: signs tokens\nJWT_SECRET=\nREDIS_URL=redis://localhost\n# TRUST_PROXY=loopback\n",
    });
    const checks = ["starts", "one", "two"].map((name, index) => ({
      ...{ name, ok: false, ms: 1, detail: "REDIS_URL is missing" },
      ...(index === 0 ? {} : { skipped: true }),
    }));
    const report: FakeRun = (line) =>
      line.includes("smoke")
        ? { ...failed(""), stdout: JSON.stringify({ schema: 1, ok: false, checks }) }
        : undefined;
    const { error, smoke } = json(await runWith(report, "--json"));
    expect(error).toMatchObject({
      message:
        "The smoke test failed.\nstarts: REDIS_URL is missing\n2 more checks could not be made.\nThe upgrade was undone.",
      fix: expect.stringMatching(/^Add REDIS_URL to \.env first, if that is why\./),
    });
    expect(smoke.checks).toHaveLength(3);
  });

  it("is undone too when the framework is not what the lock says", async () => {
    await release();
    const before = await snapshot(target);
    const ran = await runWith(
      (line) =>
        line.includes("verify framework") ? { ...failed("vendor/x differs"), exitCode: 4 } : undefined,
      "--json",
    );
    expect([ran.exitCode, json(ran).error.code]).toEqual([4, "framework-differs"]);
    expect(await snapshot(target)).toEqual(before);
  });

  it("stays after a failed install, with exit code 1, until --undo", async () => {
    await release();
    const before = await snapshot(target);
    const ran = await runWith((line) => (line === "npm install" ? failed("E404") : undefined), "--json");
    expect([ran.exitCode, read("src/app.ts")]).toEqual([1, "export const app = 2;\n"]);
    expect(json(await run("--undo", "--json"))).toMatchObject({ next: ["npm install"] });
    expect(await snapshot(target)).toEqual(before);
    expect(json(await run("--undo", "--json")).error.code).toBe("nothing-to-undo");
  });

  it.each([
    "git status",
    "npm --version",
    "npm install",
    "verify framework",
    "npm run build",
    "smoke --json",
  ])("is taken back when it is cancelled during %s", async (step) => {
    await release();
    const before = await snapshot(target);
    const cancelling = new AbortController();
    const { exitCode } = await runMain([target, "--yes"], {
      templatesDir,
      signal: cancelling.signal,
      fake(line) {
        if (line.includes(step)) cancelling.abort(new Cancelled());
        return undefined;
      },
    });
    expect(exitCode).toBe(130);
    expect(await snapshot(target)).toEqual(before);
  });
});

it.each(["--undo", "--replace-owned", "--diff", "--restore=x", "--on-conflict=markers"])(
  "%s needs a project",
  async (flag) => {
    const { exitCode, stderr } = await runMain([join(dirname(target), "new"), "--yes", flag], {
      templatesDir,
    });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("there is no project to upgrade")]);
  },
);
