import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Instance, Refusal } from "../target.ts";

export interface Spawn {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly origin: string;
}

/** A tool that serves the app on a port, with children of its own: it ends together with them. */
export function spawnServer({ command, cwd, env, origin }: Spawn): Instance {
  const [file = "", ...args] = command;
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(file, args, { cwd, env: { PATH, HOME, ...env }, detached: true });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const exited = once(child, "exit").then(([code]) => (typeof code === "number" ? code : null));
  return {
    origin,
    output: () => output,
    terminate: () => void child.kill("SIGTERM"),
    exited,
    async kill() {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
      await exited;
    },
  };
}

/** Waits until the app itself has answered. @throws with the tool's output when it does not */
export async function untilServed(instance: Instance, milliseconds = 60_000): Promise<Instance> {
  let ended = false;
  instance.exited.then(() => {
    ended = true;
  });
  for (const deadline = Date.now() + milliseconds; Date.now() < deadline && !ended; await pause(50)) {
    if (await servesApp(instance.origin)) return instance;
  }
  await instance.kill();
  throw new Error(`The app was not served.\n${instance.output()}`);
}

/** Waits until a refusal was reported, and asks whether the app is served all the same. */
export async function untilRefused(instance: Instance, milliseconds = 60_000): Promise<Refusal> {
  let served = false;
  try {
    for (const deadline = Date.now() + milliseconds; Date.now() < deadline && !served; await pause(50)) {
      served = await servesApp(instance.origin);
      if (instance.output().includes("Refusing to start")) break;
    }
    // the report may come a little before the port
    for (let attempt = 0; attempt < 10 && !served; attempt += 1) {
      await pause(50);
      served = await servesApp(instance.origin);
    }
    return { served, code: undefined, output: instance.output() };
  } finally {
    await instance.kill();
  }
}

/** Every answer of the app has a request id, whatever stands in front of it. */
async function servesApp(origin: string): Promise<boolean> {
  const answer = await fetch(`${origin}/healthz`, { signal: AbortSignal.timeout(5000) }).catch(
    () => undefined,
  );
  return answer?.headers.has("x-request-id") ?? false;
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
