import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cloudflarePackages, wranglerIn } from "../../support/edge-tools.ts";
import { freePort, runProgram } from "../../support/processes.ts";
import type { Settings } from "../app/settings.ts";
import { buildEntry } from "../build.ts";
import type { Instance, Target } from "../target.ts";
import { spawnServer, untilRefused, untilServed } from "./spawned.ts";

const config = {
  name: "conformance",
  main: "../cloudflare.js",
  compatibility_date: "2026-04-01",
  compatibility_flags: ["enable_request_signal"],
};
const env = { WRANGLER_SEND_METRICS: "false", CI: "1" };

const cannot: Target["cannot"] = {
  "raw-target": "a Worker gets a URL, in which dot segments are resolved already.",
  "host-header": "Cloudflare routes by it, and takes no other.",
  "forwarded-headers": "Cloudflare itself says who the client is.",
  "client-abort": "workerd looks for the client only once the response has begun.",
  "idle-limit": "the platform holds the connections.",
  process: "an isolate has none.",
};

/** A folder with a wrangler configuration for the suite's entry. */
async function workerDirectory(): Promise<string> {
  const directory = join(dirname(await buildEntry("cloudflare")), "cloudflare");
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "wrangler.json"), JSON.stringify(config));
  return directory;
}

type Launch = (settings: Settings) => Promise<Instance>;

function workerTarget(name: string, lacks: Target["cannot"], prepare: () => Promise<Launch>): Target {
  let launch: Launch;
  return {
    name,
    cannot: { ...cannot, ...lacks },
    async prepare() {
      launch = await prepare();
    },
    start: async (settings) => untilServed(await launch(settings)),
    refuse: async (settings) => untilRefused(await launch(settings)),
  };
}

/** What `wrangler deploy` would upload, in workerd, with nothing in front of it. */
export const workerd = workerTarget("cloudflare (workerd)", {}, async () => {
  const directory = await workerDirectory();
  const packages = cloudflarePackages();
  const args = [wranglerIn(packages), "deploy", "--dry-run", "--outdir", "dist"];
  const { PATH = "", HOME = "" } = process.env;
  const { code, stdout, stderr } = await runProgram(process.execPath, args, {
    cwd: directory,
    env: { PATH, HOME, ...env },
  });
  if (code !== 0) throw new Error(`The Worker could not be bundled.\n${stdout}${stderr}`);
  const program = fileURLToPath(new URL("../../programs/miniflare.mjs", import.meta.url));
  return async (vars) => {
    const port = await freePort();
    const task = {
      packages,
      bundle: join(directory, "dist/cloudflare.js"),
      port,
      vars,
      date: config.compatibility_date,
      flags: config.compatibility_flags,
    };
    const command = [process.execPath, program, JSON.stringify(task)];
    return spawnServer({ command, cwd: directory, env, origin: `http://127.0.0.1:${port}` });
  };
});

/** The server that a developer has. */
export const wranglerDev = workerTarget(
  "cloudflare (wrangler dev)",
  { "early-refusal": "its proxy answers 503 when a Worker does not read to the end." },
  async () => {
    const directory = await workerDirectory();
    const wrangler = wranglerIn(cloudflarePackages());
    return async (settings) => {
      const [port, inspector] = [await freePort(), await freePort()];
      const vars = Object.entries(settings).flatMap(([name, value]) => ["--var", `${name}:${value}`]);
      const where = ["--ip", "127.0.0.1", "--port", String(port), "--inspector-port", String(inspector)];
      return spawnServer({
        command: [process.execPath, wrangler, "dev", ...where, ...vars],
        cwd: directory,
        env,
        origin: `http://127.0.0.1:${port}`,
      });
    };
  },
);
