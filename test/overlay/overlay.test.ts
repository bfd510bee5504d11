import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { packTar } from "modern-tar";
import { beforeEach, describe, expect, it } from "vitest";
import { snapshot } from "../change/temp.ts";
import { writeTemplates } from "../support/templates.ts";
import { temporaryDirectory } from "../support/temporary.ts";
import { type Ran, runMain } from "../support/world.ts";

const commit = "0123456789abcdef0123456789abcdef01234567";
const github = `github:acme/overlay#${commit}`;
const deep = `docs/${"deep/".repeat(25)}note.txt`;

let place: string;
let target: string;
let layer: string;
let templatesDir: string;
/** What the web answers: the layer itself, unless a test says otherwise. */
let served: Uint8Array | number | Error | undefined;
let requests: string[];

beforeEach(async () => {
  place = await temporaryDirectory();
  templatesDir = await writeTemplates(join(place, "templates"));
  [target, layer] = [join(place, "my-api"), join(place, "acme-layer")];
  await give("SUPPORT.md", "Ask platform@acme.example.\n");
  await give("package.json", JSON.stringify({ scripts: { acme: "acme" }, keywords: ["acme"] }));
  await give(".env.example", "# secret: audits\nAUDIT_KEY=\n");
  await give(".npmrc", "@acme:registry=https://npm.acme.example\n");
  await give(".github/workflows/acme.yml", "on: push # {{ not.a.token }}\n");
  await give("logo.png", Uint8Array.of(137, 80, 0, 255));
  served = undefined;
  requests = [];
});

async function give(path: string, content: string | Uint8Array, root = layer): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

/** As GitHub packs a repository. */
function pack(folder: string): Uint8Array {
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=x", "-c", "user.email=x@acme.example", ...args], { cwd: folder });
  git("init", "-q");
  git("add", "-A", "-f");
  git("commit", "-qm", "x");
  const packed = git("archive", "--format=tar.gz", `--prefix=overlay-${commit}/`, "HEAD");
  execFileSync("rm", ["-rf", join(folder, ".git")]);
  return packed;
}

const fetch: typeof globalThis.fetch = async (url) => {
  requests.push(String(url));
  if (served instanceof Error) throw served;
  return typeof served === "number"
    ? new Response("", { status: served })
    : new Response(new Uint8Array(served ?? pack(layer)));
};
const run = (...flags: string[]): Promise<Ran> =>
  runMain([target, "--json", "--no-install", ...flags], {
    templatesDir,
    fetch,
    env: { XDG_CACHE_HOME: join(place, "cache") },
  });
const create = (...flags: string[]) => run("--yes", "--no-git", ...flags);
const json = ({ stdout }: Ran) => JSON.parse(stdout);
const read = (path: string) => readFileSync(join(target, path), "utf8");
const lock = () => JSON.parse(read(".daloy/lock.json"));

function expectLayer(): void {
  expect(read("SUPPORT.md")).toContain("platform@acme.example");
  expect(JSON.parse(read("package.json"))).toMatchObject({
    scripts: { acme: "acme", build: expect.any(String) },
  });
  expect(read(".env.example")).toContain("AUDIT_KEY=\n");
  expect(read(".env")).toMatch(/^AUDIT_KEY=t{64}$/m);
  expect(read(".npmrc")).toBe("ignore-scripts=true\n\n@acme:registry=https://npm.acme.example\n");
  expect(read(".github/workflows/acme.yml")).toContain("{{ not.a.token }}");
  expect([...readFileSync(join(target, "logo.png"))]).toEqual([137, 80, 0, 255]);
}

