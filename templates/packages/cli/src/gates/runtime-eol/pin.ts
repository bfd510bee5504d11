import type { Line, RuntimeName } from "./schedule.ts";

/** A place that says on which version of a runtime the project runs. */
export interface Pin {
  readonly runtime: RuntimeName;
  /** A range of versions, or a part of one. */
  readonly version: string;
  readonly file: string;
  readonly line: number;
  /** `admits`: one of several that are let pass. `runs`: the one that is taken. `tests`: one of several that are tried. */
  readonly kind: "admits" | "runs" | "tests";
}

/** `node:24`, `24.1.0-slim`, `v24`, `iron`, `lts/iron` → a version; `undefined` for what moves, such as `lts`. */
export function versionIn(text: string, lines: readonly Line[]): string | undefined {
  const [, number] = /^v?(\d+(?:\.\d+){0,2})(?![\d.])/.exec(text) ?? [];
  if (number !== undefined) return number;
  const [, word] = /^(?:lts[/-])?([a-z]+)(?:$|[-.\s])/.exec(text.toLowerCase()) ?? [];
  return word === undefined ? undefined : lines.find(({ codename }) => codename === word)?.line;
}
