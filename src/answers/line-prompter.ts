import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { Cancelled } from "./cancelled.ts";
import { nearest } from "./nearest.ts";
import { type Choice, parseSwitch } from "./option.ts";
import type { Check, Prompter } from "./prompter.ts";

/**
 * Plain questions, line by line, for screen readers and for terminals without Unicode or cursor control. The terminal
 * keeps its own line editing, so that Ctrl-C arrives as a signal.
 */
export function linePrompter(input: Readable, output: Writable, signal: AbortSignal): Prompter {
  const ask = async (
    prompt: string,
    judge: (line: string) => Promise<string | undefined>,
  ): Promise<string> => {
    for (;;) {
      const line = (await readLine(prompt, input, output, signal)).trim();
      const complaint = await judge(line);
      if (complaint === undefined) return line;
      output.write(`${complaint}\n`);
    }
  };

  return {
    async text({ message, proposal, placeholder, check }) {
      const hint = proposal === undefined ? placeholder && ` (for example ${placeholder})` : ` [${proposal}]`;
      const judge = async (line: string) => check(line || proposal || "");
      return (await ask(`${message}${hint ?? ""} `, judge)) || proposal || "";
    },
    async choose({ message, choices, proposal }) {
      output.write(`${message}\n${choices.map(describe).join("\n")}\n`);
      const pick = (line: string) => findChoice(line || proposal || "", choices);
      const check: Check = (line) => (pick(line) === undefined ? refusal(line, choices) : undefined);
      const prompt = `Number or name${proposal === undefined ? "" : ` [${proposal}]`}: `;
      const line = await ask(prompt, async (text) => check(text));
      return pick(line)?.value ?? "";
    },
    async confirm({ message, proposal }) {
      const read = (line: string) =>
        line === "" ? { ok: true as const, value: proposal } : parseSwitch(line);
      const judge = async (line: string) => (read(line).ok ? undefined : "Answer y or n.");
      const parsed = read(await ask(`${message} (${proposal ? "Y/n" : "y/N"}) `, judge));
      return parsed.ok && parsed.value;
    },
  };
}

const nameOf = ({ value }: Choice): string => value.replace(/:$/, "");

function describe(choice: Choice, index: number): string {
  const { label, hint, detail } = choice;
  const meaning = label === nameOf(choice) ? "" : `: ${label}`;
  return `  ${index + 1}. ${nameOf(choice)}${meaning}${hint === undefined || detail ? "" : ` (${hint})`}`;
}

const findChoice = (line: string, choices: readonly Choice[]): Choice | undefined =>
  choices.find((choice, index) => line === String(index + 1) || line.toLowerCase() === nameOf(choice));

function refusal(line: string, choices: readonly Choice[]): string {
  const close = nearest(line, choices.map(nameOf));
  return `"${line}" is not in the list.${close === undefined ? "" : ` Did you mean ${close}?`}`;
}

function readLine(prompt: string, input: Readable, output: Writable, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const lines: Interface = createInterface({ input, terminal: false });
    const cancel = () => lines.close();
    signal.addEventListener("abort", cancel, { once: true });
    lines.once("line", (line) => {
      resolve(line);
      lines.close();
    });
    lines.once("close", () => {
      signal.removeEventListener("abort", cancel);
      reject(new Cancelled());
    });
    output.write(prompt);
  });
}
