import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { Cancelled } from "../src/answers/cancelled.ts";
import { writeTemplates } from "./support/templates.ts";
import { temporaryDirectory } from "./support/temporary.ts";
import { failed, notFound, runMain, succeeded } from "./support/world.ts";

let place: string;
let templatesDir: string;
let target: string;

beforeEach(async () => {
  place = await temporaryDirectory();
  templatesDir = await writeTemplates(join(place, "templates"));
  target = join(place, "my-api");
});

const read = (path: string) => readFileSync(join(target, path), "utf8");
const outcome = (text: string): Record<string, unknown> => JSON.parse(text);

describe("create", () => {
  it("writes the project, then runs git, install, build and smoke in that order", async () => {
    const { exitCode, commands, stdout } = await runMain([target, "--yes"], { templatesDir });
    expect(exitCode).toBe(0);
    expect(commands.map((line) => line.replace(process.execPath, "node"))).toEqual([
      "npm --version",
      "git rev-parse --is-inside-work-tree",
      "git init -b main",
      "npm install",
      "npm run build",
      "node node_modules/@daloyjs/cli/dist/daloy.js smoke --json --progress",
    ]);
    expect(JSON.parse(read("package.json"))).toMatchObject({ name: "my-api" });
    expect(read(".env")).toContain("t".repeat(64));
    expect(existsSync(join(target, "src/books.ts"))).toBe(true);
    expect(JSON.parse(read(".daloy/lock.json")).answers).toEqual({
      name: "my-api",
      runtime: "node",
      packageManager: "npm",
      auth: "jwt",
      rateLimit: "memory",
      proxy: "unset",
      example: true,
      ci: true,
      codeOwner: "none",
      docker: true,
    });
    expect(stdout).toContain("my-api is ready.");
    expect(stdout).toContain(`cd ${target}\n  npm run dev`);
  });

  it("takes each answer from its flag", async () => {
    const flags =
      "--name @acme/x -r node -p pnpm --auth bearer --rate-limit redis --proxy hops:2 --no-example --no-ci --no-docker --no-install --no-git".split(
        " ",
      );
    const { exitCode, commands, stdout } = await runMain([target, ...flags], { templatesDir });
    expect(exitCode).toBe(0);
    expect(commands).toEqual([]);
    expect(JSON.parse(read("package.json"))).toMatchObject({ name: "@acme/x" });
    expect(read(".env")).toContain("TRUST_PROXY=hops:2");
    expect(existsSync(join(target, "src/hello.ts"))).toBe(true);
    expect(read("src/auth.ts")).toContain("2");
    expect(read("src/rate-limit.ts")).toContain("2");
    expect(existsSync(join(target, "pnpm-workspace.yaml"))).toBe(true);
    expect(stdout).toContain("pnpm install\n  pnpm run dev");
    expect(stdout).toContain("@acme/x is written.");
  });

  it("takes the manager that ran the command", async () => {
    const env = { npm_config_user_agent: "pnpm/10.34.0 npm/? node/v24.21.0 linux x64" };
    const { commands } = await runMain([target, "--yes"], { templatesDir, env });
    expect(commands).toContain("pnpm install --no-frozen-lockfile");
  });

  it("gives children none of npm's own environment", async () => {
    const env = {
      npm_config_user_agent: "npm/11",
      npm_config_dry_run: "true",
      INIT_CWD: "/x",
      NODE_ENV: "production",
      HOME: "/h",
    };
    const seen: NodeJS.ProcessEnv[] = [];
    await runMain([target, "--yes"], {
      templatesDir,
      env,
      fake(_line, _command, options) {
        seen.push(options.env);
        return undefined;
      },
    });
    expect(seen).toHaveLength(6);
    for (const given of seen) expect(given).toEqual({ HOME: "/h" });
  });

  it("says when the directory does not name the package as it stands", async () => {
    const { exitCode } = await runMain([join(place, "My API"), "--yes", "--no-install", "--no-git"], {
      templatesDir,
    });
    expect(exitCode).toBe(0);
    target = join(place, "My API");
    expect(JSON.parse(read("package.json"))).toMatchObject({ name: "my-api" });
  });

  it("refuses an occupied directory before it asks anything", async () => {
    await mkdir(target);
    await writeFile(join(target, "notes.txt"), "mine");
    const { exitCode, stdout, stderr, commands } = await runMain([target, "--json"], { templatesDir });
    expect(exitCode).toBe(1);
    expect(outcome(stdout)).toMatchObject({
      status: "failed",
      directory: target,
      error: { code: "directory-not-empty" },
    });
    expect(stderr).toBe("");
    expect(commands).toEqual([]);
    expect(readdirSync(target)).toEqual(["notes.txt"]);
  });

  it("accepts an empty directory, and one with a lone .git", async () => {
    await mkdir(join(target, ".git"), { recursive: true });
    const { exitCode } = await runMain([target, "--yes", "--no-install"], { templatesDir });
    expect(exitCode).toBe(0);
    expect(existsSync(join(target, "package.json"))).toBe(true);
  });
});

