import { stripVTControlCharacters } from "node:util";
import { type IPty, spawn } from "@lydell/node-pty";

export interface TerminalOptions {
  readonly cwd: string;
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** A program on a real terminal: what it shows, what a person types, how it ends. */
export class Terminal {
  /** Everything that was shown, with its control sequences. */
  raw = "";
  readonly pid: number;
  readonly exitCode: Promise<number>;
  readonly #pty: IPty;
  #seen = 0;

  constructor(file: string, args: readonly string[], { cwd, columns = 80, env = {} }: TerminalOptions) {
    const { PATH = "", HOME = "" } = process.env;
    this.#pty = spawn(process.execPath, [file, ...args], {
      cwd,
      cols: columns,
      rows: 40,
      name: env["TERM"] ?? "xterm-256color",
      env: { PATH, HOME, LANG: "C.UTF-8", ...env },
    });
    this.pid = this.#pty.pid;
    this.#pty.onData((data) => {
      this.raw += data;
    });
    this.exitCode = new Promise((resolve) => this.#pty.onExit(({ exitCode }) => resolve(exitCode)));
  }

  get text(): string {
    return stripVTControlCharacters(this.raw);
  }

  /** Waits until the text is shown, after what was waited for last. */
  async shows(text: string, within = 20_000): Promise<void> {
    const deadline = Date.now() + within;
    for (;;) {
      const at = this.text.indexOf(text, this.#seen);
      if (at !== -1) {
        this.#seen = at + text.length;
        return;
      }
      if (Date.now() > deadline)
        throw new Error(`"${text}" did not show up. The terminal shows:\n${this.text}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  type(keys: string): void {
    this.#pty.write(keys);
  }

  /** Waits for a question and answers it. */
  async answer(question: string, keys: string): Promise<void> {
    await this.shows(question);
    // The question is drawn before its keys are listened for.
    await new Promise((resolve) => setTimeout(resolve, 50));
    this.type(keys);
  }

  hangUp(): void {
    this.#pty.kill("SIGHUP");
  }
}

export const keys = { enter: "\r", down: "\u001b[B", ctrlC: "\u0003", ctrlD: "\u0004", escape: "\u001b" };
