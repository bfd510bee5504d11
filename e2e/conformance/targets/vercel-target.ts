import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { vercelPackages } from "../../support/edge-tools.ts";
import { freePort } from "../../support/processes.ts";
import { fetchNode } from "../../support/runtimes.ts";
import { type BuiltFunction, bundleEdge, vercelBuild } from "../../support/vercel-build.ts";
import type { Settings } from "../app/settings.ts";
import { buildEntry } from "../build.ts";
import type { Instance, Target } from "../target.ts";
import { spawnServer, untilRefused, untilServed } from "./spawned.ts";

const file = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const nodeHost = file("../../../templates/packages/cli/dist/host/serve.js");
const edgeHost = file("../../programs/vercel-edge.mjs");
const core = file("../../../templates/packages/core");

const cannot: Target["cannot"] = {
  "raw-target": "a function gets a URL, in which dot segments are resolved already.",
  "host-header": "Vercel routes by it, and takes no other.",
  "forwarded-headers": "Vercel itself says who the client is.",
  "idle-limit": "the platform holds the connections.",
  process: "the platform starts and ends it.",
};

/** A project that Vercel builds nothing in but the function: its entry, and the core as a project vendors it. */
async function projectFor(entry: string, config: string): Promise<string> {
  const built = await buildEntry(entry);
  const project = join(dirname(built), `${entry}-project`);
  rmSync(project, { recursive: true, force: true });
  for (const folder of ["api", "build", "public", "vendor", "node_modules/@daloyjs"])
    mkdirSync(join(project, folder), { recursive: true });
  cpSync(built, join(project, "build/entry.js"));
  writeFileSync(join(project, "api/index.js"), `export { default } from "../build/entry.js";\n${config}`);
  for (const part of ["package.json", "dist"])
    cpSync(join(core, part), join(project, "vendor/daloyjs-core", part), { recursive: true });
  symlinkSync("../../vendor/daloyjs-core", join(project, "node_modules/@daloyjs/core"));
  const write = (name: string, content: object) =>
    writeFileSync(join(project, name), JSON.stringify(content));
  write("package.json", { private: true, type: "module", engines: { node: "24.x" } });
  write("vercel.json", {
    framework: null,
    installCommand: "",
    buildCommand: "",
    outputDirectory: "public",
    rewrites: [{ source: "/(.*)", destination: "/api" }],
  });
  return project;
}

type Command = (built: BuiltFunction) => Promise<readonly string[]>;

interface VercelTarget {
  readonly name: string;
  readonly entry: string;
  readonly lacks: Target["cannot"];
  /** What the function's module says of itself to Vercel. */
  readonly config: string;
  readonly commandFor: Command;
}

function vercelTarget({ name, entry, lacks, config, commandFor }: VercelTarget): Target {
  let command: readonly string[];
  let cwd: string;
  const launch = async (settings: Settings): Promise<Instance> => {
    const port = await freePort();
    const env = { PORT: String(port), ...settings };
    return spawnServer({ command, cwd, env, origin: `http://127.0.0.1:${port}` });
  };
  return {
    name,
    cannot: { ...cannot, ...lacks },
    async prepare() {
      const built = await vercelBuild(await projectFor(entry, config));
      cwd = dirname(built.entry);
      command = await commandFor(built);
    },
    start: async (settings) => untilServed(await launch(settings)),
    refuse: async (settings) => untilRefused(await launch(settings)),
  };
}

/** What `vercel build` made, on the Node that it names, with Vercel's shapes of request and answer. */
export const vercelNode = vercelTarget({
  name: "vercel (node)",
  entry: "vercel",
  lacks: {},
  config: "",
  async commandFor({ entry, runtime }) {
    if (runtime !== "nodejs24.x") throw new Error(`vercel build chose ${runtime}.`);
    return [fetchNode("24"), nodeHost, "vercel", entry];
  },
});

/** What `vercel build` made of an Edge Function, in Vercel's edge-runtime. */
export const vercelEdge = vercelTarget({
  name: "vercel (edge)",
  entry: "vercel-edge",
  lacks: {
    "content-length": "edge-runtime takes it out of every answer.",
    "head-length": "edge-runtime takes Content-Length out of every answer.",
    "client-abort": "edge-runtime does not tell.",
    "stream-abort": "edge-runtime does not tell.",
  },
  config: 'export const config = { runtime: "edge" };\n',
  async commandFor(built) {
    if (built.runtime !== "edge") throw new Error(`vercel build chose ${built.runtime}.`);
    return [process.execPath, edgeHost, vercelPackages(), await bundleEdge(built)];
  },
});
