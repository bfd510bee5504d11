import type { TerminalTraits } from "../report/theme.ts";
import type { World } from "../world.ts";
import { clackPrompter } from "./clack-prompter.ts";
import type { CommandLine } from "./command-line.ts";
import { linePrompter } from "./line-prompter.ts";
import type { Prompter } from "./prompter.ts";

/** Who asks: nobody without a terminal, with `--yes` and with `--json`. */
export async function prompterFor(
  { stdin, stdout, signal }: World,
  { modes }: CommandLine,
  traits: TerminalTraits,
): Promise<Prompter | undefined> {
  if (!traits.interactive || modes.yes || modes.json) return undefined;
  return traits.plain ? linePrompter(stdin, stdout, signal) : clackPrompter(signal);
}
