import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Lock } from "../../../../../templates/packages/cli/src/framework/lock.ts";
import { judgePublished } from "../../../../../templates/packages/cli/src/gates/framework/published.ts";
import { createRegistry } from "../../../../../templates/packages/cli/src/registry/registry.ts";
import { temporaryDirectory } from "../../../../support/temporary.ts";
import { type FakeRegistry, startFakeRegistry } from "../../support/registry.ts";
import { places } from "../support/prove.ts";

const version = "1.2.3";
const longPath = `dist/${"a".repeat(60)}/${"b".repeat(60)}/index.js`;
const core: Readonly<Record<string, string>> = {
  "package.json": '{ "name": "@daloyjs/core", "version": "1.2.3", "files": ["dist", "LICENSE"] }\n',
  "dist/index.js": "export const guard = true;\n",
  [longPath]: "export {};\n",
  "dist/empty.js": "",
  LICENSE: "MIT\n",
};
const cli: Readonly<Record<string, string>> = {
  "package.json": '{ "name": "@daloyjs/cli", "version": "1.2.3", "files": ["dist"] }\n',
  "dist/daloy.js": "#!/usr/bin/env node\n",
};
/** What the package holds beside, and a render leaves out. */
const notRendered: Readonly<Record<string, string>> = {
  "templates/packages/core/tsconfig.json": "{}",
  "templates/packages/core/dist/index.test.ts": "",
  "templates/packages/core/notes.md": "",
  "templates/app/src/app.ts": "",
  "dist/create-daloy.js": "",
};

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const under = (folder: string, files: Readonly<Record<string, string>>) =>
  Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text] as const);
const hashes = new Map(
  [...under("vendor/daloyjs-core", core), ...under("vendor/daloyjs-cli", cli)].map(([path, text]) => [
    path,
    sha256(text),
  ]),
);
const lock: Lock = { version, files: new Map([...hashes, ["src/app.ts", sha256("")]]) };

async function pack(
  format: "ustar" | "pax",
  files = [
    ...under("templates/packages/core", core),
    ...under("templates/packages/cli", cli),
    ...Object.entries(notRendered),
  ],
) {
  const directory = await temporaryDirectory();
  for (const [path, text] of files) {
    await mkdir(dirname(join(directory, "package", path)), { recursive: true });
    await writeFile(join(directory, "package", path), text);
  }
  const tarball = join(directory, "package.tgz");
  await promisify(execFile)("tar", [`--format=${format}`, "-czf", tarball, "-C", directory, "package"]);
  return readFile(tarball);
}

let registry: FakeRegistry;
let tarball: Buffer;
let manifest: Record<string, unknown>;
let advisories: { status: number; body: unknown };
let sent: string;

beforeEach(async () => {
  registry = await startFakeRegistry(new Date());
  tarball = await pack("ustar");
  manifest = {};
  advisories = { status: 200, body: {} };
  sent = "";
  registry.interfere = (request) => {
    const path = request.url ?? "";
    if (path.endsWith(".tgz")) return { status: 200, body: tarball };
    if (path === "/-/npm/v1/security/advisories/bulk") {
      request.setEncoding("utf8").on("data", (text: string) => {
        sent += text;
      });
      return { status: advisories.status, body: JSON.stringify(advisories.body) };
    }
    if (path !== "/create-daloy") return undefined;
    const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
    const dist = { tarball: `${registry.url}create-daloy/-/create-daloy-${version}.tgz`, integrity };
    const versions = { [version]: { name: "create-daloy", version, dist, ...manifest } };
    return {
      status: 200,
      body: JSON.stringify({ name: "create-daloy", "dist-tags": { latest: version }, versions }),
    };
  };
});
afterEach(() => registry.close());

const judged = (one: Lock = lock, url = registry.url) =>
  judgePublished(
    one,
    createRegistry({ registry: url, scopes: new Map(), credentials: new Map() }, {}),
    "npm create daloy@latest -- .",
  );
const withHash = (path: string, hash: string | undefined): Lock => {
  const files = new Map(lock.files);
  if (hash === undefined) files.delete(path);
  else files.set(path, hash);
  return { version, files };
};

