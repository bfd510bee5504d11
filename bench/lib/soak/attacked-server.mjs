import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("server.mjs", import.meta.url));

/** Starts the server in a process of its own, so that its memory is its own. */
export async function startAttackedServer(limits = {}) {
  const child = fork(program, {
    execArgv: ["--expose-gc"],
    env: { PATH: process.env.PATH, NODE_ENV: "production", LIMITS: JSON.stringify(limits) },
  });
  const [{ port }] = await once(child, "message");
  return {
    port,
    /** Bytes, after a garbage collection. */
    async memory() {
      child.send("memory");
      const [usage] = await once(child, "message");
      return usage;
    },
    isAlive: () => child.exitCode === null && child.signalCode === null,
    async stop() {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}
