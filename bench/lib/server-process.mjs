import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { cleanEnvironment } from "./dependencies.mjs";

export const hostname = "127.0.0.1";

const child = fileURLToPath(new URL("server-child.mjs", import.meta.url));

/** Starts one contender pinned to one core → `{pid, origin, stop}`. Rejects when it ends before it listens. */
export async function startServer(contender, core) {
  const server = fork(child, [contender.name], {
    execPath: "taskset",
    execArgv: ["-c", String(core), process.execPath],
    env: cleanEnvironment({ NODE_ENV: "production" }),
    stdio: ["ignore", process.stderr, process.stderr, "ipc"],
  });
  const ended = once(server, "exit");
  const message = await Promise.race([once(server, "message"), ended.then(() => undefined)]);
  if (message === undefined) throw new Error(`${contender.name}: the server ended before it listened.`);
  return {
    pid: server.pid,
    origin: `http://${hostname}:${message[0].port}`,
    async stop() {
      server.kill("SIGKILL");
      await ended;
    },
  };
}
