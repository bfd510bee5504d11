import { spawn } from "node:child_process";
import { once } from "node:events";
import { freePort } from "../../support/processes.ts";
import type { Settings } from "../app/settings.ts";
import { buildEntry } from "../build.ts";
import type { Instance, Target } from "../target.ts";

export interface ProcessTargetOptions {
  readonly name: string;
  readonly cannot: Target["cannot"];
  /** The module in `entries/` that serves the app: it listens on `PORT` of its environment. */
  readonly entry: string;
  /** The runtime's program and its arguments, the built entry among them. May fetch the runtime first. */
  command(entry: string): readonly [file: string, ...args: string[]];
}

/** A runtime that is a program: the app is a process that listens on a port. */
export function processTarget({ name, cannot, entry, command }: ProcessTargetOptions): Target {
  let words: readonly [file: string, ...args: string[]];
  const launch = async (settings: Settings): Promise<Instance> => {
    const [file, ...args] = words;
    const port = await freePort();
    const { PATH = "", HOME = "" } = process.env;
    const child = spawn(file, args, { env: { PATH, HOME, PORT: String(port), ...settings } });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    const exited = once(child, "close").then(([code]) => (typeof code === "number" ? code : null));
    return {
      origin: `http://127.0.0.1:${port}`,
      output: () => output,
      terminate: () => void child.kill("SIGTERM"),
      exited,
      async kill() {
        child.kill("SIGKILL");
        await exited;
      },
    };
  };
  return {
    name,
    cannot,
    async prepare() {
      words = command(await buildEntry(entry));
    },
    async start(settings) {
      const instance = await launch(settings);
      if ((await answersBeforeItEnds(instance)) === true) return instance;
      await instance.kill();
      throw new Error(`${name} did not serve the app.\n${instance.output()}`);
    },
    async refuse(settings) {
      const instance = await launch(settings);
      const served = await answersBeforeItEnds(instance);
      if (served) await instance.kill();
      return { served, code: await instance.exited, output: instance.output() };
    },
  };
}

/** Whether the app came to answer, with any status, before its process ended. */
async function answersBeforeItEnds({ origin, exited, kill }: Instance): Promise<boolean> {
  let ended = false;
  exited.then(() => {
    ended = true;
  });
  for (const deadline = Date.now() + 30_000; Date.now() < deadline && !ended; ) {
    const answered = await fetch(`${origin}/healthz`).then(
      () => true,
      () => false,
    );
    if (answered) return true;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  if (!ended) await kill();
  return false;
}
