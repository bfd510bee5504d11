import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "../../support/processes.ts";
import type { Settings } from "../app/settings.ts";
import { buildEntry } from "../build.ts";
import type { Instance, Target } from "../target.ts";
import { spawnServer, untilRefused, untilServed } from "./spawned.ts";

const host = fileURLToPath(new URL("../../../templates/packages/cli/dist/host/serve.js", import.meta.url));

/** A Vercel Function on Node, hosted as `daloy smoke` hosts it: Web requests in, with the headers that Vercel writes. */
export function vercelTarget(): Target {
  let entry = "";
  const launch = async (settings: Settings): Promise<Instance> => {
    const port = await freePort();
    return spawnServer({
      command: [process.execPath, host, "vercel", entry],
      cwd: dirname(entry),
      env: { PORT: String(port), ...settings },
      origin: `http://127.0.0.1:${port}`,
    });
  };
  return {
    name: "vercel (node)",
    cannot: {
      "raw-target": "a function gets a URL, in which dot segments are resolved already.",
      "host-header": "Vercel routes by it, and takes no other.",
      "forwarded-headers": "Vercel itself says who the client is.",
      process: "the platform starts and ends it.",
    },
    async prepare() {
      entry = await buildEntry("vercel");
    },
    start: async (settings) => untilServed(await launch(settings)),
    refuse: async (settings) => untilRefused(await launch(settings)),
  };
}
