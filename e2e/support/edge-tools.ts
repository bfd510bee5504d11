import { join } from "node:path";
import { fetchPackages } from "./packages.ts";

/** The newest that runs on the oldest Node that is supported. It brings the miniflare and the workerd that fit it. */
const wranglerVersion = "4.86.0";

/** @returns The folder to resolve wrangler and miniflare from, with a slash at its end */
export const cloudflarePackages = (): string => fetchPackages("cloudflare", { wrangler: wranglerVersion });

/** The program of wrangler, for Node. */
export const wranglerIn = (packages: string): string =>
  join(packages, "node_modules/wrangler/bin/wrangler.js");
