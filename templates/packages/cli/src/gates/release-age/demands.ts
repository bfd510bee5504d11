import type { Manager } from "../../project/manager.ts";
import { atLeast, type Demand, isTrue } from "../../protections/demand.ts";
import { type DataValue, textAt } from "../../syntax/data.ts";

/** An `.npmrc` that pnpm 10 reads must not say less than the workspace file. */
const unlessWeaker = (value: DataValue | undefined): boolean => value === undefined || atLeast(1440)(value);

/** How each manager is told to let a release rest for a day, in the units that it counts in. */
export const demands: Readonly<Record<Manager, readonly Demand[]>> = {
  npm: [
    { files: [".npmrc"], path: ["min-release-age"], holds: atLeast(1), write: "min-release-age=1 (days)" },
  ],
  pnpm: [
    {
      files: ["pnpm-workspace.yaml"],
      path: ["minimumReleaseAge"],
      holds: atLeast(1440),
      write: "minimumReleaseAge: 1440 (minutes)",
    },
    {
      files: ["pnpm-workspace.yaml"],
      path: ["minimumReleaseAgeStrict"],
      holds: isTrue,
      write: "minimumReleaseAgeStrict: true",
    },
    {
      files: [".npmrc"],
      path: ["minimum-release-age"],
      holds: unlessWeaker,
      write: "minimum-release-age=1440 (minutes)",
    },
  ],
  yarn: [
    {
      files: [".yarnrc.yml"],
      path: ["npmMinimalAgeGate"],
      // Yarn 4.10 takes "1d" for nothing
      holds: atLeast(1440),
      write: "npmMinimalAgeGate: 1440 (minutes)",
    },
  ],
  bun: [
    {
      files: ["bunfig.toml"],
      path: ["install", "minimumReleaseAge"],
      holds: atLeast(86_400),
      write: "minimumReleaseAge = 86400 (seconds) under [install]",
    },
  ],
  deno: [
    {
      files: ["deno.json", "deno.jsonc"],
      path: ["minimumDependencyAge"],
      holds: isDay,
      write: '"minimumDependencyAge": "P1D"',
    },
  ],
};

/** Where each manager lists packages for which the age does not count. */
export const exclusions: Readonly<Record<Manager, readonly (readonly [file: string, ...path: string[]])[]>> =
  {
    npm: [],
    pnpm: [
      ["pnpm-workspace.yaml", "minimumReleaseAgeExclude"],
      [".npmrc", "minimum-release-age-exclude[]"],
    ],
    yarn: [[".yarnrc.yml", "npmPreapprovedPackages"]],
    bun: [["bunfig.toml", "install", "minimumReleaseAgeExcludes"]],
    deno: [
      ["deno.json", "minimumDependencyAge", "exclude"],
      ["deno.jsonc", "minimumDependencyAge", "exclude"],
    ],
  };

/** A number of minutes or a duration of ISO 8601; a date would be one that passes. */
function isDay(value: DataValue | undefined): boolean {
  const text = value?.text ?? textAt(value, "age") ?? "";
  if (/^\d+$/.test(text)) return Number(text) >= 1440;
  const [, weeks, days, hours, minutes] =
    /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(text) ?? [];
  const [w, d, h, m] = [weeks, days, hours, minutes].map((part) => Number(part ?? 0));
  return (((w ?? 0) * 7 + (d ?? 0)) * 24 + (h ?? 0)) * 60 + (m ?? 0) >= 1440;
}
