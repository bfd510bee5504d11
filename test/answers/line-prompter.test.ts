import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { Cancelled } from "../../src/answers/cancelled.ts";
import { linePrompter } from "../../src/answers/line-prompter.ts";
import type { Prompter } from "../../src/answers/prompter.ts";

/** Answers each prompt with the next line, once the prompt is there. */
function conversation(...lines: string[]): { prompter: Prompter; said: () => string; cancel: () => void } {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const cancelling = new AbortController();
  let said = "";
  output.on("data", (chunk: Buffer) => {
    said += chunk.toString();
    if (!/[ :)\]] $/.test(said)) return;
    const line = lines.shift();
    setImmediate(() => (line === undefined ? input.end() : input.write(`${line}\n`)));
  });
  return {
    prompter: linePrompter(input, output, cancelling.signal),
    said: () => said,
    cancel: () => cancelling.abort(new Cancelled()),
  };
}

const choices = [
  { value: "npm", label: "npm" },
  { value: "hops:", label: "A number", hint: "hops:N", detail: { question: "How many?", placeholder: "1" } },
];

describe("linePrompter", () => {
  it("takes the proposal for an empty answer, and asks again with what is wrong", async () => {
    const { prompter, said } = conversation("bad", "");
    const check = (text: string) => (text === "bad" ? "Not that." : undefined);
    expect(await prompter.text({ message: "Where?", proposal: "here", check })).toBe("here");
    expect(said()).toBe("Where? [here] Not that.\nWhere? [here] ");
  });

  it.each([
    ["1", "npm"],
    ["npm", "npm"],
    ["NPM", "npm"],
    ["2", "hops:"],
    ["hops", "hops:"],
    ["", "npm"],
  ])("takes %j from a list for %s", async (line, value) => {
    const { prompter } = conversation(line);
    expect(await prompter.choose({ message: "Which?", choices, proposal: "npm" })).toBe(value);
  });

  it("names the nearest line of a list", async () => {
    const { prompter, said } = conversation("nmp", "3", "1");
    await prompter.choose({ message: "Which?", choices, proposal: undefined });
    expect(said()).toContain('"nmp" is not in the list. Did you mean npm?');
    expect(said()).toContain('"3" is not in the list.\n');
  });

  it.each([
    ["", true],
    ["y", true],
    ["No", false],
  ])("takes %j for %s", async (line, value) => {
    expect(await conversation(line).prompter.confirm({ message: "Sure?", proposal: true })).toBe(value);
  });

  it("asks again for what is neither yes nor no", async () => {
    const { prompter, said } = conversation("perhaps", "n");
    expect(await prompter.confirm({ message: "Sure?", proposal: true })).toBe(false);
    expect(said()).toBe("Sure? (Y/n) Answer y or n.\nSure? (Y/n) ");
  });

  it("is cancelled by the end of the input, and by the signal", async () => {
    const ended = conversation();
    await expect(ended.prompter.confirm({ message: "Sure?", proposal: true })).rejects.toBeInstanceOf(
      Cancelled,
    );
    const cancelled = linePrompter(new PassThrough(), new PassThrough(), AbortSignal.timeout(10));
    await expect(cancelled.confirm({ message: "Sure?", proposal: true })).rejects.toBeInstanceOf(Cancelled);
  });
});
