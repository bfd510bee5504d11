import type { Settings } from "../options.ts";
import { quoteWord } from "./shell.ts";

/** How far the run came. */
export interface Reached {
  readonly installed: boolean;
  /** The smoke test ran and did not pass. */
  readonly smokeFailed: boolean;
}

/** What to type next, in order. */
export function nextSteps(settings: Settings, reached: Reached, platform: NodeJS.Platform): string[] {
  const { directory, packageManager } = settings;
  const enter = directory === "." ? [] : [`cd ${quoteWord(directory, platform)}`];
  if (reached.smokeFailed) return [...enter, `${packageManager} run build`, `${packageManager} run smoke`];
  const install = reached.installed ? [] : [`${packageManager} install`];
  return [...enter, ...install, `${packageManager} run dev`];
}
