import { describe, expect, it } from "vitest";
import { optionKeys, options, recordedAnswers } from "../../src/options.ts";
import { catalogue, catalogueText } from "../../src/report/catalogue.ts";
import { helpText } from "../../src/report/help.ts";
import { defaultSettings } from "../support/settings.ts";

const situation = { runBy: undefined, dryRun: false };

describe("catalogue", () => {
  it("has every option with its values and default", () => {
    const { options: entries } = catalogue("1.0.0", situation);
    expect(entries.find(({ key }) => key === "packageManager")).toEqual({
      key: "packageManager",
      flags: ["-p", "--package-manager"],
      description: "package manager",
      question: "Which package manager?",
      values: [
        { value: "npm", label: "npm", hint: null },
        { value: "pnpm", label: "pnpm", hint: null },
        { value: "yarn", label: "Yarn", hint: null },
        { value: "bun", label: "Bun", hint: null },
        { value: "deno", label: "Deno", hint: null },
      ],
      default: "the one that ran the command, else npm, or the runtime's own",
      recorded: true,
    });
    expect(entries.map(({ key }) => key)).toEqual([
      ...optionKeys,
      "overlay",
      "onConflict",
      "restore",
      "yes",
      "dryRun",
      "json",
      "undo",
      "replaceOwned",
      "diff",
      "offline",
      "allowUnpinned",
      "strict",
      "list",
      "help",
      "version",
    ]);
  });

  it("offers only values that the option takes", () => {
    for (const key of optionKeys) {
      for (const choice of options[key].choices ?? []) {
        const example = choice.detail === undefined ? choice.value : choice.value + choice.detail.placeholder;
        expect(options[key].parse(example)).toMatchObject({ ok: true });
      }
    }
  });

  it("marks as recorded what the lock records", () => {
    expect(Object.keys(recordedAnswers(defaultSettings))).toEqual(
      optionKeys.filter((key) => options[key].recorded),
    );
  });
});

it("is readable as text", () => {
  expect(catalogueText(catalogue("1.0.0", situation))).toMatchSnapshot();
});

it("is the help", () => {
  expect(helpText("1.0.0", situation, 100)).toMatchSnapshot();
});
