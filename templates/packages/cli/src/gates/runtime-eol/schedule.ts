import { readFile } from "node:fs/promises";
import type { Range } from "semver";

export type RuntimeName = "node" | "bun" | "deno";

/** As people write them. */
export const runtimeNames: Readonly<Record<RuntimeName, string>> = { node: "Node", bun: "Bun", deno: "Deno" };

/** `data/runtimes.json`; its README says where that comes from. */
export interface Schedule extends Readonly<Record<RuntimeName, RuntimeSchedule>> {
  /** What came later is not known. */
  readonly asOf: string;
}

export interface RuntimeSchedule {
  /** The vendor ends its lines on published days; otherwise the days are a rule of this tool. */
  readonly scheduled: boolean;
  readonly source: string;
  /** The oldest first. */
  readonly lines: readonly Line[];
}

/** A release line: `24` of Node, `1.4` of Bun. */
export interface Line {
  readonly line: string;
  readonly start?: string;
  /** The last day; missing for the newest of a runtime without a schedule. */
  readonly end?: string;
  readonly codename?: string;
}

export async function loadSchedule(): Promise<Schedule> {
  return JSON.parse(await readFile(new URL("../../../data/runtimes.json", import.meta.url), "utf8"));
}

/** What a range of versions means for its support. */
export type Support =
  /** The latest of the last days of the lines that it admits; no end is known without one. */
  | { readonly lines: readonly Line[]; readonly end?: string }
  /** It admits nothing but what is newer than the schedule. */
  | "unknown"
  /** It is no range of versions. */
  | "unreadable";

/** The lines that a range admits. @param text a range of npm, or a part of a version: `24`, `^22.1`, `1.4.5` */
export async function supportOf(text: string, { lines }: RuntimeSchedule): Promise<Support> {
  const range = await rangeOf(text);
  if (range === undefined) return "unreadable";
  const all = await Promise.all(
    lines.map(async (line) => ({ line, admitted: (await rangeOf(line.line))?.intersects(range) === true })),
  );
  const admitted = all.flatMap((one) => (one.admitted ? [one.line] : []));
  if (admitted.length > 0) {
    const ends = admitted.flatMap(({ end }) => end ?? []).sort();
    const end = ends.length === admitted.length ? ends.at(-1) : undefined;
    return { lines: admitted, ...(end !== undefined && { end }) };
  }
  const [oldest] = lines;
  const before = oldest === undefined ? undefined : await rangeOf(`<${oldest.line}`);
  // What is older than the list has ended before all of it.
  if (oldest !== undefined && before?.intersects(range)) {
    return { lines: [{ line: text }], ...(oldest.end !== undefined && { end: oldest.end }) };
  }
  return "unknown";
}

async function rangeOf(text: string): Promise<Range | undefined> {
  const { Range } = await import("../../third-party/semver.ts");
  try {
    return new Range(text, { includePrerelease: true });
  } catch {
    return undefined;
  }
}