describe("the framework, compared with the published package,", () => {
  it.each(["ustar", "pax"] as const)(
    "holds when the lock is what it holds, in a tarball of format %s",
    async (format) => {
      tarball = await pack(format);
      expect(await judged()).toEqual({ findings: [], unchecked: [] });
    },
  );

  it.each<[string, string, string | undefined]>([
    ["a changed file of which the hash was changed too", "vendor/daloyjs-core/dist/index.js", sha256("evil")],
    ["a changed file with a long name", `vendor/daloyjs-core/${longPath}`, sha256("evil")],
    ["a file that was empty", "vendor/daloyjs-core/dist/empty.js", sha256("evil")],
    ["a changed manifest", "vendor/daloyjs-cli/package.json", sha256("{}")],
    ["a changed tool", "vendor/daloyjs-cli/dist/daloy.js", sha256("")],
    ["a file that was taken out of the lock", "vendor/daloyjs-core/LICENSE", undefined],
    ["a file that was added to the lock", "vendor/daloyjs-core/dist/patch.js", sha256("")],
  ])("finds %s", async (_name, path, hash) => {
    expect(places(await judged(withHash(path, hash)))).toEqual([`${path}:1 unpublished`]);
  });

  it("finds a tarball that is not the one whose hash the registry names", async () => {
    manifest = { dist: { tarball: `${registry.url}create-daloy/-/x.tgz`, integrity: "sha512-AAAA" } };
    expect(places(await judged())).toEqual([".daloy/lock.json:1 unpublished"]);
  });

  it.each<[string, () => Promise<Buffer> | Buffer]>([
    ["no archive", () => Buffer.from("hello")],
    ["without a framework", () => pack("ustar", [["package.json", "{}"]])],
  ])("finds a package that is %s", async (_name, make) => {
    tarball = await make();
    expect(places(await judged())).toEqual([".daloy/lock.json:1 unpublished"]);
  });

  it("says that it did not look: a version that is not published, a registry that does not answer", async () => {
    const beta = await judged({ ...lock, version: "1.3.0-beta.0" });
    expect(beta.findings).toEqual([]);
    expect(beta.unchecked).toEqual([
      "Whether the hashes in .daloy/lock.json are those of the published create-daloy@1.3.0-beta.0. The registry does not have create-daloy@1.3.0-beta.0.",
    ]);
    const silent = await judged(lock, "http://127.0.0.1:9/");
    expect(silent.findings).toEqual([]);
    expect(silent.unchecked).toEqual([
      expect.stringMatching(/^Whether the hashes .* cannot be reached/),
      expect.stringMatching(/^Advisories for create-daloy@1\.2\.3\. .* cannot be reached/),
    ]);
  });
});

describe("the framework's advisories", () => {
  const advisory = {
    id: 1_099_999,
    url: "https://github.com/advisories/GHSA-aaaa-bbbb-cccc",
    title: "Body limit bypass",
    severity: "high",
    vulnerable_versions: "<1.3.0",
  };

  it("are asked of npm's bulk endpoint, by the name and the version alone", async () => {
    advisories.body = { "create-daloy": [advisory] };
    const { findings } = await judged();
    expect(JSON.parse(sent)).toEqual({ "create-daloy": ["1.2.3"] });
    expect(findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
      "advisory: create-daloy@1.2.3 has a known hole (high): Body limit bypass (GHSA-aaaa-bbbb-cccc, https://github.com/advisories/GHSA-aaaa-bbbb-cccc).",
    ]);
  });

  it("are read from the newest published package too, each once", async () => {
    advisories.body = { "create-daloy": [advisory] };
    const carried = [
      { id: "GHSA-aaaa-bbbb-cccc", title: "Body limit bypass", severity: "high", affected: "<1.3.0" },
      { id: "GHSA-dddd-eeee-ffff", title: "Another", severity: "low", affected: ">=1.2.0 <1.2.4" },
      { id: "GHSA-gggg-hhhh-iiii", title: "Mended long ago", severity: "low", affected: "<1.0.0" },
    ];
    manifest = { daloy: { advisories: carried } };
    const { findings } = await judged();
    expect(findings.map(({ message }) => /GHSA[-\w]+/.exec(message)?.[0])).toEqual([
      "GHSA-aaaa-bbbb-cccc",
      "GHSA-dddd-eeee-ffff",
    ]);
  });

  it("hold for a beta of an affected version", async () => {
    advisories.body = { "create-daloy": [{ ...advisory, vulnerable_versions: "<1.3.0" }] };
    expect((await judged({ ...lock, version: "1.3.0-beta.0" })).findings).toHaveLength(1);
  });

  it("are said to be unknown where the registry has none", async () => {
    advisories = { status: 404, body: {} };
    expect(await judged()).toEqual({
      findings: [],
      unchecked: ["Advisories for create-daloy@1.2.3. The registry has no advisories."],
    });
    advisories = { status: 503, body: {} };
    expect((await judged()).unchecked).toEqual([expect.stringContaining("answered 503")]);
  });
});