describe("--dry-run", () => {
  it("draws the plan and writes nothing", async () => {
    const { exitCode, stdout, commands } = await runMain([target, "--yes", "--dry-run"], { templatesDir });
    expect(exitCode).toBe(0);
    expect(existsSync(target)).toBe(false);
    expect(commands).toEqual([]);
    expect(stdout).toContain("+   books.ts (create)");
    expect(stdout).toContain("Nothing was written.");
    expect(stdout).toMatch(
      /To carry it out:\n {2}create-daloy .* --ci --code-owner none --docker --install --smoke --git\n/,
    );
  });

  it("gives the same files as JSON that a run writes", async () => {
    const flags = ["--yes", "--json", "--no-install", "--no-git"];
    const planned = outcome((await runMain([target, ...flags, "--dry-run"], { templatesDir })).stdout);
    const created = outcome((await runMain([target, ...flags], { templatesDir })).stdout);
    expect(planned["status"]).toBe("planned");
    expect(created["status"]).toBe("created");
    expect(created["files"]).toEqual(planned["files"]);
  });
});

describe("--json", () => {
  it("prints one document with every key, and nothing else", async () => {
    const { stdout, stderr } = await runMain([target, "--yes", "--json"], { templatesDir });
    expect(stderr).toBe("");
    expect(outcome(stdout)).toEqual({
      schema: 1,
      status: "created",
      directory: target,
      version: "1.0.0-beta.0",
      answers: {
        name: "my-api",
        runtime: "node",
        packageManager: "npm",
        auth: "jwt",
        rateLimit: "memory",
        proxy: "unset",
        example: true,
        ci: true,
        codeOwner: "none",
        docker: true,
      },
      files: expect.arrayContaining([{ path: "package.json", action: "create" }]),
      install: { ok: true, ms: 12 },
      smoke: { ok: true, checks: [{ name: "boots", ok: true, ms: 5, detail: "" }] },
      warnings: [],
      next: [`cd ${target}`, "npm run dev"],
    });
  });

  it.each([
    [["--runtme", "x", "--json"], 2, "usage", "Did you mean --runtime?"],
    [
      ["--json"],
      2,
      "missing-answers",
      "[directory], --runtime, --package-manager, --auth, --rate-limit, --proxy",
    ],
    [
      "x --json -r node -p npm --auth jwt --rate-limit memory --proxy unset --example".split(" "),
      2,
      "missing-answers",
      "--[no-]install",
    ],
  ] as const)("%j → exit %i, %s", async (argv, code, name, text) => {
    const { exitCode, stdout, stderr } = await runMain(argv, { templatesDir });
    expect(exitCode).toBe(code);
    expect(stderr).toBe("");
    expect(outcome(stdout)).toMatchObject({
      status: "failed",
      answers: null,
      files: [],
      error: { code: name, message: expect.stringContaining(text), fix: expect.stringMatching(/./) },
    });
  });
});

it("stops when npm kept the flags, instead of going on without them", async () => {
  const env = { npm_command: "init", npm_config_user_agent: "npm/11.19.1", npm_config_install: "" };
  const { exitCode, stderr } = await runMain([target, "--yes"], { templatesDir, env });
  expect(exitCode).toBe(2);
  expect(stderr).toContain(`npm create daloy@1.0.0-beta.0 -- ${target} --no-install`);
  expect(existsSync(target)).toBe(false);
});

