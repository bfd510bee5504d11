/**
 * A process of its own: hosts the built app on this machine as its platform would, with the platform's own shapes of request and answer.
 * Started as `node serve.js <platform> <entry>`, with HOST and PORT in the environment.
 */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { hostCloudflare } from "./cloudflare.ts";
import { hostLambda } from "./lambda.ts";
import type { Place } from "./place.ts";
import { hostVercel } from "./vercel.ts";

/** Each takes the entry: the module that the platform loads, or the configuration that names it. */
const hosts = {
  cloudflare: hostCloudflare,
  lambda: async (entry: string, place: Place) => hostLambda(await load(entry), place),
  vercel: async (entry: string, place: Place) => hostVercel(await load(entry), place),
};

// What the real environment sets already stays as it is.
if (existsSync(".env")) process.loadEnvFile(".env");

const [platform = "", entry = ""] = process.argv.slice(2);
const host = Object.entries(hosts).find(([name]) => name === platform)?.[1];
if (host === undefined)
  throw new Error(`There is no platform "${platform}": ${Object.keys(hosts).join(", ")}.`);
await host(entry, {
  host: process.env["HOST"] || "127.0.0.1",
  port: Number(process.env["PORT"] || 3000),
});

/** A module that refuses to be loaded ends this process with its report. */
async function load(entry: string): Promise<Readonly<Record<string, unknown>>> {
  return import(pathToFileURL(resolve(entry)).href);
}
