import type { Node } from "yaml";

/** One value of a YAML file, with its place. Exactly one of `text`, `entries` and `items` is there. */
export interface YamlValue {
  /** Where it begins, from 1. */
  readonly line: number;
  /** The offsets of what is written for it. */
  readonly start: number;
  readonly end: number;
  /** A scalar as text; `""` for nothing. */
  readonly text?: string;
  readonly entries?: ReadonlyMap<string, YamlValue>;
  readonly items?: readonly YamlValue[];
}

/** Aliases can multiply, and one can stand inside of what it names. */
const mostDepth = 100;
const mostValues = 1_000_000;

/** A YAML file with its places, aliases followed; `undefined` when it cannot be read. */
export async function parseYaml(text: string): Promise<YamlValue | undefined> {
  const yaml = await import("../third-party/yaml.ts");
  const counter = new yaml.LineCounter();
  const document = yaml.parseDocument(text, { lineCounter: counter, logLevel: "silent" });
  if (document.errors.length > 0) return undefined;
  let left = mostValues;
  const convert = (node: unknown, depth: number): YamlValue => {
    left -= 1;
    if (depth > mostDepth || left < 0) throw new RangeError("Aliases that multiply.");
    if (yaml.isAlias(node)) return convert(node.resolve(document), depth + 1);
    const [start, end] = (isNode(node) ? node.range : undefined) ?? document.range;
    const place = { line: counter.linePos(start).line, start, end };
    if (yaml.isMap(node)) {
      const pairs = node.items.map(
        ({ key, value }) =>
          [yaml.isScalar(key) ? String(key.value) : String(key), convert(value, depth + 1)] as const,
      );
      return { ...place, entries: new Map(pairs) };
    }
    if (yaml.isSeq(node)) return { ...place, items: node.items.map((item) => convert(item, depth + 1)) };
    return { ...place, text: yaml.isScalar(node) && node.value !== null ? String(node.value) : "" };
  };
  try {
    return convert(document.contents, 0);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "range" in value;

/** What is at the end of a path of keys. */
export function yamlAt(value: YamlValue | undefined, ...path: readonly string[]): YamlValue | undefined {
  return path.reduce((at, key) => at?.entries?.get(key), value);
}
