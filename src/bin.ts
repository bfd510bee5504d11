import { fileURLToPath } from "node:url";
import { Cancelled } from "./answers/cancelled.ts";
import { main } from "./command.ts";
import { randomSecrets } from "./random-secrets.ts";
import { run } from "./steps/run.ts";

const cancelling = new AbortController();
const cancel = () => cancelling.abort(new Cancelled());

// Further signals change nothing: the run is already taking back what it wrote.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, cancel);

// With the input at its end, a question would wait for ever and the process would leave with code 0.
process.on("beforeExit", cancel);

// A reader that has seen enough (`| head`) is no fault.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

process.exitCode = await main({
  argv: process.argv.slice(2),
  env: process.env,
  platform: process.platform,
  nodeVersion: process.versions.node,
  now: new Date(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: cancelling.signal,
  run,
  fetch,
  secrets: randomSecrets,
  templatesDir: fileURLToPath(new URL("../templates", import.meta.url)),
});
