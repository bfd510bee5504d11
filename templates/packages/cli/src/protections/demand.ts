import { type DataValue, valueAt } from "../syntax/data.ts";
import { parseSettings } from "../syntax/settings-file.ts";
import type { Finding, GateContext } from "../verify/gate.ts";

/** A setting without which a package manager does not hold a protection. */
export interface Demand {
  /** The first is where it belongs; another in which it stands counts too. */
  readonly files: readonly [string, ...string[]];
  readonly path: readonly [string, ...string[]];
  /** The value may be missing. */
  readonly holds: (value: DataValue | undefined) => boolean;
  /** As it is to be written. */
  readonly write: string;
}

/** The demands that are not met, each at the line of the setting. */
export async function unmetDemands(
  demands: readonly Demand[],
  context: Pick<GateContext, "readText">,
): Promise<Pick<Finding, "file" | "line" | "rule" | "message" | "fix">[]> {
  const judged = await Promise.all(
    demands.map(async ({ files, path, holds, write }) => {
      const { file, value } = await settingAt(files, path, context);
      if (holds(value)) return [];
      const said = value === undefined ? "is missing" : "is not in force";
      const message = `${path.join(".")} ${said} in ${file}.`;
      return [
        { file, line: value?.line ?? 1, rule: "not-in-force", message, fix: `Write ${write} in ${file}.` },
      ];
    }),
  );
  return judged.flat();
}

async function settingAt(
  files: readonly [string, ...string[]],
  path: readonly string[],
  context: Pick<GateContext, "readText">,
): Promise<{ file: string; value: DataValue | undefined }> {
  for (const file of files) {
    const value = valueAt(await readSettings(file, context), ...path);
    if (value !== undefined) return { file, value };
  }
  return { file: files[0], value: undefined };
}

/** A settings file of the project; `undefined` where there is none that can be read. */
export async function readSettings(
  file: string,
  { readText }: Pick<GateContext, "readText">,
): Promise<DataValue | undefined> {
  const text = await readText(file);
  return text === undefined ? undefined : parseSettings(file, text);
}

export const isTrue = (value: DataValue | undefined): boolean => value?.text === "true";

export const atLeast =
  (least: number) =>
  (value: DataValue | undefined): boolean =>
    /^\d+(?:\.\d+)?$/.test(value?.text ?? "") && Number(value?.text) >= least;
