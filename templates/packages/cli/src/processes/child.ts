import { spawn } from "node:child_process";
import { once } from "node:events";
import { StringDecoder } from "node:string_decoder";
import { setTimeout as sleep } from "node:timers/promises";
import { adoptGroup, killGroup } from "./group.ts";

export interface ChildOptions {
  readonly cwd: string;
  /** The whole environment: nothing of the tool's own is added. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Run `command[0]` as a line of the shell, as package managers run scripts. Default false. */
  readonly shell?: boolean;
  /** Receives the output as it comes. */
  readonly onText?: (text: string) => void;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process that leads its own group, with what it wrote. */
export interface Child {
  readonly pid: number | undefined;
  /** Both streams in the order they came; of a flood the first and the last 64 KiB. */
  output(): string;
  /** Settles, never rejects, once the process has ended and its output is read. */
  readonly exited: Promise<Exit>;
  hasExited(): boolean;
  /** Kills the group and waits for it. */
  kill(): Promise<void>;
}

const keptBytes = 64 * 1024;
/** How long output may still come after the end, from grandchildren that hold the pipe, in milliseconds. */
const lastWordsMs = 250;

export function startChild(command: readonly string[], options: ChildOptions): Child {
  const [file = "", ...args] = command;
  const spawned = spawn(file, args, {
    cwd: options.cwd,
    env: options.env,
    shell: options.shell ?? false,
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  const { pid } = spawned;
  if (pid !== undefined) adoptGroup(pid);

  const kept = new KeptText();
  const hear = (text: string): void => {
    kept.add(text);
    options.onText?.(text);
  };
  for (const stream of [spawned.stdout, spawned.stderr]) {
    const decoder = new StringDecoder("utf8");
    stream.on("data", (chunk: Buffer) => hear(decoder.write(chunk)));
  }

  let ended = false;
  const exited = new Promise<Exit>((resolve) => {
    spawned.once("error", (error) => {
      hear(`${error.message}\n`);
      ended = true;
      resolve({ code: null, signal: null });
    });
    spawned.once("exit", async (code, signal) => {
      ended = true;
      await Promise.race([once(spawned, "close"), sleep(lastWordsMs)]);
      if (pid !== undefined) killGroup(pid);
      resolve({ code, signal });
    });
  });

  return {
    pid,
    output: () => kept.text(),
    exited,
    hasExited: () => ended,
    async kill() {
      if (pid !== undefined) killGroup(pid);
      await exited;
    },
  };
}

/** The beginning and the end of a text that may be long. */
class KeptText {
  #head = "";
  #tail = "";

  add(text: string): void {
    const room = Math.max(0, keptBytes - this.#head.length);
    this.#head += text.slice(0, room);
    this.#tail = (this.#tail + text.slice(room)).slice(-keptBytes);
  }

  text(): string {
    return this.#head + this.#tail;
  }
}
