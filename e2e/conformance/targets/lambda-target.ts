import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { fetchRuntimeInterfaceClient } from "../../support/edge-tools.ts";
import { freePort } from "../../support/processes.ts";
import { fetchNode } from "../../support/runtimes.ts";
import type { Settings } from "../app/settings.ts";
import { buildEntry } from "../build.ts";
import type { Instance, Target } from "../target.ts";
import { spawnServer, untilRefused, untilServed } from "./spawned.ts";

const bridge = fileURLToPath(new URL("../../programs/lambda-bridge.mjs", import.meta.url));

const buffered: Target["cannot"] = {
  "response-streaming": "an answer is one event.",
  "stream-abort": "an answer is one event.",
};
const streamed: Target["cannot"] = {
  "content-length": "the head leaves before the length is known.",
  "stream-abort": "Lambda does not tell the function.",
  "response-streaming": "an instance takes one request at a time, so nothing can release the second piece.",
};

const lossy: Readonly<Record<Kind, Target["cannot"]>> = {
  v1: { "raw-query": "API Gateway decodes it." },
  v2: {},
  alb: { "raw-query": "without multi-value headers only the last of several values arrives." },
  "alb-multi-value": { "raw-query": "the values of one name arrive together." },
};
type Kind = "v1" | "v2" | "alb" | "alb-multi-value";

/**
 * A Lambda function in AWS's own runtime interface client, which fetches events from a Runtime API on this machine.
 *
 * @param kind whose events they are
 * @param variables of the function, beside the app's settings
 */
export function lambdaTarget(
  kind: Kind,
  entry: "lambda" | "lambda-stream" | "lambda-shutdown" = "lambda",
  variables: Readonly<Record<string, string>> = {},
): Target {
  let launch: (vars: Settings) => Promise<Instance>;
  return {
    name: entry === "lambda" ? `lambda (${kind})` : `lambda (${kind}, streamed)`,
    cannot: {
      ...lossy[kind],
      ...(entry === "lambda" ? buffered : streamed),
      "forwarded-headers": "the platform itself says who the client is.",
      "request-streaming": "a request is one event.",
      duplex: "a request is one event.",
      "client-abort": "nobody tells the function.",
      "slow-request": "a request is one event: a slow one never begins.",
      "idle-limit": "the platform holds the connections.",
      process: "the platform starts and ends it.",
    },
    async prepare() {
      const file = await buildEntry(entry);
      const client = fetchRuntimeInterfaceClient();
      launch = async (settings) => {
        const vars = { ...settings, ...variables };
        const port = await freePort();
        const where = {
          node: fetchNode("22"),
          client,
          directory: dirname(file),
          handler: `${entry}.handler`,
        };
        const command = [process.execPath, bridge, JSON.stringify({ ...where, kind, port, vars })];
        return spawnServer({ command, cwd: dirname(file), env: {}, origin: `http://127.0.0.1:${port}` });
      };
    },
    start: async (settings) => untilServed(await launch(settings)),
    refuse: async (settings) => untilRefused(await launch(settings)),
  };
}
