import { fetchDeno } from "../support/runtimes.ts";
import { describeConformance } from "./conformance.ts";
import { processTarget } from "./targets/process-target.ts";

describeConformance(
  processTarget({
    name: "deno",
    cannot: {
      "idle-limit": "Deno.serve waits for a head without an end; a proxy in front must not.",
    },
    entry: "deno",
    command: (entry) => [
      fetchDeno(),
      "run",
      "--no-prompt",
      "--unstable-no-legacy-abort",
      "--allow-net=127.0.0.1",
      "--allow-env=DALOY_ENV,NODE_ENV,DALOY_BUILD,NODE_TLS_REJECT_UNAUTHORIZED,PORT,TRUST_PROXY,INSECURE",
      entry,
    ],
  }),
);
