import type { Prompter } from "../answers/prompter.ts";
import type { ConflictPolicy } from "../change/conflicts.ts";
import { CreateError } from "../errors.ts";
import { diffLines } from "../report/diff.ts";
import type { Reporter } from "../report/reporter.ts";
import type { UpgradePlan } from "./plan-upgrade.ts";

const apply = [{ value: "apply", label: "Write them" }];

const applyWithConflicts = [
  { value: "markers", label: "Write them, with conflict markers in your files" },
  { value: "sidecar", label: "Write them, the template's version beside your files" },
];

const others = [
  { value: "diff", label: "Show them line by line first" },
  { value: "leave", label: "Leave everything as it is" },
];

/**
 * Asks whether to write what was planned, and shows it line by line on request.
 *
 * @param policy What to do about conflicts, where a flag said so
 * @returns What to do about them
 * @throws {CreateError} `declined`
 */
export async function confirm(
  prompter: Prompter,
  reporter: Reporter,
  { changes, current }: Pick<UpgradePlan, "changes" | "current">,
  policy: ConflictPolicy | undefined,
): Promise<ConflictPolicy> {
  const asksForPolicy = policy === undefined && changes.some(({ action }) => action === "conflict");
  const choices = [...(asksForPolicy ? applyWithConflicts : apply), ...others];
  for (;;) {
    const proposal = asksForPolicy ? "markers" : "apply";
    const answer = await prompter.choose({ message: "Write these changes?", choices, proposal });
    if (answer === "apply" || answer === "markers") return policy ?? "markers";
    if (answer === "sidecar") return "sidecar";
    if (answer === "leave")
      throw new CreateError("declined", "Nothing was written.", {
        fix: "Run the command again when you are ready.",
      });
    reporter.say("Line by line", diffLines(changes, current));
  }
}
