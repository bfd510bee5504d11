import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cleanEnvironment } from "./environment.ts";
import { fetchPackages } from "./packages.ts";
import { freePort } from "./processes.ts";

export interface PublishedPackage {
  readonly name: string;
  readonly version: string;
  /** When the registry says that it was published. */
  readonly published: Date;
  readonly manifest?: Readonly<Record<string, unknown>>;
  readonly files?: Readonly<Record<string, string>>;
}

export interface LocalRegistry {
  readonly url: string;
  /** A home folder in which every package manager finds this registry, and a name to publish under. */
  readonly home: string;
  publish(pack: PublishedPackage): Promise<void>;
  /** Publishes a folder or a tarball as it is, and says that it is as old as that. */
  publishFolder(folder: string, name: string, version: string, published: Date): Promise<void>;
  close(): Promise<void>;
}

/** The newest line of verdaccio that runs on Node 20, with the one dependency of it that is broken there put right. */
const verdaccio = { name: "verdaccio", version: "6.8.0", overrides: { "node-fetch": "2.7.0" } };

/**
 * Starts a registry of our own in front of the real one: what is published here is served from here, everything else
 * comes from there with its true dates.
 *
 * @param ours Patterns of the names that are never asked for upstream
 */
export async function startRegistry(ours: readonly string[]): Promise<LocalRegistry> {
  const folder = fetchPackages("verdaccio", { [verdaccio.name]: verdaccio.version }, verdaccio.overrides);
  const root = await mkdtemp(join(tmpdir(), "create-daloy-registry-"));
  const storage = join(root, "storage");
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  await writeFile(join(root, "config.yaml"), JSON.stringify(configuration(storage, ours)));
  const home = await writeHome(root, url);

  const program = join(folder, "node_modules/verdaccio/bin/verdaccio");
  const args = [program, "--config", join(root, "config.yaml"), "--listen", `127.0.0.1:${port}`];
  const child = spawn(process.execPath, args, { env: { ...cleanEnvironment(), HOME: home }, stdio: "pipe" });
  let words = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      words += text;
    });
  }
  await answering(`${url}-/ping`, () => {
    if (child.exitCode !== null) throw new Error(`The local registry did not start.\n${words}`);
  });

  async function publishFolder(from: string, name: string, version: string, published: Date): Promise<void> {
    const env = { ...cleanEnvironment(), HOME: home, NPM_CONFIG_USERCONFIG: join(home, ".npmrc") };
    const { status, stderr } = spawnSync("npm", ["publish", from, "--tag", "latest", "--ignore-scripts"], {
      cwd: root,
      env,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`${name}@${version} was not published.\n${stderr}`);
    const file = join(storage, name, "package.json");
    const document = JSON.parse(await readFile(file, "utf8"));
    document.time[version] = published.toISOString();
    document.time.created = published.toISOString();
    await writeFile(file, JSON.stringify(document));
  }

  return {
    url,
    home,
    publishFolder,
    async publish({ name, version, published, manifest = {}, files = {} }) {
      const from = await mkdtemp(join(root, "package-"));
      await writeFile(join(from, "package.json"), JSON.stringify({ name, version, ...manifest }));
      for (const [path, text] of Object.entries(files)) await writeFile(join(from, path), text);
      await publishFolder(from, name, version, published);
    },
    async close() {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      await rm(root, { recursive: true, force: true });
    },
  };
}

function configuration(storage: string, ours: readonly string[]): object {
  const { stdout } = spawnSync("npm", ["config", "get", "registry"], {
    env: cleanEnvironment(),
    encoding: "utf8",
  });
  const rights = { access: "$all", publish: "$anonymous", unpublish: "$anonymous" };
  return {
    storage,
    uplinks: { upstream: { url: stdout.trim(), maxage: "1h", timeout: "60s" } },
    packages: {
      ...Object.fromEntries(ours.map((pattern) => [pattern, rights])),
      "**": { access: "$all", proxy: "upstream" },
    },
    publish: { allow_offline: true },
    // a document of the size that typescript and @types/node have
    max_body_size: "100mb",
    log: { type: "stdout", format: "pretty", level: "warn" },
    web: { enable: false },
  };
}

/** npm, pnpm, Bun and Deno read `.npmrc` there, Yarn `.yarnrc.yml`. */
async function writeHome(root: string, url: string): Promise<string> {
  const home = join(root, "home");
  await mkdir(home);
  const host = url.slice("http:".length);
  await writeFile(join(home, ".npmrc"), `registry=${url}\n${host}:_authToken=nobody\n`);
  await writeFile(
    join(home, ".yarnrc.yml"),
    `npmRegistryServer: "${url}"\nunsafeHttpWhitelist: ["127.0.0.1"]\n`,
  );
  return home;
}

async function answering(url: string, check: () => void): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    check();
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("The local registry did not answer within 30 seconds.");
}
