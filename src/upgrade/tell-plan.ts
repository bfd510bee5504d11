import { flagName } from "../answers/option.ts";
import type { RecordedProject } from "../change/project.ts";
import type { CreateInput } from "../create-input.ts";
import { type OptionKey, optionKeys, options, type Settings } from "../options.ts";
import { diffLines } from "../report/diff.ts";
import type { Notice } from "../report/outcome.ts";
import { upgradeLines } from "../report/upgrade-lines.ts";
import { fileActions } from "./file-actions.ts";
import type { UpgradePlan } from "./plan-upgrade.ts";

/** Shows what an upgrade would do, and warns of what it does not do. */
export function tellPlan(
  { line, reporter, outcome }: CreateInput,
  settings: Settings,
  recorded: Partial<Settings>,
  { lock, baseFault }: RecordedProject,
  { changes, current, optIns, missingVariables }: UpgradePlan,
  warn: (notice: Notice) => void,
): void {
  const files = fileActions(changes);
  outcome.files = files;
  const versions = lock.version === outcome.version ? lock.version : `${lock.version} → ${outcome.version}`;
  reporter.say(
    [`${settings.name}: ${versions}`, ...changedAnswers(recorded, settings)].join(", "),
    files.length === 0 ? ["Nothing to change."] : upgradeLines(files),
  );
  if (line.modes.diff) reporter.say("Line by line", diffLines(changes, current));
  if (baseFault !== undefined)
    warn({
      code: "base-lost",
      message: `${baseFault} Nothing can be merged, so nothing of yours is overwritten: the templates' versions go beside it.`,
      fix: "Restore .daloy/base.gz from version control first, if you can.",
    });
  for (const { id, message, line: text, file } of optIns)
    warn({
      code: `opt-in-${id}`,
      message,
      fix: `New projects have it. To switch it on here, add to ${file}: ${text.trim()}`,
    });
  for (const { path, action, security } of files)
    if (security && (action === "stay-deleted" || action === "out-of-reach"))
      warn({
        code: "security-file-behind",
        message: `${path} changed in the templates, and is not in this project.`,
        fix: `\`--restore ${path}\` brings it back.`,
      });
  if (missingVariables.length > 0)
    warn({
      code: "env-incomplete",
      message: `.env is yours and is not touched; it lacks ${missingVariables.join(", ")}.`,
      fix: ".env.example says what to add.",
    });
}

/** `auth jwt → bearer`, for every recorded answer that is another one now. */
function changedAnswers(recorded: Partial<Settings>, settings: Settings): string[] {
  return optionKeys.flatMap((key) => changedAnswer(key, recorded[key], settings[key]) ?? []);
}

function changedAnswer<Key extends OptionKey>(
  key: Key,
  before: Settings[Key] | undefined,
  now: Settings[Key],
): string | undefined {
  const { recorded, format } = options[key];
  if (!recorded || before === undefined || before === now) return undefined;
  return `${flagName(key)} ${format(before)} → ${format(now)}`;
}
