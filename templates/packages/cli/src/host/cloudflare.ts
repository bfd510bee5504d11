import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { connect, createServer } from "node:net";
import { devNull } from "node:os";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort, loopback } from "../processes/port.ts";
import type { Place } from "./place.ts";

/** What wrangler shows of a Worker that does not start, or does not build. */
const failed = /Refusing to start|Uncaught \w*Error|\[ERROR\]|Build failed/;
const patienceMs = 60_000;

/**
 * A Worker in workerd, by `wrangler dev`. What the environment holds reaches it as its bindings. Wrangler waits for a change where a
 * Worker refuses to start; here that ends the process, and the port is only opened for a Worker that runs. Wrangler would let `.env` win
 * over a variable that is set and empty, so it gets no file to read. In development the documentation page is bundled too.
 *
 * @param config the wrangler configuration
 */
export async function hostCloudflare(config: string, place: Place): Promise<void> {
  const port = await freePort();
  const inspector = await freePort();
  const wrangler = createRequire(resolve("package.json")).resolve("wrangler/package.json");
  const where = ["--ip", loopback, "--port", String(port), "--inspector-port", String(inspector)];
  const args = [
    resolve(wrangler, "../bin/wrangler.js"),
    "dev",
    "--config",
    config,
    "--env-file",
    devNull,
    ...(process.env["DALOY_ENV"] === "development" ? ["--define", "DALOY_DOCS:true"] : []),
    ...where,
  ];
  // In this process's own group, so that whoever ends the group ends it too.
  const child = spawn(process.execPath, args, {
    env: {
      ...process.env,
      CI: "1",
      CLOUDFLARE_INCLUDE_PROCESS_ENV: "true",
      WRANGLER_SEND_METRICS: "false",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(child, "exit");
  let asked = false;
  process.once("SIGTERM", () => {
    asked = true;
    child.kill();
  });
  if (await comesUp(child, port)) {
    forward(port, place);
  } else {
    child.kill();
  }
  await exited;
  process.exit(asked ? 0 : 1);
}

/** Whether the Worker came to answer, with any status. */
async function comesUp(child: ChildProcess, port: number): Promise<boolean> {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      process.stdout.write(text);
    });
  }
  const url = `http://${loopback}:${port}/`;
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await sleep(50)) {
    if (child.exitCode !== null || failed.test(output)) break;
    const answer = await fetch(url, { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer && !failed.test(output)) return true;
  }
  // the report may still be on its way
  await sleep(250);
  return false;
}

/** Byte by byte, so that nothing of a request or an answer is changed on the way. */
function forward(to: number, { host, port }: Place): void {
  const server = createServer((client) => {
    const worker = connect(to, loopback);
    client.pipe(worker).pipe(client);
    for (const [socket, other] of [
      [client, worker],
      [worker, client],
    ] as const) {
      socket.on("error", () => other.destroy());
      socket.on("close", () => other.destroy());
    }
  });
  server.listen(port, host, () => {
    process.stdout.write(`${JSON.stringify({ level: "info", msg: "Listening", port, hostname: host })}\n`);
  });
}
