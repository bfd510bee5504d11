import { formatSwitch } from "../answers/option.ts";
import type { RecordedAnswers } from "../change/lock.ts";
import { lockPath } from "../change/lock.ts";
import { CreateError, ExitCode } from "../errors.ts";
import { type OptionKey, optionKeys, options, type Settings } from "../options.ts";
import { isRecordedFolder, type OverlaySource, parseOverlay } from "../overlay/source.ts";

type Draft = { -readonly [Key in OptionKey]?: Settings[Key] };

/**
 * Reads the answers of a lock as if they were flags: untrusted, so each is parsed by its own option. Answers to options
 * that this version does not have are left out.
 *
 * @throws {CreateError} `lock-invalid` naming every answer that does not parse
 */
export function settingsFrom(answers: RecordedAnswers): Partial<Settings> {
  const settings: Draft = {};
  const faults = optionKeys
    .filter((key) => options[key].recorded && Object.hasOwn(answers, key))
    .flatMap((key) => readAnswer(key, answers[key], settings) ?? []);
  if (faults.length === 0) return settings;
  throw new CreateError("lock-invalid", [`${lockPath} holds answers that are none:`, ...faults].join("\n"), {
    fix: `Mend them there, or restore it from version control (\`git checkout -- ${lockPath}\`).`,
  });
}

function readAnswer<Key extends OptionKey>(
  key: Key,
  answer: string | boolean | undefined,
  settings: Draft,
): string | undefined {
  const row = options[key];
  if ((typeof answer === "boolean") !== (row.kind === "switch")) return `${key}: it is of the wrong type.`;
  const parsed = row.parse(typeof answer === "boolean" ? formatSwitch(answer) : String(answer));
  if (!parsed.ok) return `${key}: ${parsed.message} ${parsed.fix}`;
  settings[key] = parsed.value;
  return undefined;
}

/**
 * Reads the overlays of a lock as if they were flags.
 *
 * @throws {CreateError} `lock-invalid`; `overlay-folder` (usage) where one was a folder of the machine that made the project
 */
export function overlaysFrom(texts: readonly string[]): OverlaySource[] {
  const folders = texts.filter(isRecordedFolder);
  if (folders.length > 0) {
    const named = folders.map((text) => text.slice(text.indexOf(":") + 1)).join(", ");
    throw new CreateError("overlay-folder", `This project has a layer from a folder: ${named}.`, {
      fix: "Say where it lies, with every other overlay: --overlay <folder>. Without one, its files would go: --overlay none.",
      exitCode: ExitCode.usage,
    });
  }
  return texts.map((text) => {
    const parsed = parseOverlay(text);
    if (parsed.ok && parsed.value.kind === "archive") return parsed.value;
    throw new CreateError(
      "lock-invalid",
      `${lockPath} names an overlay that is none: "${text.slice(0, 200)}".`,
      {
        fix: `Restore it from version control (\`git checkout -- ${lockPath}\`).`,
      },
    );
  });
}