describe("without a terminal", () => {
  it("is content with flags that answer everything", async () => {
    const flags =
      "-r node -p npm --auth jwt --rate-limit memory --proxy none --example --no-ci --no-docker --no-install --no-git".split(
        " ",
      );
    expect((await runMain([target, ...flags], { templatesDir })).exitCode).toBe(0);
  });

  it("asks for a name when the directory gives none that stands", async () => {
    const flags =
      "-r node -p npm --auth jwt --rate-limit memory --proxy none --example --no-ci --no-docker --no-install --no-git".split(
        " ",
      );
    const { exitCode, stderr } = await runMain([join(place, "My API"), ...flags], { templatesDir });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("these are open: --name.");
  });

  it("does not invent a name with --yes", async () => {
    const { exitCode, stderr } = await runMain([join(place, "🚀"), "--yes"], { templatesDir });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("gives no package name");
  });
});

describe("the package manager at hand", () => {
  it("is looked for before anything is written", async () => {
    const { exitCode, stdout } = await runMain([target, "--yes", "--json"], {
      templatesDir,
      fake: (line) => (line === "npm --version" ? notFound : undefined),
    });
    expect(exitCode).toBe(1);
    expect(outcome(stdout)).toMatchObject({
      error: { code: "manager-missing", fix: expect.stringContaining("--no-install") },
    });
    expect(existsSync(target)).toBe(false);
  });

  it("is warned about by name when it is too old for a protection", async () => {
    const { exitCode, stdout } = await runMain([target, "--yes", "--json"], {
      templatesDir,
      fake: (line) => (line === "npm --version" ? { ...succeeded, stdout: "11.9.0\n" } : undefined),
    });
    expect(exitCode).toBe(0);
    expect(outcome(stdout)).toMatchObject({
      warnings: [
        {
          code: "release-age-not-held",
          message: expect.stringContaining("npm 11.9.0"),
          fix: expect.stringContaining("11.10"),
        },
      ],
    });
  });

  it("is refused with --strict when it is too old for a protection, and nothing is written", async () => {
    const { exitCode, stdout } = await runMain([target, "--yes", "--json", "--strict"], {
      templatesDir,
      fake: (line) => (line === "npm --version" ? { ...succeeded, stdout: "11.9.0\n" } : undefined),
    });
    expect(exitCode).toBe(1);
    expect(outcome(stdout)).toMatchObject({ status: "failed", error: { code: "release-age-not-held" } });
    expect(existsSync(target)).toBe(false);
  });
});

