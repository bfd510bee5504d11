import type { DataValue } from "./data.ts";

/** A TOML file; `undefined` when it is none. A line is where the key is first assigned: the library does not tell places. */
export async function parseToml(text: string): Promise<DataValue | undefined> {
  const { parse } = await import("../third-party/smol-toml.ts");
  const lines = text.split("\n");
  const lineOf = (key: string): number => {
    const assigned = lines.findIndex((line) => line.trimStart().replace(/^"/, "").startsWith(key));
    return assigned === -1 ? 1 : assigned + 1;
  };
  const convert = (value: unknown, line: number): DataValue => {
    const place = { line, start: 0, end: text.length };
    if (Array.isArray(value)) return { ...place, items: value.map((item) => convert(item, line)) };
    if (typeof value !== "object" || value === null || value instanceof Date)
      return { ...place, text: String(value) };
    const entries = Object.entries(value).map(([key, item]) => [key, convert(item, lineOf(key))] as const);
    return { ...place, entries: new Map(entries) };
  };
  try {
    return convert(parse(text), 1);
  } catch {
    return undefined;
  }
}