describe("an overlay", () => {
  it("from a folder lies on top of the templates, and the lock names no path", async () => {
    expect((await create("--overlay", layer)).exitCode).toBe(0);
    expectLayer();
    expect(lock().overlays).toEqual(["folder:acme-layer"]);
    expect(read(".daloy/lock.json")).not.toContain(place);
  });

  it("from GitHub is fetched once, and cached", async () => {
    await give(deep, "deep\n");
    expect(json(await create("--overlay", github)).error).toBeUndefined();
    expectLayer();
    expect(read(deep)).toBe("deep\n");
    expect(requests).toEqual([`https://codeload.github.com/acme/overlay/tar.gz/${commit}`]);
    expect(lock().overlays).toEqual([github]);

    await rm(target, { recursive: true });
    served = new Error("no network");
    expect((await create("--overlay", github, "--offline")).exitCode).toBe(0);
    expectLayer();
  });

  it("from an archive must have the hash that was named", async () => {
    const packed = pack(layer);
    served = packed;
    const sha256 = createHash("sha256").update(packed).digest("hex");
    const source = "https://acme.example/o.tar.gz#sha256=";
    expect((await create("--overlay", source + sha256)).exitCode).toBe(0);
    expectLayer();
    await rm(target, { recursive: true });
    const other = await create("--overlay", source + "0".repeat(64));
    expect(json(other).error.message).toContain(`it hashes to ${sha256}: it is not the one that was named`);
    expect(existsSync(target)).toBe(false);
  });

  it("may be one folder of a repository, and one of several", async () => {
    await give("LICENSES.md", "Two.\n", join(layer, "layers/two"));
    served = pack(layer);
    const two = `github:acme/overlay/layers/two#${commit}`;
    await rm(join(layer, "layers"), { recursive: true });
    expect((await create("--overlay", layer, "--overlay", two)).exitCode).toBe(0);
    expectLayer();
    expect(read("LICENSES.md")).toBe("Two.\n");
  });

  it("is repeated by the command that is printed", async () => {
    const other = join(place, "other");
    await give("OTHER.md", "Other.\n", other);
    const flags = [target, "--yes", "--dry-run", "--overlay", github, "--overlay", other];
    const { stdout } = await runMain(flags, { templatesDir, fetch, env: { XDG_CACHE_HOME: place } });
    expect(stdout).toContain(` --overlay '${github}' --overlay ${other}\n`);
  });

  it.each([["github:acme/overlay"], ["github:acme/overlay#main"], ["https://acme.example/o.tar.gz"]])(
    "that is not pinned is refused, unless it is allowed: %s",
    async (source) => {
      const refused = await create("--overlay", source);
      expect([refused.exitCode, json(refused).error.code]).toEqual([2, "overlay-unpinned"]);
      expect(requests).toEqual([]);
      expect((await create("--overlay", source, "--allow-unpinned")).exitCode).toBe(0);
      await rm(target, { recursive: true });
      const offline = await create("--overlay", source, "--allow-unpinned", "--offline");
      expect(json(offline).error.code).toBe("overlay-not-cached");
    },
  );

  it.each([
    ["vendor/daloyjs-core/dist/index.js", "x", "not an overlay's to give"],
    [".daloy/lock.json", "{}", "not an overlay's to give"],
    [".env", "SECRET=x", "not an overlay's to give"],
    ["CON.txt", "x", "CON"],
    ["src/app.ts", "export const app = 'theirs';\n", "cannot be merged"],
    ["Dockerfile", "FROM scratch\n", "cannot be merged"],
    [".npmrc", "ignore-scripts=false\n", "both set ignore-scripts"],
    ["package.json", '{ "scripts": { "build": "evil" } }', '"scripts.build" different values'],
    ["package.json", "not JSON", "is not JSON"],
  ])("adds and replaces nothing: %s", async (path, content, why) => {
    await give(path, content);
    const ran = await create("--overlay", layer);
    expect([ran.exitCode, json(ran).error.message]).toEqual([1, expect.stringContaining(why)]);
    expect(json(ran).error.message).toContain("folder:acme-layer");
    expect(existsSync(target)).toBe(false);
  });

  it("may hold no symlink", async () => {
    await symlink("/etc/hostname", join(layer, "link"));
    expect(json(await create("--overlay", layer)).error).toMatchObject({ code: "overlay-invalid" });
    expect(json(await create("--overlay", github)).error).toMatchObject({
      code: "overlay-invalid",
      message: expect.stringContaining('"overlay-0123456789abcdef0123456789abcdef01234567/link" is neither'),
    });
  });

  it.each([
    ["climbs out", () => tarOf("top/../../evil.txt")],
    ["is absolute", () => tarOf("top//etc/evil.txt")],
    ["has two folders at the top", () => tarOf("one/a.txt", "two/b.txt")],
    ["is empty", () => tarOf("top/")],
    ["is no archive", () => Buffer.from("<html>")],
    ["is cut off", async () => (await tarOf("top/a.txt")).subarray(0, 40)],
    ["unpacks to gigabytes", () => gzipSync(Buffer.alloc(40 * 1024 * 1024))],
    ["is missing", () => 404],
    ["cannot be reached", () => new Error("ENOTFOUND")],
  ])("from the web that %s is refused, and not cached", async (_, answer) => {
    served = await answer();
    const ran = await create("--overlay", github);
    expect([ran.exitCode, json(ran).error.code]).toEqual([1, expect.stringMatching(/^overlay-/)]);
    expect(existsSync(target)).toBe(false);
    served = undefined;
    const again = await create("--overlay", github);
    expect(json(again).error).toBeUndefined();
  });
});

