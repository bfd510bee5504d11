import { contradictions } from "../answers/contradictions.ts";
import type { Prompter } from "../answers/prompter.ts";
import { resolveSettings } from "../answers/resolve.ts";
import type { CreateInput } from "../create-input.ts";
import type { Settings } from "../options.ts";

/** The flags, what the lock recorded, and an answer to what is new since; the steps run unless a flag says no. */
export async function settleAnswers(
  { line, situation }: CreateInput,
  recorded: Partial<Settings>,
  prompter: Prompter | undefined,
): Promise<Settings> {
  const install = line.flags.install ?? true;
  const steps = { git: false, install, smoke: line.flags.smoke ?? install };
  return resolveSettings(
    { ...stillFitting(recorded, line.flags), ...line.flags, ...steps },
    { situation, prompter, takeDefaults: prompter === undefined, checkDirectory: () => undefined },
  );
}

/** What a move to another runtime leaves of the recorded answers: the others are settled anew. */
function stillFitting(recorded: Partial<Settings>, { runtime }: Partial<Settings>): Partial<Settings> {
  const kept: { -readonly [Key in keyof Settings]?: Settings[Key] } = { ...recorded };
  for (const key of ["packageManager", "docker", "rateLimit"] as const)
    if (runtime !== undefined && contradictions({ runtime, [key]: recorded[key] }).length > 0)
      delete kept[key];
  return kept;
}