describe("a step that fails", () => {
  it("keeps the project after a failed install, with the manager's own words", async () => {
    const words = "npm error code E404\nnpm error 404  Not Found";
    const { exitCode, stdout, stderr, commands } = await runMain([target, "--yes"], {
      templatesDir,
      fake: (line) => (line === "npm install" ? failed(words) : undefined),
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("npm error code E404\n  npm error 404  Not Found");
    expect(stdout).toContain(`cd ${target}\n  npm install\n  npm run dev`);
    expect(commands.at(-1)).toBe("npm install");
    expect(existsSync(join(target, "package.json"))).toBe(true);
  });

  it("reports it as JSON too", async () => {
    const { stdout } = await runMain([target, "--yes", "--json"], {
      templatesDir,
      fake: (line) => (line === "npm install" ? failed("E404") : undefined),
    });
    expect(outcome(stdout)).toMatchObject({
      status: "failed",
      install: { ok: false },
      smoke: null,
      error: { code: "install-failed", message: expect.stringContaining("E404") },
      next: [`cd ${target}`, "npm install", "npm run dev"],
    });
  });

  it("exits with 4 after a failed smoke test and shows what the app said", async () => {
    const checks = [
      { name: "boots", ok: true, ms: 5, detail: "" },
      { name: "refuses a weak secret", ok: false, ms: 7, detail: "APPLICATION FAILED TO START: JWT_SECRET" },
    ];
    const smoke = { ...failed(""), stdout: JSON.stringify({ schema: 1, ok: false, checks }), exitCode: 4 };
    const { exitCode, stdout } = await runMain([target, "--yes", "--json"], {
      templatesDir,
      fake: (line) => (line.includes("smoke") ? smoke : undefined),
    });
    expect(exitCode).toBe(4);
    expect(outcome(stdout)).toMatchObject({
      smoke: { ok: false, checks },
      error: {
        code: "smoke-failed",
        message: expect.stringContaining("APPLICATION FAILED TO START: JWT_SECRET"),
      },
    });
    expect(existsSync(join(target, "package.json"))).toBe(true);
  });

  it("exits with 4 when the build fails or the smoke test says nothing", async () => {
    for (const step of ["npm run build", "smoke --json"]) {
      const { exitCode, stdout } = await runMain([join(place, step.slice(0, 5).trim()), "--yes", "--json"], {
        templatesDir,
        fake: (line) => (line.includes(step) ? failed("TS2322: no") : undefined),
      });
      expect(exitCode).toBe(4);
      expect(outcome(stdout)).toMatchObject({ error: { message: expect.stringContaining("TS2322: no") } });
    }
  });

  it.each(["", '{"schema":1,"ok":false,"checks":[]}'])(
    "does not take exit code 0 with the report %j for a pass",
    async (stdout) => {
      const { exitCode } = await runMain([target, "--yes"], {
        templatesDir,
        fake: (line) => (line.includes("smoke") ? { ...succeeded, stdout } : undefined),
      });
      expect(exitCode).toBe(4);
    },
  );

  it("goes on without git", async () => {
    const { exitCode, stdout } = await runMain([target, "--yes", "--json"], {
      templatesDir,
      fake: (line) => (line.startsWith("git") ? notFound : undefined),
    });
    expect(exitCode).toBe(0);
    expect(outcome(stdout)).toMatchObject({ warnings: [{ code: "git-missing" }] });
  });

  it("starts no repository inside another", async () => {
    const { stdout, commands } = await runMain([target, "--yes"], {
      templatesDir,
      fake: (line) => (line.includes("is-inside-work-tree") ? { ...succeeded, stdout: "true\n" } : undefined),
    });
    expect(commands).not.toContain("git init -b main");
    expect(stdout).toContain("Already inside a git repository");
  });
});

describe("cancelling", () => {
  it.each(["npm --version", "git init", "npm install", "npm run build", "smoke --json"])(
    "leaves nothing behind during %s",
    async (step) => {
      const cancelling = new AbortController();
      const deep = join(place, "new/parents/my-api");
      const { exitCode, stdout } = await runMain([deep, "--yes", "--json"], {
        templatesDir,
        signal: cancelling.signal,
        fake(line) {
          if (line.includes(step)) cancelling.abort(new Cancelled());
          return undefined;
        },
      });
      expect(exitCode).toBe(130);
      expect(outcome(stdout)).toMatchObject({
        status: "failed",
        files: [],
        install: null,
        error: { code: "cancelled" },
      });
      expect(readdirSync(place)).toEqual(["templates"]);
    },
  );

  it("empties a directory that was there, and keeps the directory and its .git", async () => {
    await mkdir(join(target, ".git"), { recursive: true });
    await writeFile(join(target, ".git/HEAD"), "ref: refs/heads/main\n");
    const cancelling = new AbortController();
    const { exitCode } = await runMain([target, "--yes"], {
      templatesDir,
      signal: cancelling.signal,
      fake(line) {
        if (line === "npm install") cancelling.abort(new Cancelled());
        return undefined;
      },
    });
    expect(exitCode).toBe(130);
    expect(readdirSync(target)).toEqual([".git"]);
    expect(readdirSync(join(target, ".git"))).toEqual(["HEAD"]);
  });
});

describe("the runtime at hand", () => {
  it("is refused below the floor", async () => {
    const { exitCode, stderr } = await runMain([target, "--yes"], { templatesDir, nodeVersion: "20.18.3" });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("needs Node 20.19.0");
  });

  it("is named in one line when it is past its end of life", async () => {
    const { stdout } = await runMain([target, "--yes", "--dry-run"], {
      templatesDir,
      nodeVersion: "20.20.2",
    });
    expect(stdout).toContain("! Node 20.20.2 has had no security fixes since 2026-04-30.");
    const current = await runMain([target, "--yes", "--dry-run"], { templatesDir });
    expect(current.stdout).not.toContain("security fixes");
  });
});

describe("a bug", () => {
  it("says that it is one, and where with DALOY_DEBUG=1", async () => {
    const broken = { templatesDir, run: () => Promise.reject(new TypeError("boom")) };
    const quiet = await runMain([target, "--yes"], broken);
    expect(quiet.exitCode).toBe(1);
    expect(quiet.stderr).toContain("This is a bug in create-daloy: boom");
    expect(quiet.stderr).not.toContain("    at ");
    const loud = await runMain([target, "--yes"], { ...broken, env: { DALOY_DEBUG: "1" } });
    expect(loud.stderr).toContain("TypeError: boom\n    at ");
  });
});
