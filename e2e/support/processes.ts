import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Where {
  readonly cwd: string;
  readonly env: Record<string, string>;
  /** Whose rights it has. Default: those of the tests. */
  readonly uid?: number;
  readonly gid?: number;
}

/** Runs a program to its end, with no input. */
export async function runProgram(file: string, args: readonly string[], where: Where): Promise<Ended> {
  const child = spawn(file, args, { ...where, stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const [code] = await once(child, "close");
  return { code: typeof code === "number" ? code : null, stdout, stderr };
}

/** A server that a test started: what it answers to, and its end. */
export interface Server {
  readonly origin: string;
  /** Asks it to end. @returns Its exit code */
  stop(): Promise<number | null>;
}

/** Starts a server that listens on `PORT`, a free one where `env` names none, and waits until it answers on `/healthz`. */
export async function startServer(file: string, args: readonly string[], where: Where): Promise<Server> {
  const port = Number(where.env["PORT"] ?? (await freePort()));
  const child = spawn(file, args, {
    ...where,
    env: { ...where.env, PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const ended = once(child, "exit");
  // A program that cannot be started is told by the deadline below.
  ended.catch(() => undefined);
  const origin = `http://127.0.0.1:${port}`;
  for (const deadline = Date.now() + 20_000; ; ) {
    const response = await fetch(`${origin}/healthz`).catch(() => undefined);
    if (response?.ok) break;
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill("SIGKILL");
      throw new Error(`The server did not come up.\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    origin,
    async stop() {
      child.kill("SIGTERM");
      const [code] = await ended;
      return typeof code === "number" ? code : null;
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("No port was to be had.");
  return address.port;
}
