import type { SmokeCheck } from "../report/outcome.ts";

/** What `daloy smoke --json` prints. */
export interface SmokeReport {
  readonly ok: boolean;
  readonly checks: readonly SmokeCheck[];
}

/** Reads the tool's document; `undefined` when it printed something else. */
export function readSmokeReport(text: string): SmokeReport | undefined {
  const document = parse(text);
  if (!isObject(document) || typeof document["ok"] !== "boolean" || !Array.isArray(document["checks"]))
    return undefined;
  const checks = document["checks"].map(readCheck);
  return checks.every((check) => check !== undefined) ? { ok: document["ok"], checks } : undefined;
}

/** Reads one line of `daloy smoke --progress`; `undefined` when the line is something else. */
export function readProgress(line: string): SmokeCheck | undefined {
  const document = line.startsWith("{") ? parse(line) : undefined;
  return isObject(document) ? readCheck(document["check"]) : undefined;
}

function readCheck(value: unknown): SmokeCheck | undefined {
  if (!isObject(value)) return undefined;
  const { name, ok, ms, detail, skipped } = value;
  if (typeof name !== "string" || typeof ok !== "boolean" || typeof ms !== "number") return undefined;
  const check = { name, ok, ms, detail: typeof detail === "string" ? detail : "" };
  return skipped === true ? { ...check, skipped } : check;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
