import { usageError } from "../tool-error.ts";

const units = { s: 1, m: 60, h: 3600 } as const;
/** A working day. A token that lives longer is one that somebody keeps. */
const longestSeconds = 12 * units.h;

/** Reads `90s`, `15m` or `8h`. @returns seconds @throws {ToolError} a usage error for anything else, or above 12 hours */
export function parseLifetime(text: string): number {
  const [, count = "", unit = ""] = /^([1-9]\d{0,4})([smh])$/.exec(text) ?? [];
  const seconds = Number(count) * (unit === "s" || unit === "m" || unit === "h" ? units[unit] : 0);
  if (seconds >= 1 && seconds <= longestSeconds) return seconds;
  throw usageError(`--ttl takes a time of up to 12 hours: ${text}`, "Write it as 90s, 15m or 8h.");
}
