import type { Manager } from "../../project/manager.ts";
import { type Demand, isTrue } from "../../protections/demand.ts";
import type { DataValue } from "../../syntax/data.ts";

const isFalse = (value: DataValue | undefined): boolean => value?.text === "false";
const unless =
  (refused: string) =>
  (value: DataValue | undefined): boolean =>
    value?.text !== refused;

/** How each manager is told to run no script of a package. Deno runs none unless a command says so. */
export const demands: Readonly<Record<Manager, readonly Demand[]>> = {
  npm: [{ files: [".npmrc"], path: ["ignore-scripts"], holds: isTrue, write: "ignore-scripts=true" }],
  pnpm: [
    { files: ["pnpm-workspace.yaml"], path: ["ignoreScripts"], holds: isTrue, write: "ignoreScripts: true" },
    {
      files: ["pnpm-workspace.yaml"],
      path: ["dangerouslyAllowAllBuilds"],
      holds: unless("true"),
      write: "no dangerouslyAllowAllBuilds",
    },
    // pnpm 10 reads both files
    { files: [".npmrc"], path: ["ignore-scripts"], holds: unless("false"), write: "ignore-scripts=true" },
  ],
  yarn: [{ files: [".yarnrc.yml"], path: ["enableScripts"], holds: isFalse, write: "enableScripts: false" }],
  bun: [
    {
      files: ["bunfig.toml"],
      path: ["install", "ignoreScripts"],
      holds: isTrue,
      write: "ignoreScripts = true under [install]",
    },
  ],
  deno: [],
};
