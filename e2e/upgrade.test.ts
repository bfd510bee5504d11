import { existsSync, readFileSync } from "node:fs";
import { appendFile, cp, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bundle } from "../test/support/bundle.ts";
import { managerEnvironment } from "./support/managers.ts";
import { runProgram } from "./support/processes.ts";
import { RedisServer } from "./support/redis.ts";

let root: string;
let env: Record<string, string>;
const project = (...path: string[]) => join(root, "app", ...path);

async function command(...flags: string[]) {
  const ran = await runProgram(process.execPath, [bundle, "app", "--json", ...flags], { cwd: root, env });
  return { code: ran.code, outcome: JSON.parse(ran.stdout) };
}

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "create-daloy-upgrade-")));
  env = managerEnvironment();
  const { code } = await command("--yes", "--package-manager", "npm");
  expect(code).toBe(0);
});
afterAll(() => rm(root, { recursive: true, force: true }));

it("moves a real project to other answers, proves it, and goes back", async () => {
  await appendFile(project("README.md"), "\nMine.\n");
  const lockfile = readFileSync(project("package-lock.json"), "utf8");
  const { code, outcome } = await command("--no-example");
  expect(outcome.error).toBeUndefined();
  expect([code, outcome.status, outcome.install.ok, outcome.smoke.ok]).toEqual([0, "upgraded", true, true]);
  expect(await readFile(project("README.md"), "utf8")).toMatch(/\nMine\.\n$/);
  expect((await command()).outcome.status).toBe("unchanged");
  expect((await command("--undo")).code).toBe(0);
  expect(readFileSync(project("package-lock.json"), "utf8")).toBe(lockfile);
  expect(readFileSync(project("src/books/routes.ts"), "utf8")).toContain("books");
});

it("moves to another package manager, tokens, workflows and shared limits at once, and back", async () => {
  const redis = await RedisServer.start();
  try {
    const lockfile = readFileSync(project("package-lock.json"), "utf8");
    await appendFile(project(".npmrc"), "# mine\n");
    // It stands where the template's part on the package manager ends.
    const readme = await readFile(project("README.md"), "utf8");
    await writeFile(project("README.md"), readme.replace("\nMine.\n", ""));
    await appendFile(project(".env"), `REDIS_URL=redis://127.0.0.1:${redis.port}\n`);
    const answers = ["-p", "pnpm", "--auth", "bearer", "--rate-limit", "redis", "--no-docker", "--no-ci"];
    const { code, outcome } = await command(...answers);
    expect(outcome.error).toBeUndefined();
    expect([code, outcome.install.ok, outcome.smoke.ok]).toEqual([0, true, true]);
    expect(outcome.answers).toMatchObject({ packageManager: "pnpm", auth: "bearer", rateLimit: "redis" });
    const gone = ["package-lock.json", "Dockerfile", ".github/workflows/verify.yml"];
    expect(gone.filter((path) => existsSync(project(path)))).toEqual([]);
    expect(existsSync(project("node_modules/.pnpm"))).toBe(true);
    expect(JSON.parse(await readFile(project("package.json"), "utf8"))).toMatchObject({
      devEngines: { packageManager: { name: "pnpm" } },
    });
    expect(await readFile(project(".npmrc"), "utf8")).toMatch(/# mine\n$/);
    expect((await command()).outcome.status).toBe("unchanged");

    expect((await command("--undo")).outcome.next).toEqual(["npm install"]);
    expect(readFileSync(project("package-lock.json"), "utf8")).toBe(lockfile);
    expect([existsSync(project("pnpm-lock.yaml")), existsSync(project("node_modules"))]).toEqual([
      false,
      false,
    ]);
    expect((await runProgram("npm", ["install"], { cwd: project(), env })).code).toBe(0);
  } finally {
    await redis.kill();
  }
});

it("undoes itself when the framework that is resolved is not the lock's", async () => {
  await cp(project("vendor/daloyjs-core"), join(root, "patched-core"), { recursive: true });
  await appendFile(join(root, "patched-core/dist/index.js"), "\n// Without the check that failed.\n");
  const manifest = await readFile(project("package.json"), "utf8");
  const patched = manifest.replace("file:vendor/daloyjs-core", "file:../patched-core");
  expect(patched).not.toBe(manifest);
  await writeFile(project("package.json"), patched);
  const { code, outcome } = await command("--no-example");
  expect([code, outcome.error.code]).toEqual([4, "framework-differs"]);
  expect(outcome.error.message).toContain("The upgrade was undone.");
  expect(readFileSync(project("src/books/routes.ts"), "utf8")).toContain("books");
  await writeFile(project("package.json"), manifest);
});

it("undoes itself when the real app does not hold any more", async () => {
  const config = await readFile(project("src/config.ts"), "utf8");
  await writeFile(project("src/config.ts"), `${config}\nthrow new Error("broken by hand");\n`);
  const { code, outcome } = await command("--no-example");
  expect([code, outcome.error.message]).toEqual([4, expect.stringContaining("The upgrade was undone.")]);
  expect(readFileSync(project("src/books/routes.ts"), "utf8")).toContain("books");
});
