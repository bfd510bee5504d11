import type { LockedProject } from "../../lockfile/read-project.ts";
import { type DataValue, entriesAt, valueAt } from "../../syntax/data.ts";
import { parseYaml } from "../../syntax/yaml.ts";
import type { GateContext } from "../../verify/gate.ts";

/** The names of the packages whose versions the project decides itself: its `overrides` and `resolutions`, of whichever manager. */
export async function overriddenNames(
  { manifest: { document } }: LockedProject,
  { readText }: GateContext,
): Promise<ReadonlySet<string>> {
  const workspace = await parseYaml((await readText("pnpm-workspace.yaml")) ?? "");
  return new Set(
    [
      valueAt(document, "overrides"),
      valueAt(document, "resolutions"),
      valueAt(document, "pnpm", "overrides"),
      valueAt(workspace, "overrides"),
    ].flatMap(namesIn),
  );
}

/** Keys such as `name`, `name@1`, `parent>name`, `parent/**\/name`, and npm's nested ones. */
function namesIn(value: DataValue | undefined): string[] {
  return entriesAt(value).flatMap(([key, nested]) => {
    const [, name = ""] = /((?:@[^/>@]+\/)?[^/>@]+)(?:@[^>]*)?$/.exec(key) ?? [];
    return [name, ...namesIn(nested)];
  });
}
