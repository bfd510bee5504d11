import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { cleanEnvironment } from "./environment.ts";
import { fetchPackages } from "./packages.ts";

/** The newest that runs on the oldest Node that is supported. It brings the miniflare and the workerd that fit it. */
export const wranglerVersion = "4.86.0";

/** @returns The folder to resolve wrangler and miniflare from, with a slash at its end */
export const cloudflarePackages = (): string => fetchPackages("cloudflare", { wrangler: wranglerVersion });

/** The program of wrangler, for Node. */
export const wranglerIn = (packages: string): string =>
  join(packages, "node_modules/wrangler/bin/wrangler.js");

/** @returns AWS's runtime interface client. Its own script builds it once: it needs cmake and a compiler. */
export function fetchRuntimeInterfaceClient(): string {
  const folder = fetchPackages("lambda", { "aws-lambda-ric": "4.0.2" });
  const client = join(folder, "node_modules/aws-lambda-ric");
  if (!existsSync(join(client, "rapid-client.node"))) {
    const npm = (...args: string[]) =>
      spawnSync("npm", args, { cwd: folder, env: { ...cleanEnvironment(), ...headers() }, encoding: "utf8" });
    npm("install-scripts", "approve", "aws-lambda-ric");
    const { status, stderr } = npm("rebuild", "aws-lambda-ric");
    if (status !== 0) throw new Error(`aws-lambda-ric could not be built.\n${stderr}`);
  }
  return join(client, "index.mjs");
}

/** Where Node brought its headers, so that nothing has to fetch them. */
function headers(): Record<string, string> {
  const prefix = dirname(dirname(process.execPath));
  return existsSync(join(prefix, "include/node/node.h")) ? { npm_config_nodedir: prefix } : {};
}

/** @returns The folder to resolve vercel's command and edge-runtime from, with a slash at its end */
export const vercelPackages = (): string =>
  fetchPackages("vercel", { vercel: "64.0.2", "edge-runtime": "4.0.1" }, { sandbox: "4.5.0" });