async function tarOf(...names: string[]): Promise<Uint8Array> {
  const entries = names.map((name) => {
    const type = name.endsWith("/") ? ("directory" as const) : ("file" as const);
    return { header: { name, type, size: type === "file" ? 1 : 0 }, body: type === "file" ? "x" : "" };
  });
  return gzipSync(await packTar(entries));
}

describe("an upgrade of a project with an overlay", () => {
  it("takes the one that is recorded, and changes nothing when nothing changed", async () => {
    await create("--overlay", github);
    const before = await snapshot(target);
    expect(json(await run()).status).toBe("unchanged");
    expect(requests).toHaveLength(1);
    expect(await snapshot(target)).toEqual(before);
  });

  it("moves to another one by the same rules, and lets it go", async () => {
    await create("--overlay", github);
    await writeFile(join(target, "SUPPORT.md"), "Mine.\n");
    await give("HELP.md", "New.\n");
    expect(json(await run("--overlay", layer)).files).toContainEqual({ path: "HELP.md", action: "create" });
    expect(lock().overlays).toEqual(["folder:acme-layer"]);
    expect((await run("--overlay", "none")).exitCode).toBe(0);
    expect([existsSync(join(target, "HELP.md")), read("SUPPORT.md")]).toEqual([false, "Mine.\n"]);
    expect(lock()).not.toHaveProperty("overlays");
    expect(read(".npmrc")).toBe("ignore-scripts=true\n");
  });

  it("asks for a folder again, which only one machine has", async () => {
    await create("--overlay", layer);
    const before = await snapshot(target);
    const ran = await run();
    expect([ran.exitCode, json(ran).error.message]).toEqual([
      2,
      "This project has a layer from a folder: acme-layer.",
    ]);
    expect(await snapshot(target)).toEqual(before);
    expect(json(await run("--overlay", layer)).status).toBe("unchanged");
  });

  it.each([["file:///etc"], ["../../etc"], ["http://169.254.169.254/x.tar.gz"]])(
    "does not follow a lock to %s",
    async (source) => {
      await create("--overlay", github);
      const path = join(target, ".daloy/lock.json");
      await writeFile(path, read(".daloy/lock.json").replace(github, source));
      const ran = await run();
      expect([ran.exitCode, json(ran).error.code]).toEqual([1, "lock-invalid"]);
      expect(requests).toHaveLength(1);
    },
  );
});
