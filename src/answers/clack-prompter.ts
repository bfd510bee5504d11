import { Cancelled } from "./cancelled.ts";
import type { Check, Prompter } from "./prompter.ts";

/** Questions with a cursor, by clack; it is loaded with the first question and not before. */
export async function clackPrompter(signal: AbortSignal): Promise<Prompter> {
  const clack = await import("@clack/prompts");

  const answered = <Value>(answer: Value | typeof clack.CANCEL_SYMBOL): Value => {
    if (clack.isCancel(answer)) throw new Cancelled();
    return answer;
  };
  const judge = (check: Check, proposal: string | undefined) => (text: string | undefined) =>
    check(text?.trim() || proposal || "");

  return {
    async text({ message, proposal, placeholder, check }) {
      const answer = await clack.text({
        message,
        placeholder: proposal ?? placeholder ?? "",
        defaultValue: proposal ?? "",
        validate: judge(check, proposal),
        signal,
      });
      return answered(answer).trim();
    },
    async choose({ message, choices, proposal }) {
      const lines = choices.map(({ value, label, hint }) =>
        hint === undefined ? { value, label } : { value, label, hint },
      );
      const initial = proposal === undefined ? {} : { initialValue: proposal };
      return answered(
        await clack.select({ message, options: lines, ...initial, showInstructions: false, signal }),
      );
    },
    async confirm({ message, proposal }) {
      return answered(await clack.confirm({ message, initialValue: proposal, signal }));
    },
  };
}
